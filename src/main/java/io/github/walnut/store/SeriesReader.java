package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Samples in buckets, from raw rows where they are there and from roll-ups where they are gone. */
public final class SeriesReader {

    /** The lengths that {@link #autoSeconds} chooses from. */
    private static final int[] STEPS = {1, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400};

    private final SampleBuckets samples;
    private final RollupStore rollups;

    public SeriesReader(Database database, RollupStore rollups) {
        this.samples = new SampleBuckets(database);
        this.rollups = rollups;
    }

    /** The shortest bucket with which the span has at most {@code limit} of them. */
    public static int autoSeconds(Instant from, Instant to, int limit) {
        return IntStream.of(STEPS)
                .filter(seconds -> buckets(from, to, seconds) <= limit)
                .findFirst()
                .orElse(STEPS[STEPS.length - 1]);
    }

    private static long buckets(Instant from, Instant to, int seconds) {
        Duration span = Duration.between(Bucket.begin(from, seconds), to);
        return -Math.floorDiv(-span.toMillis(), seconds * 1000L);
    }

    /**
     * @param metrics the fields to fold; fewer are faster
     * @param from inclusive
     * @param to exclusive
     * @param seconds length of a bucket, 1…86,400
     */
    public Series read(
            String upsId, Collection<Metric> metrics, Instant from, Instant to, int seconds) {
        Instant rawFrom = samples.oldest(upsId).or(() -> samples.first(upsId)).orElse(to);
        if (!from.isBefore(rawFrom) || !foldedBefore(upsId, rawFrom)) {
            return new Series(
                    samples.fold(upsId, metrics, from, to, seconds), seconds, Series.Source.RAW);
        }
        int stored = storedSeconds(upsId, from, seconds);
        Instant edge = earlier(firstWhole(rawFrom, stored), to);
        List<Bucket> all = new ArrayList<>();
        rollups.read(upsId, stored, Bucket.begin(from, stored), edge)
                .forEach(bucket -> all.add(only(metrics, bucket)));
        List<Bucket> recent = samples.fold(upsId, metrics, later(edge, from), to, stored);
        all.addAll(recent);
        int width = Math.max(seconds, stored);
        return new Series(
                BucketFold.widen(all, width),
                width,
                recent.isEmpty() ? Series.Source.ROLLUP : Series.Source.MIXED);
    }

    private boolean foldedBefore(String upsId, Instant moment) {
        return rollups.oldest(upsId, RollupStore.FIVE_MINUTES)
                .or(() -> rollups.oldest(upsId, RollupStore.HOUR))
                .filter(oldest -> oldest.isBefore(moment))
                .isPresent();
    }

    /** The begin of the first bucket of which no raw sample is gone. */
    private static Instant firstWhole(Instant rawFrom, int seconds) {
        Instant begin = Bucket.begin(rawFrom, seconds);
        return begin.equals(rawFrom) ? begin : begin.plusSeconds(seconds);
    }

    /** The longest stored length that serves the question, and reaches back far enough. */
    private int storedSeconds(String upsId, Instant from, int seconds) {
        if (seconds % RollupStore.HOUR == 0) {
            return RollupStore.HOUR;
        }
        Instant hours = rollups.oldest(upsId, RollupStore.HOUR).orElse(Instant.MAX);
        Instant fives = rollups.oldest(upsId, RollupStore.FIVE_MINUTES).orElse(Instant.MAX);
        boolean fivesReach = !fives.isAfter(later(from, hours));
        return fivesReach ? RollupStore.FIVE_MINUTES : RollupStore.HOUR;
    }

    private static Bucket only(Collection<Metric> metrics, Bucket bucket) {
        var fields = new java.util.EnumMap<Metric, FieldStats>(Metric.class);
        fields.putAll(bucket.fields());
        fields.keySet().retainAll(metrics);
        return new Bucket(
                bucket.upsId(),
                bucket.at(),
                bucket.seconds(),
                bucket.count(),
                fields,
                bucket.flags(),
                bucket.onBatterySeconds());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
