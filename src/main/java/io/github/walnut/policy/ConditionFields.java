package io.github.walnut.policy;

import io.github.walnut.ups.Metric;
import io.github.walnut.ups.UpsFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    private static final List<String> NUMBERS =
            Stream.concat(Arrays.stream(Metric.values()).map(Metric::policyField), DERIVED.stream())
                    .toList();

    private ConditionFields() {}

    /** Empty for a field that the scope lacks. */
    public static Optional<Kind> kind(Condition.Scope scope, String field) {
        if (numbers().contains(field)) {
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

    /** The one name of a field. */
    public static String canonical(String field) {
        return field.equals("load") ? "load_pct" : field;
    }

    /** Every field that holds a number. */
    public static List<String> numbers() {
        return NUMBERS;
    }

    /** Whether triggers can compare it: a number, or a variable of the UPS. */
    public static boolean measurable(String field) {
        return NUMBERS.contains(field)
                || (field.startsWith(VARIABLE_PREFIX) && field.length() > VARIABLE_PREFIX.length());
    }

    /** The number or the variable read as one, or null when it is unknown or no number. */
    public static Double measure(UpsFacts facts, String field) {
        if (!facts.known()) {
            return null;
        }
        if (!field.startsWith(VARIABLE_PREFIX)) {
            return number(facts, field);
        }
        String text = facts.last().variables().get(field.substring(VARIABLE_PREFIX.length()));
        return text == null
                ? null
                : NumberText.parse(text).map(java.math.BigDecimal::doubleValue).orElse(null);
    }

    private static Optional<Metric> metric(String field) {
        return Arrays.stream(Metric.values())
                .filter(m -> m.policyField().equals(field))
                .findFirst();
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
