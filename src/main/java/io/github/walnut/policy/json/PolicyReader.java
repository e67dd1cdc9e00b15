package io.github.walnut.policy.json;

import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.policy.PolicyTest;
import io.github.walnut.policy.Recovery;
import io.github.walnut.policy.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a document of one format into the model. What the formats share stands here; each format
 * says where its triggers, actions and safeties are.
 */
abstract class PolicyReader {
    protected final Fields root;
    protected final Map<String, String> locations = new HashMap<>();

    PolicyReader(Fields root) {
        this.root = root;
    }

    /** Triggers in order, each with the pointer that it stands at. */
    abstract List<Trigger> triggers();

    abstract Policy.Logic logic();

    abstract List<Action> actions();

    /** Where suppression window, lock and excluded hosts stand, or null when nowhere. */
    abstract Fields safeties();

    abstract Duration suppression(Fields safeties);

    boolean conditionsRequired() {
        return false;
    }

    /** The model; meaningless when the findings hold a blocker of phase schema. */
    Policy read() {
        root.known("version");
        String name = name();
        String description = root.text("description");
        boolean enabled = root.bool("enabled", true);
        int priority = root.integer("priority", 100, 0, 1000);
        boolean stop = root.bool("stop_on_match", false);
        boolean dynamic = root.bool("dynamic_resolution", true);
        Policy.Logic logic = logic();
        List<Trigger> triggers = triggers();
        Fields conditions = conditions();
        List<Condition> all = conditions(conditions, "all");
        List<Condition> any = conditions(conditions, "any");
        List<Action> actions = actions();
        Fields safeties = safeties();
        Duration suppression = suppression(safeties);
        Duration idempotency = root.duration("idempotency_window", Duration.ofMinutes(10));
        String lock = safeties == null ? null : safeties.slug("global_lock");
        List<String> never = safeties == null ? List.of() : safeties.texts("never_hosts", false);
        Recovery recovery = new RecoveryReader().read(root.object("recovery"));
        List<PolicyTest> tests = tests();
        String notes = root.text("notes");
        root.warnOfTheRest();
        warn(conditions);
        warn(safeties);
        return new Policy(
                name,
                description,
                enabled,
                priority,
                stop,
                dynamic,
                logic,
                triggers,
                all,
                any,
                actions,
                suppression,
                idempotency,
                lock,
                never,
                recovery,
                tests,
                notes);
    }

    private static void warn(Fields fields) {
        if (fields != null) {
            fields.warnOfTheRest();
        }
    }

    private String name() {
        String name = root.requiredText("name");
        if (name == null) {
            return "";
        }
        String trimmed = name.strip();
        int length = trimmed.codePointCount(0, trimmed.length());
        if (length < 3) {
            root.schema("name", "too_short", "name must have at least 3 characters", null);
        } else if (length > 200) {
            root.schema("name", "too_long", "name must have at most 200 characters", null);
        }
        return trimmed;
    }

    private Fields conditions() {
        if (conditionsRequired() && !root.has("conditions")) {
            root.missing("conditions");
        }
        Fields conditions = root.object("conditions");
        if (conditions != null && conditionsRequired() && !conditions.has("all")) {
            conditions.missing("all");
        }
        return conditions;
    }

    private static List<Condition> conditions(Fields conditions, String key) {
        ConditionReader reader = new ConditionReader();
        return conditions == null
                ? List.of()
                : conditions.objects(key, Format.MAX_CONDITIONS).stream()
                        .flatMap(fields -> reader.read(fields).stream())
                        .toList();
    }

    private List<PolicyTest> tests() {
        TestReader reader = new TestReader();
        return root.objects("tests", Format.MAX_TESTS).stream().map(reader::read).toList();
    }

    protected final List<Trigger> triggers(List<Fields> documents) {
        TriggerReader reader = new TriggerReader();
        List<Trigger> triggers = new ArrayList<>();
        for (Fields document : documents) {
            reader.read(document)
                    .ifPresent(
                            trigger -> {
                                locate("/triggers/" + triggers.size(), document);
                                triggers.add(trigger);
                            });
        }
        return triggers;
    }

    private void locate(String place, Fields trigger) {
        locations.put(place, trigger.pointer());
        locations.put(place + "/ups", trigger.at("ups"));
        locations.put(
                place + "/window", trigger.at(trigger.has("stable_for") ? "stable_for" : "for"));
    }

    protected final List<Fields> actionFields() {
        if (!root.has("actions")) {
            root.missing("actions");
        } else if (root.get("actions").isArray() && root.get("actions").isEmpty()) {
            root.schema("actions", "required", "at least one action is required", null);
        }
        return root.objects("actions", Format.MAX_ACTIONS);
    }
}
