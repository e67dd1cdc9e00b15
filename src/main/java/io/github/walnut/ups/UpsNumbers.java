package io.github.walnut.ups;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Every number of a UPS that can be compared with a limit, by name. */
public final class UpsNumbers {

    private static final String VARIABLE = "var:";

    private UpsNumbers() {}

    /** The one name of a number: that of the API, also for the names that policies use. */
    public static String canonical(String name) {
        if (name.equals("load")) {
            return Metric.LOAD_PERCENT.field();
        }
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.policyField().equals(name))
                .map(Metric::field)
                .findFirst()
                .orElse(name);
    }

    /** The number as the facts hold it; empty when it is unknown or there is none of that name. */
    public static OptionalDouble read(UpsFacts facts, String name) {
        if (facts.last() == null) {
            return OptionalDouble.empty();
        }
        if (name.startsWith(VARIABLE)) {
            return NutNumber.parse(facts.last().variables().get(name.substring(VARIABLE.length())));
        }
        return switch (canonical(name)) {
            case "on_battery_seconds" -> OptionalDouble.of(facts.onBatterySeconds());
            case "on_battery_seconds_1h" -> OptionalDouble.of(facts.onBatterySeconds1h());
            case "flaps_10m" -> OptionalDouble.of(facts.flaps10m());
            case "runtime_minutes" -> metric(facts.last(), "runtime_seconds", 60);
            default -> metric(facts.last(), canonical(name), 1);
        };
    }

    private static OptionalDouble metric(Sample sample, String field, double divisor) {
        return Metric.ofField(field)
                .map(sample::value)
                .map(value -> OptionalDouble.of(value / divisor))
                .orElse(OptionalDouble.empty());
    }
}
