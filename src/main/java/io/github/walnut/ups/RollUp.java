package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Many samples of one UPS as one row.
 *
 * @param at begin of the bucket
 * @param count of samples
 * @param flags all that occurred
 */
public record RollUp(
        String upsId,
        Instant at,
        Duration bucket,
        int count,
        double onBatterySeconds,
        Set<String> flags,
        Map<Metric, Stats> fields) {

    public static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    public static final Duration HOUR = Duration.ofHours(1);

    public RollUp {
        flags = java.util.Collections.unmodifiableSet(new TreeSet<>(flags));
        fields = Map.copyOf(fields);
    }

    /**
     * One field within the bucket.
     *
     * @param count of samples that had it
     */
    public record Stats(double min, double max, double mean, double last, int count) {

        Stats then(Stats later) {
            int all = count + later.count;
            return new Stats(
                    Math.min(min, later.min),
                    Math.max(max, later.max),
                    mean + (later.mean - mean) * later.count / all,
                    later.last,
                    all);
        }
    }

    /** The begin of the bucket into which a moment falls. */
    public static Instant begin(Instant at, Duration bucket) {
        long seconds = Math.floorDiv(at.getEpochSecond(), bucket.toSeconds());
        return Instant.ofEpochSecond(seconds * bucket.toSeconds());
    }

    /** One row of the first kind; the next sample bounds the time on battery, if it is known. */
    static RollUp of(Sample sample, Duration bucket, double onBatterySeconds) {
        Map<Metric, Stats> fields = new EnumMap<>(Metric.class);
        sample.values().forEach((metric, v) -> fields.put(metric, new Stats(v, v, v, v, 1)));
        return new RollUp(
                sample.upsId(),
                begin(sample.at(), bucket),
                bucket,
                1,
                onBatterySeconds,
                sample.flags(),
                fields);
    }

    /**
     * Adds up rows of one UPS, oldest first, into one row of a wider bucket.
     *
     * @throws IllegalArgumentException without any row
     */
    public static RollUp sum(Collection<RollUp> rows, Duration bucket) {
        return List.copyOf(rows).stream()
                .reduce(RollUp::then)
                .map(all -> all.in(bucket))
                .orElseThrow(() -> new IllegalArgumentException("no rows to roll up"));
    }

    RollUp then(RollUp later) {
        Set<String> allFlags = new TreeSet<>(flags);
        allFlags.addAll(later.flags);
        Map<Metric, Stats> all = new EnumMap<>(Metric.class);
        all.putAll(fields);
        later.fields.forEach((metric, stats) -> all.merge(metric, stats, Stats::then));
        return new RollUp(
                upsId,
                at,
                bucket,
                count + later.count,
                onBatterySeconds + later.onBatterySeconds,
                allFlags,
                all);
    }

    private RollUp in(Duration wider) {
        return new RollUp(upsId, begin(at, wider), wider, count, onBatterySeconds, flags, fields);
    }
}
