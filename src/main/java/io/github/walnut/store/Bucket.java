package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The samples of one UPS within one span, folded.
 *
 * @param at begin of the span
 * @param seconds length of the span
 * @param fields those that had a value
 * @param flags every flag that was seen
 */
public record Bucket(
        String upsId,
        Instant at,
        int seconds,
        long count,
        Map<Metric, FieldStats> fields,
        Set<String> flags,
        double onBatterySeconds) {

    public Bucket {
        fields = Map.copyOf(fields);
        flags = java.util.Collections.unmodifiableSet(new TreeSet<>(flags));
    }

    /** With a bucket that follows in time, as one bucket of this begin and another length. */
    Bucket then(Bucket later) {
        Map<Metric, FieldStats> both = new EnumMap<>(Metric.class);
        both.putAll(fields);
        later.fields.forEach((metric, stats) -> both.merge(metric, stats, FieldStats::then));
        Set<String> all = new TreeSet<>(flags);
        all.addAll(later.flags);
        return new Bucket(
                upsId,
                at,
                seconds,
                count + later.count,
                both,
                all,
                onBatterySeconds + later.onBatterySeconds);
    }

    Bucket in(int longerSeconds) {
        return new Bucket(
                upsId,
                begin(at, longerSeconds),
                longerSeconds,
                count,
                fields,
                flags,
                onBatterySeconds);
    }

    /** The same samples, said to be of this span. */
    Bucket between(Instant from, Instant to) {
        return new Bucket(
                upsId,
                from,
                (int) Duration.between(from, to).toSeconds(),
                count,
                fields,
                flags,
                onBatterySeconds);
    }

    Instant end() {
        return at.plusSeconds(seconds);
    }

    static Instant begin(Instant at, int seconds) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }
}
