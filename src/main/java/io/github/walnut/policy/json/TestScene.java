package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.ConditionFields;
import io.github.walnut.policy.PolicyTest.Fault;
import io.github.walnut.policy.PolicyTest.Happening;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads UPSs, targets and what befalls them in the tests of a policy. */
final class TestScene {
    private static final List<String> FAULTS = List.of("host_down", "slow", "refuse");

    Happening happening(Fields fields, Duration at) {
        Map<String, Map<String, Object>> ups = samples(fields, "ups");
        String event = fields.slug("event");
        JsonNode body = fields.get("body");
        if (body != null && !body.isObject()) {
            fields.wrongType("body", "an object");
        }
        Fault fault = fault(fields);
        if (!fields.has("ups") && !fields.has("event") && !fields.has("fault")) {
            fields.schema("ups", "required", "ups, event or fault is required", null);
        }
        fields.warnOfTheRest();
        Map<String, Object> plain =
                body == null || !body.isObject() ? Map.of() : PlainValue.map(body);
        return new Happening(at, ups, event, plain, fault);
    }

    /** {@code host_down}, {@code {slow: 30s}} or {@code {kind: refuse, host: pve-b}}. */
    private static Fault fault(Fields fields) {
        JsonNode value = fields.get("fault");
        if (value != null && value.isTextual()) {
            String kind = fields.word("fault", null, List.of("host_down", "refuse"));
            return kind == null ? null : new Fault(kind, null, null);
        }
        Fields members = fields.object("fault");
        if (members == null) {
            return null;
        }
        Duration slow = members.duration("slow", null);
        String kind = members.word("kind", slow == null ? null : "slow", FAULTS);
        if (kind == null && !members.has("kind") && !members.has("slow")) {
            members.missing("kind");
        } else if ("slow".equals(kind) && slow == null) {
            members.require("slow");
        }
        String host = members.text("host");
        members.warnOfTheRest();
        return kind == null ? null : new Fault(kind, host, slow);
    }

    /** Fields of samples by UPS: names that policies use, {@code status}, or NUT variables. */
    Map<String, Map<String, Object>> samples(Fields fields, String key) {
        Map<String, Map<String, Object>> samples = new LinkedHashMap<>();
        Fields byUps = fields.object(key);
        for (String name : names(byUps)) {
            Fields sample = byUps.object(name);
            if (sample != null) {
                samples.put(name, sample(sample));
            }
        }
        return samples;
    }

    private static Map<String, Object> sample(Fields fields) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : names(fields)) {
            JsonNode value = fields.get(name);
            if (!name.equals("status") && !name.contains(".") && !isNumber(name)) {
                fields.schema(
                        name,
                        "unknown_metric",
                        "A sample has no field '" + name + "'",
                        "status, " + String.join(", ", ConditionFields.numbers()) + ", <variable>");
            } else if (value != null && value.isContainerNode()) {
                fields.wrongType(name, "text or a number");
            } else if (value != null) {
                values.put(ConditionFields.canonical(name), PlainValue.of(value));
            }
        }
        return values;
    }

    private static boolean isNumber(String name) {
        return ConditionFields.numbers().contains(ConditionFields.canonical(name));
    }

    /** States by {@code host/target}. */
    Map<String, String> states(Fields fields, String key) {
        Map<String, String> states = new LinkedHashMap<>();
        Fields byTarget = fields.object(key);
        for (String target : names(byTarget)) {
            target(byTarget, target, target);
            String state = byTarget.word(target, null, Target.STATES);
            if (state != null) {
                states.put(target, state);
            }
        }
        return states;
    }

    void target(Fields fields, String key, String target) {
        if (!target.matches("[^/]+/[^:]+:.+")) {
            fields.schema(
                    key,
                    "bad_target",
                    "'" + target + "' is not the name of a target",
                    "host/type:id, for example pve-b/vm:203");
        }
    }

    /** The members of an object of at most so many, or none. */
    private static List<String> names(Fields fields) {
        if (fields == null) {
            return List.of();
        }
        List<String> names = fields.names();
        if (names.size() <= Format.MAX_TEST_ENTRIES) {
            return names;
        }
        fields.findings()
                .schema(
                        fields.pointer(),
                        "too_many",
                        names.size() + " members",
                        "at most " + Format.MAX_TEST_ENTRIES);
        return List.of();
    }
}
