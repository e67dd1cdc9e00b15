package io.github.walnut.policy;

import io.github.walnut.ups.Metric;
import io.github.walnut.ups.UpsFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The fields that conditions of the scopes ups and metric can ask for. */
public final class ConditionFields {
    /** What a field holds, which decides how it compares. */
    public enum Kind {
        STATUS,
        NUMBER,
        TEXT,
        VARIABLE
    }

    public static final String VARIABLE_PREFIX = "var:";

    private static final List<String> DERIVED =
            List.of("runtime_minutes", "on_battery_seconds", "on_battery_seconds_1h", "flaps_10m");

    private ConditionFields() {}

    /** Empty for a field that the scope lacks. */
    public static Optional<Kind> kind(Condition.Scope scope, String field) {
        if (isNumber(field) || (scope == Condition.Scope.METRIC && field.equals("load"))) {
            return Optional.of(Kind.NUMBER);
        }
        if (scope != Condition.Scope.UPS) {
            return Optional.empty();
        }
        if (field.startsWith(VARIABLE_PREFIX)) {
            return field.length() > VARIABLE_PREFIX.length()
                    ? Optional.of(Kind.VARIABLE)
                    : Optional.empty();
        }
        return switch (field) {
            case "status" -> Optional.of(Kind.STATUS);
            case "power_source" -> Optional.of(Kind.TEXT);
            default -> Optional.empty();
        };
    }

    private static boolean isNumber(String field) {
        return DERIVED.contains(field) || metric(field).isPresent();
    }

    private static Optional<Metric> metric(String field) {
        String name = field.equals("load") ? "load_pct" : field;
        return Arrays.stream(Metric.values()).filter(m -> m.policyField().equals(name)).findFirst();
    }

    /** The number, or null when it is unknown. */
    static Double number(UpsFacts facts, String field) {
        return switch (field) {
            case "on_battery_seconds" -> facts.onBatterySeconds();
            case "on_battery_seconds_1h" -> facts.onBatterySeconds1h();
            case "flaps_10m" -> (double) facts.flaps10m();
            case "runtime_minutes" -> {
                Double seconds = facts.last().value(Metric.RUNTIME_SECONDS);
                yield seconds == null ? null : seconds / 60;
            }
            default -> metric(field).map(facts.last()::value).orElse(null);
        };
    }
}
