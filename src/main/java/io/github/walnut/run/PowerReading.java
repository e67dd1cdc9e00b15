package io.github.walnut.run;

import io.github.walnut.ups.Metric;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the UPS of a run had told when the run began.
 *
 * @param at of its last good answer
 * @param reachable whether its last poll was good
 * @param states that held, in words
 * @param onBatterySeconds how long it had been on battery, 0 on mains
 * @param values by the name that the API gives them; what it did not report is missing
 */
public record PowerReading(
        String upsId,
        Instant at,
        boolean reachable,
        String powerSource,
        List<String> states,
        double onBatterySeconds,
        Map<String, Double> values) {

    public PowerReading {
        states = List.copyOf(states);
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Of a UPS that was heard at least once. */
    static PowerReading of(UpsFacts facts) {
        Map<String, Double> values = new TreeMap<>();
        for (Metric metric : Metric.values()) {
            Double value = facts.last().value(metric);
            if (value != null) {
                values.put(metric.field(), value);
            }
        }
        return new PowerReading(
                facts.upsId(),
                facts.last().at(),
                facts.reachable(),
                facts.powerSource().word(),
                facts.states().keySet().stream().sorted().map(UpsState::name).toList(),
                facts.onBatterySeconds(),
                values);
    }
}
