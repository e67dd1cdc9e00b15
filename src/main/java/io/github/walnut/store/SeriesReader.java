package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
     * Buckets have the length asked for wherever raw samples, or roll-ups that are short enough,
     * are stored; elsewhere they are as long as the shortest roll-up that is left. They never
     * overlap. A roll-up that begins before {@code from} or ends after {@code to} counts in full.
     *
     * @param metrics the fields to fold; fewer are faster
     * @param from inclusive
     * @param to exclusive
     * @param seconds length of a bucket, 1…86,400
     */
    public Series read(
            String upsId, Collection<Metric> metrics, Instant from, Instant to, int seconds) {
        SeriesCells cells = new SeriesCells(seconds);
        boolean raw = false;
        boolean folded = false;
        for (SeriesZone zone : new SeriesZones(samples, rollups).of(upsId, from, to, seconds)) {
            int width = zone.width(seconds);
            for (Bucket bucket : pieces(zone, upsId, metrics, from, to, seconds)) {
                cells.add(bucket, width, zone);
                raw |= zone.isRaw();
                folded |= !zone.isRaw();
            }
        }
        List<Bucket> buckets = cells.finished();
        int longest = buckets.stream().mapToInt(Bucket::seconds).max().orElse(seconds);
        return new Series(
                buckets,
                Math.max(seconds, longest),
                folded ? (raw ? Series.Source.MIXED : Series.Source.ROLLUP) : Series.Source.RAW);
    }

    private List<Bucket> pieces(
            SeriesZone zone,
            String upsId,
            Collection<Metric> metrics,
            Instant from,
            Instant to,
            int seconds) {
        if (zone.isRaw()) {
            Instant begin = zone.from().isAfter(from) ? zone.from() : from;
            Instant end = zone.to().isBefore(to) ? zone.to() : to;
            return begin.isBefore(end)
                    ? samples.fold(upsId, metrics, begin, end, seconds)
                    : List.of();
        }
        int width = zone.width(seconds);
        return zone.rollups().stream()
                .filter(bucket -> bucket.end().isAfter(from))
                .filter(
                        bucket ->
                                (width == seconds ? bucket.at() : bucket.in(width).at())
                                        .isBefore(to))
                .map(bucket -> only(metrics, bucket))
                .toList();
    }

    private static Bucket only(Collection<Metric> metrics, Bucket bucket) {
        Map<Metric, FieldStats> fields = new EnumMap<>(Metric.class);
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
}
