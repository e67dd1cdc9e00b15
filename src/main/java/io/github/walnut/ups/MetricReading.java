package io.github.walnut.ups;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads the numbers of one poll, and notes those that cannot be trusted. */
final class MetricReading {

    private static final double RUNTIME_JUMP = 5;
    private static final double EMPTY_RUNTIME_DOUBT_CHARGE = 20;
    private static final double NO_RUNTIME = 65_535;

    private final Map<String, String> variables;
    private final Set<String> flags;
    private final UpsProfiles profiles;
    private final Map<Metric, Double> values = new EnumMap<>(Metric.class);
    private final Set<Metric> suspect = EnumSet.noneOf(Metric.class);

    MetricReading(Map<String, String> variables, Set<String> flags, UpsProfiles profiles) {
        this.variables = variables;
        this.flags = flags;
        this.profiles = profiles;
    }

    Map<Metric, Double> values() {
        return values;
    }

    List<Metric> suspect() {
        return List.copyOf(suspect);
    }

    void readAll() {
        MetricSource.ALL.forEach(this::read);
        refuseEmptyBatteryOnMains();
        refuseSentinelsOfRuntime();
        deriveFromNominalPower();
    }

    /** On mains a runtime does not change fivefold from one sample to the next. */
    void compareRuntimeWith(Sample before) {
        Double now = values.get(Metric.RUNTIME_SECONDS);
        if (before == null || now == null || !onMains(flags) || !onMains(before.flags())) {
            return;
        }
        Double then = before.value(Metric.RUNTIME_SECONDS);
        if (then != null && Math.max(now, then) > RUNTIME_JUMP * Math.min(now, then)) {
            suspect.add(Metric.RUNTIME_SECONDS);
        }
    }

    private void read(Metric metric, MetricSource source) {
        for (String name : source.variables()) {
            String text = variables.get(name);
            if (text == null) {
                continue;
            }
            OptionalDouble number = NutNumber.parse(text);
            if (number.isPresent() && believable(metric, source, number.getAsDouble())) {
                values.put(metric, tidy(metric, number.getAsDouble()) + 0.0); // no negative zero
                return;
            }
            suspect.add(metric);
        }
    }

    private boolean believable(Metric metric, MetricSource source, double value) {
        return source.accepts(value) && !profiles.isSentinel(variables, metric, value);
    }

    private static double tidy(Metric metric, double value) {
        return switch (metric) {
            case BATTERY_PERCENT -> Math.min(100, value);
            case RUNTIME_SECONDS -> Math.floor(value);
            default -> value;
        };
    }

    private void refuseEmptyBatteryOnMains() {
        Double charge = values.get(Metric.BATTERY_PERCENT);
        if (charge != null && charge == 0 && flags.contains("OL") && !flags.contains("LB")) {
            refuse(Metric.BATTERY_PERCENT);
        }
    }

    private void refuseSentinelsOfRuntime() {
        Double runtime = values.get(Metric.RUNTIME_SECONDS);
        if (runtime == null) {
            return;
        }
        Double charge = values.get(Metric.BATTERY_PERCENT);
        boolean emptyThoughCharged =
                runtime == 0
                        && charge != null
                        && charge >= EMPTY_RUNTIME_DOUBT_CHARGE
                        && !flags.contains("LB");
        if (runtime == NO_RUNTIME || emptyThoughCharged) {
            refuse(Metric.RUNTIME_SECONDS);
        }
    }

    private void deriveFromNominalPower() {
        OptionalDouble nominal = NutNumber.parse(variables.get("ups.realpower.nominal"));
        if (nominal.isEmpty() || nominal.getAsDouble() <= 0) {
            return;
        }
        Double load = values.get(Metric.LOAD_PERCENT);
        Double watts = values.get(Metric.POWER_WATTS);
        if (load == null && watts != null) {
            derive(Metric.LOAD_PERCENT, watts / nominal.getAsDouble() * 100);
        } else if (load != null && watts == null) {
            derive(Metric.POWER_WATTS, load / 100 * nominal.getAsDouble());
        }
    }

    private void derive(Metric metric, double value) {
        if (MetricSource.ALL.get(metric).accepts(value)) {
            values.put(metric, value);
        }
    }

    private void refuse(Metric metric) {
        values.remove(metric);
        suspect.add(metric);
    }

    private static boolean onMains(Set<String> flags) {
        return flags.contains("OL") && !flags.contains("OB");
    }
}
