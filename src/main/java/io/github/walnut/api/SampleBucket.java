package io.github.walnut.api;

import io.github.walnut.ups.Metric;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Measurements of one UPS over a span of time.
 *
 * @param at its beginning
 * @param seconds its length
 * @param count of samples in it
 * @param values what was measured at all
 * @param flags every flag that was seen
 */
public record SampleBucket(
        Instant at,
        int seconds,
        int count,
        Map<Metric, Summary> values,
        Set<String> flags,
        double onBatterySeconds) {

    public record Summary(double min, double max, double avg, double last) {}

    public SampleBucket {
        values = Map.copyOf(values);
        flags = Set.copyOf(flags);
    }

    Instant end() {
        return at.plusSeconds(seconds);
    }
}
