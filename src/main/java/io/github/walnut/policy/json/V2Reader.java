package io.github.walnut.policy.json;

import io.github.walnut.inventory.Selector;
import io.github.walnut.inventory.TargetTypes;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.policy.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Format 2: one trigger or several, each action with its own host and selection. */
final class V2Reader extends PolicyReader {
    V2Reader(Fields root) {
        super(root);
    }

    @Override
    Policy.Logic logic() {
        return Policy.Logic.valueOf(root.word("logic", "ANY", List.of("ANY", "ALL")));
    }

    @Override
    List<Trigger> triggers() {
        if (root.has("trigger") && root.has("triggers")) {
            root.schema("triggers", "both", "Give either trigger or triggers, not both", null);
            return List.of();
        }
        if (root.has("triggers")) {
            if (root.get("triggers").isArray() && root.get("triggers").isEmpty()) {
                root.schema("triggers", "required", "at least one trigger is required", null);
            }
            return triggers(root.objects("triggers", Format.MAX_TRIGGERS));
        }
        if (!root.has("trigger")) {
            root.missing("trigger");
        }
        Fields single = root.object("trigger");
        return single == null ? List.of() : triggers(List.of(single));
    }

    @Override
    List<Action> actions() {
        ActionReader reader = new ActionReader("capability", "options", locations);
        List<Action> actions = new ArrayList<>();
        for (Fields fields : actionFields()) {
            int index = actions.size();
            locations.put("/actions/" + index + "/host", fields.at("host_id"));
            actions.add(reader.read(fields, index, 0, aim(fields)));
        }
        return actions;
    }

    private static ActionReader.Aim aim(Fields fields) {
        String host = fields.requiredText("host_id");
        String type = fields.text("target_type");
        Fields selector = fields.object("selector");
        return new ActionReader.Aim(
                host == null ? "" : host.trim(),
                type == null ? null : TargetTypes.canonical(type),
                selector == null ? Selector.NONE : new SelectorReader().ofParts(selector));
    }

    @Override
    Fields safeties() {
        return root.object("safeties");
    }

    @Override
    Duration suppression(Fields safeties) {
        locations.put("/suppression", "/safeties/suppression_window");
        Duration fallback = Duration.ofMinutes(5);
        return safeties == null ? fallback : safeties.duration("suppression_window", fallback);
    }
}
