package io.github.walnut.policy;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.UpsFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The fields that conditions can ask for, scope by scope. */
public final class ConditionFields {
    /** What a field holds, which decides how it compares. */
    public enum Kind {
        STATUS,
        NUMBER,
        YES_NO,
        TEXT,
        VARIABLE
    }

    public static final String VARIABLE_PREFIX = "var:";
    public static final String LABEL_PREFIX = "label:";

    private static final List<String> DERIVED =
            List.of("runtime_minutes", "on_battery_seconds", "on_battery_seconds_1h", "flaps_10m");

    private static final List<String> OF_OUTAGES =
            List.of("age_seconds", "episode", "min_charge_pct");

    private static final List<String> NUMBERS =
            Stream.concat(Arrays.stream(Metric.values()).map(Metric::policyField), DERIVED.stream())
                    .toList();

    private ConditionFields() {}

    /** Empty for a field that the scope lacks. */
    public static Optional<Kind> kind(Condition.Scope scope, String field) {
        return Optional.ofNullable(
                switch (scope) {
                    case UPS -> ups(field);
                    case METRIC -> NUMBERS.contains(field) ? Kind.NUMBER : null;
                    case HOST -> host(field);
                    case VM -> vm(field);
                    case OUTAGE -> OF_OUTAGES.contains(field) ? Kind.NUMBER : null;
                });
    }

    private static Kind ups(String field) {
        if (NUMBERS.contains(field)) {
            return Kind.NUMBER;
        }
        if (named(VARIABLE_PREFIX, field)) {
            return Kind.VARIABLE;
        }
        return switch (field) {
            case "status" -> Kind.STATUS;
            case "power_source" -> Kind.TEXT;
            default -> null;
        };
    }

    private static Kind host(String field) {
        return switch (field) {
            case "reachable" -> Kind.YES_NO;
            case "latency_ms" -> Kind.NUMBER;
            case "os_type", "state" -> Kind.TEXT;
            default -> named(LABEL_PREFIX, field) ? Kind.TEXT : null;
        };
    }

    private static Kind vm(String field) {
        return switch (field) {
            case "count_matching" -> Kind.NUMBER;
            case "state" -> Kind.TEXT;
            default -> null;
        };
    }

    /** The words that a text can be; empty means any text. */
    public static List<String> words(Condition.Scope scope, String field) {
        if (field.equals("power_source")) {
            return Arrays.stream(UpsFacts.PowerSource.values())
                    .map(UpsFacts.PowerSource::word)
                    .toList();
        }
        if (!field.equals("state")) {
            return List.of();
        }
        return scope == Condition.Scope.HOST
                ? Arrays.stream(Host.State.values()).map(Host.State::word).toList()
                : Target.STATES;
    }

    private static boolean named(String prefix, String field) {
        return field.startsWith(prefix) && field.length() > prefix.length();
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
        return NUMBERS.contains(field) || named(VARIABLE_PREFIX, field);
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
    public static Double number(UpsFacts facts, String field) {
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
