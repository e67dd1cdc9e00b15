package io.github.walnut.policy.json;

import io.github.walnut.inventory.Selector;
import io.github.walnut.inventory.TargetTypes;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.policy.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Format 1: one group of triggers, one selection of targets for all actions. */
final class V1Reader extends PolicyReader {
    private final Fields group;

    V1Reader(Fields root) {
        super(root);
        if (!root.has("trigger_group")) {
            root.missing("trigger_group");
        }
        this.group = root.object("trigger_group");
    }

    @Override
    boolean conditionsRequired() {
        return true;
    }

    @Override
    Policy.Logic logic() {
        return group == null
                ? Policy.Logic.ANY
                : Policy.Logic.valueOf(group.word("logic", "ANY", List.of("ANY", "ALL")));
    }

    @Override
    List<Trigger> triggers() {
        if (group == null) {
            return List.of();
        }
        if (!group.has("triggers")) {
            group.missing("triggers");
        } else if (group.get("triggers").isArray() && group.get("triggers").isEmpty()) {
            group.schema("triggers", "required", "at least one trigger is required", null);
        }
        List<Trigger> triggers = triggers(group.objects("triggers", Format.MAX_TRIGGERS));
        group.warnOfTheRest();
        return triggers;
    }

    @Override
    List<Action> actions() {
        ActionReader.Aim aim = aim();
        ActionReader reader = new ActionReader("capability_id", "params", locations);
        List<Action> actions = new ArrayList<>();
        for (Fields fields : actionFields()) {
            int index = actions.size();
            locate(index);
            actions.add(reader.read(fields, index, index, aim));
        }
        return actions;
    }

    private void locate(int index) {
        String action = "/actions/" + index + "/";
        locations.put(action + "host", "/targets/host_id");
        locations.put(action + "target_type", "/targets/target_type");
        locations.put(action + "selector", "/targets/selector/value");
    }

    private ActionReader.Aim aim() {
        if (!root.has("targets")) {
            root.missing("targets");
        }
        Fields targets = root.object("targets");
        if (targets == null) {
            return new ActionReader.Aim("", null, Selector.NONE);
        }
        String host = targets.requiredText("host_id");
        String type = targets.requiredText("target_type");
        if (!targets.has("selector")) {
            targets.missing("selector");
        }
        Fields selector = targets.object("selector");
        targets.warnOfTheRest();
        return new ActionReader.Aim(
                host == null ? "" : host.trim(),
                type == null ? null : TargetTypes.canonical(type),
                selector == null ? Selector.NONE : new SelectorReader().ofMode(selector));
    }

    @Override
    Fields safeties() {
        return root.object("safeties");
    }

    @Override
    Duration suppression(Fields safeties) {
        boolean atTop = root.has("suppression_window") || safeties == null;
        locations.put(
                "/suppression",
                atTop ? root.at("suppression_window") : safeties.at("suppression_window"));
        Duration inSafeties =
                safeties == null
                        ? Duration.ofMinutes(5)
                        : safeties.duration("suppression_window", Duration.ofMinutes(5));
        return root.duration("suppression_window", inSafeties);
    }
}
