package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is stored of a UPS, and whatever is asked, buckets say exactly what the samples say. */
class SeriesPropertyTest {

    private static final Instant T = Instant.parse("2026-05-02T08:00:00Z");
    private static final int[] STEPS = {1, 5, 7, 30, 60, 300, 420, 900, 1_000, 3_600, 5_400, 7_000};
    private static final Metric CHARGE = Metric.BATTERY_PERCENT;

    private static Path folder;
    private static Database database;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("walnut-series-");
        database = Stores.open(folder);
    }

    @AfterContainer
    static void close() throws IOException {
        database.close();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .map(Path::toFile)
                    .forEach(java.io.File::delete);
        }
    }

    /**
     * What is stored of one UPS.
     *
     * @param raw begins of the quarters whose raw samples are left
     * @param fivesFrom roll-ups of 5 minutes from before this moment are gone
     */
    private record Content(String ups, List<Sample> samples, Set<Instant> raw, Instant fivesFrom) {

        List<Sample> between(Instant from, Instant to) {
            return samples.stream()
                    .filter(s -> !s.at().isBefore(from) && s.at().isBefore(to))
                    .toList();
        }

        private boolean isRaw(Instant at) {
            return raw.contains(Bucket.begin(at, 900));
        }

        /** Whether nothing of the hour of this moment is left but its roll-up. */
        boolean onlyHour(Instant at) {
            Instant hour = Bucket.begin(at, 3600);
            return between(hour, hour.plusSeconds(3600)).stream()
                    .anyMatch(s -> !isRaw(s.at()) && Bucket.begin(s.at(), 300).isBefore(fivesFrom));
        }
    }

    @Property(tries = 250)
    @Requirement({"API-21", "NUT-80"})
    void buckets_cover_exactly_what_the_samples_say(
            @ForAll long seed, @ForAll @IntRange(max = 11) int step) {
        Random random = new Random(seed);
        Content content = content(random);
        int seconds = STEPS[step];
        Instant from = T.plusMillis(random.nextInt(8 * 3_600_000)).minusSeconds(3600);
        Instant to = from.plusMillis(1 + random.nextInt(7 * 3_600_000));
        SeriesReader reader = new SeriesReader(database, new RollupStore(database));

        List<Bucket> buckets =
                reader.read(content.ups(), List.of(CHARGE), from, to, seconds).buckets();

        for (int i = 1; i < buckets.size(); i++) {
            assertThat(buckets.get(i).at()).isAfterOrEqualTo(buckets.get(i - 1).end());
        }
        content.between(from, to)
                .forEach(
                        sample ->
                                assertThat(buckets)
                                        .as("bucket of %s", sample.at())
                                        .anyMatch(bucket -> covers(bucket, sample.at())));
        buckets.forEach(bucket -> assertTrue(bucket, content, from, to));
        buckets.forEach(bucket -> assertShort(bucket, content, seconds));
    }

    private static boolean covers(Bucket bucket, Instant at) {
        return !at.isBefore(bucket.at()) && at.isBefore(bucket.end());
    }

    /** Samples outside the range may count, where a roll-up reaches over its ends. */
    private static void assertTrue(Bucket bucket, Content content, Instant from, Instant to) {
        List<Sample> all = content.between(bucket.at(), bucket.end());
        List<Sample> asked =
                all.stream().filter(s -> !s.at().isBefore(from) && s.at().isBefore(to)).toList();
        assertThat(bucket.count()).isBetween((long) asked.size(), (long) all.size());
        FieldStats stats = bucket.fields().get(CHARGE);
        DoubleSummaryStatistics outer = charge(all);
        DoubleSummaryStatistics inner = charge(asked);
        if (outer.getCount() == 0) {
            assertThat(stats).isNull();
        } else if (stats != null) {
            assertThat(stats.min()).isBetween(outer.getMin(), inner.getMin());
            assertThat(stats.max()).isBetween(inner.getMax(), outer.getMax());
        }
        if (all.size() == asked.size() && outer.getCount() > 0) {
            assertThat(stats.mean()).isCloseTo(outer.getAverage(), within(1e-9));
            assertThat(bucket.flags())
                    .isEqualTo(
                            all.stream()
                                    .flatMap(s -> s.flags().stream())
                                    .collect(Collectors.toSet()));
        }
    }

    private static DoubleSummaryStatistics charge(List<Sample> samples) {
        return samples.stream()
                .filter(s -> s.value(CHARGE) != null)
                .mapToDouble(s -> s.value(CHARGE))
                .summaryStatistics();
    }

    /** As short as asked for, but where nothing so short is left. */
    private static void assertShort(Bucket bucket, Content content, int seconds) {
        List<Sample> covered = content.between(bucket.at(), bucket.end());
        if (bucket.seconds() > seconds) {
            assertThat(covered).allMatch(s -> !content.isRaw(s.at()) || content.onlyHour(s.at()));
        }
        if (bucket.seconds() > SeriesZone.width(seconds, 300)) {
            assertThat(covered).allMatch(s -> content.onlyHour(s.at()));
        }
    }

    private static int made;

    private static Content content(Random random) {
        String ups = "u" + made++ + "@lab";
        List<Sample> samples = samples(random, ups);
        SampleStore store = new SampleStore(database);
        store.insert(samples);
        Instant end = samples.isEmpty() ? T : samples.get(samples.size() - 1).at();
        Instant rolled = T.plusSeconds(random.nextInt(9 * 3600));
        new RollupStore(database).rollUp(rolled);
        boolean packed = random.nextInt(4) > 0;
        if (packed) {
            store.packAll(end.plus(Duration.ofHours(1)));
        }
        Set<Instant> raw =
                samples.stream()
                        .map(s -> Bucket.begin(s.at(), 900))
                        .collect(Collectors.toCollection(java.util.TreeSet::new));
        Instant fivesFrom = Instant.EPOCH;
        if (packed) {
            Instant gone = T.plusSeconds(random.nextInt(8 * 3600));
            Set<Instant> forgotten =
                    raw.stream()
                            .filter(at -> at.isBefore(gone) && random.nextInt(4) > 0)
                            .filter(at -> !at.plusSeconds(900).isAfter(rolled))
                            .collect(Collectors.toSet());
            forgotten.forEach(
                    at ->
                            delete(
                                    "ups_sample_blocks",
                                    "",
                                    ups,
                                    at.toEpochMilli(),
                                    at.toEpochMilli() + 1));
            raw.removeAll(forgotten);
            if (random.nextBoolean()) {
                Instant before = T.plusSeconds(random.nextInt(8) * 1200L);
                Instant hours = Bucket.begin(rolled, 3600);
                fivesFrom = before.isBefore(hours) ? before : hours;
                delete(
                        "ups_rollups",
                        "AND bucket_seconds = 300 ",
                        ups,
                        0,
                        fivesFrom.toEpochMilli());
            }
        }
        return new Content(ups, samples, raw, fivesFrom);
    }

    private static List<Sample> samples(Random random, String ups) {
        List<Sample> samples = new ArrayList<>();
        Instant at = T.plusSeconds(random.nextInt(5 * 3600));
        for (int i = random.nextInt(500); i > 0; i--) {
            at =
                    at.plusMillis(
                            random.nextInt(40) == 0
                                    ? random.nextInt(3_600_000)
                                    : 1 + random.nextInt(60_000));
            String status = random.nextInt(5) == 0 ? "OB" : "OL";
            Map<Metric, Double> values =
                    random.nextInt(6) == 0 ? Map.of() : Map.of(CHARGE, random.nextInt(1000) / 10.0);
            samples.add(Samples.full(ups, at, status, values, Map.of("ups.status", status)));
        }
        return samples;
    }

    private static void delete(String table, String and, String ups, long from, long to) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                        "DELETE FROM "
                                                + table
                                                + " WHERE ups_id = ? "
                                                + and
                                                + "AND at >= ? AND at < ?")
                                .param(ups)
                                .param(from)
                                .param(to)
                                .update());
    }
}
