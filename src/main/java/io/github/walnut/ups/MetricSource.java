package io.github.walnut.ups;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where a metric comes from, best variable first, and what range is believable. */
record MetricSource(List<String> variables, double least, double most) {

    static final Map<Metric, MetricSource> ALL = all();

    private static Map<Metric, MetricSource> all() {
        Map<Metric, MetricSource> all = new EnumMap<>(Metric.class);
        all.put(Metric.BATTERY_PERCENT, of(0, 105, "battery.charge", "battery.charge.approx"));
        all.put(Metric.RUNTIME_SECONDS, of(0, 604_800, "battery.runtime"));
        all.put(Metric.LOAD_PERCENT, of(0, 300, "ups.load"));
        all.put(Metric.INPUT_VOLTAGE, of(0, 1000, "input.voltage", "input.L1-N.voltage"));
        all.put(Metric.OUTPUT_VOLTAGE, of(0, 1000, "output.voltage", "output.L1-N.voltage"));
        all.put(Metric.INPUT_FREQUENCY, of(0, 500, "input.frequency"));
        all.put(Metric.OUTPUT_FREQUENCY, of(0, 500, "output.frequency"));
        all.put(Metric.BATTERY_VOLTAGE, of(0, 2000, "battery.voltage"));
        all.put(Metric.POWER_WATTS, of(0, 1e7, "ups.realpower"));
        all.put(Metric.POWER_VA, of(0, 1e7, "ups.power"));
        all.put(
                Metric.TEMPERATURE_C,
                of(-40, 150, "ups.temperature", "battery.temperature", "ambient.temperature"));
        return all;
    }

    private static MetricSource of(double least, double most, String... variables) {
        return new MetricSource(List.of(variables), least, most);
    }

    boolean accepts(double value) {
        return value >= least && value <= most;
    }
}
