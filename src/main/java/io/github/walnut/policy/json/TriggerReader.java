package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.ConditionFields;
import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.UpsState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads one trigger; both formats write triggers alike. A new kind is one line of the map. */
final class TriggerReader {
    /** The word for every UPS, those that come later among them. */
    private static final String EVERY = "*";

    private static final List<String> CAUSES =
            List.of("tcp", "tls", "auth", "driver", "stale", "protocol");

    private final Map<String, Function<Fields, Trigger>> kinds =
            Map.of(
                    "ups.state",
                    this::upsState,
                    "duration",
                    this::duration,
                    "status_transition",
                    this::transition,
                    "metric.threshold",
                    this::threshold,
                    "timer.at",
                    new TimerReader()::at,
                    "schedule",
                    new TimerReader()::at,
                    "timer.after",
                    new TimerReader()::after,
                    "webhook.custom",
                    new TimerReader()::webhook);

    /** Empty when a finding tells why. */
    Optional<Trigger> read(Fields fields) {
        String type = fields.requiredText("type");
        if (type == null) {
            return Optional.empty();
        }
        if (!kinds.containsKey(type)) {
            fields.schema(
                    "type",
                    "unknown_trigger",
                    "Unknown trigger type '" + type + "'",
                    "One of: " + String.join(", ", kinds.keySet().stream().sorted().toList()));
            return Optional.empty();
        }
        Trigger trigger = kinds.get(type).apply(fields);
        fields.warnOfTheRest();
        return Optional.ofNullable(trigger);
    }

    private Trigger upsState(Fields fields) {
        Trigger.UpsScope scope = scope(fields);
        Duration hold = fields.duration("for", Duration.ZERO);
        if (!fields.has("equals")) {
            fields.missing("equals");
        }
        UpsState state = state(fields, "equals");
        List<String> causes = causes(fields);
        return state == null ? null : new Trigger.InState(scope, state, hold, causes);
    }

    private Trigger duration(Fields fields) {
        Trigger.UpsScope scope = scope(fields);
        if (!fields.has("stable_for")) {
            fields.missing("stable_for");
        }
        Duration stable = fields.duration("stable_for", Duration.ZERO);
        UpsState to = state(fields, fields.has("to") ? "to" : "equals");
        UpsState from = state(fields, "from");
        List<String> causes = causes(fields);
        if (!fields.has("to") && !fields.has("equals") && !fields.has("from")) {
            fields.missing("to");
        }
        if (from != null) {
            return new Trigger.Transition(scope, from, to, stable);
        }
        return to == null ? null : new Trigger.InState(scope, to, stable, causes);
    }

    private Trigger transition(Fields fields) {
        Trigger.UpsScope scope = scope(fields);
        UpsState from = state(fields, "from");
        UpsState to = state(fields, "to");
        Duration stable = fields.duration("stable_for", Duration.ZERO);
        if (!fields.has("from") && !fields.has("to")) {
            fields.schema("to", "required", "from or to is required", null);
        }
        return from == null && to == null ? null : new Trigger.Transition(scope, from, to, stable);
    }

    private Trigger threshold(Fields fields) {
        Trigger.UpsScope scope = scope(fields);
        Duration hold = fields.duration("for", Duration.ZERO);
        String word = fields.requiredText("metric");
        String metric = word == null ? null : ConditionFields.canonical(word);
        Condition.Op op = ConditionReader.op(fields);
        if (!fields.has("value")) {
            fields.missing("value");
        }
        if (metric == null || op == null || !fields.has("value")) {
            return null;
        }
        if (!ConditionFields.measurable(metric)) {
            fields.schema(
                    "metric",
                    "unknown_metric",
                    "Unknown metric '" + word + "'",
                    String.join(", ", ConditionFields.numbers()) + ", var:<name>");
            return null;
        }
        return ConditionReader.number(fields, op) instanceof BigDecimal value
                ? new Trigger.Threshold(scope, metric, op, value, hold)
                : null;
    }

    static Trigger.UpsScope scope(Fields fields) {
        JsonNode ups = fields.get("ups");
        boolean feeds = ups != null && ups.isTextual() && ups.textValue().equals("feeds");
        List<String> names = List.of();
        if (ups != null && !ups.isTextual() && !ups.isArray()) {
            fields.wrongType("ups", "text or a list of text");
        } else if (!feeds) {
            names = fields.texts("ups", true).stream().map(String::trim).distinct().toList();
            names = names.contains(EVERY) ? List.of() : names;
        }
        int atLeast = fields.integer("at_least", 1, 1, 1000);
        return new Trigger.UpsScope(names, atLeast, fields.bool("include_tests", false), feeds);
    }

    private static List<String> causes(Fields fields) {
        List<String> causes = fields.texts("cause", true);
        causes.stream()
                .filter(cause -> !CAUSES.contains(cause))
                .forEach(
                        cause ->
                                fields.schema(
                                        "cause",
                                        "unknown_word",
                                        "Unknown cause '" + cause + "'",
                                        "One of: " + String.join(", ", CAUSES)));
        return causes.stream().distinct().sorted().toList();
    }

    static UpsState state(Fields fields, String key) {
        String word = fields.text(key);
        if (word == null) {
            return null;
        }
        Optional<UpsState> state = UpsState.of(word.trim());
        if (state.isEmpty()) {
            fields.schema(
                    key,
                    "unknown_state",
                    "Unknown UPS state '" + word + "'",
                    "A flag such as OB, or a word such as on_battery");
        }
        return state.orElse(null);
    }
}
