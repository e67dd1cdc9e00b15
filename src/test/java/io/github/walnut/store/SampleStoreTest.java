package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStoreTest {

    private static final Instant T = TestClock.START;

    @TempDir Path folder;

    private Database database;
    private SampleStore samples;
    private RollupStore rollups;
    private SeriesReader series;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        samples = new SampleStore(database);
        rollups = new RollupStore(database);
        series = new SeriesReader(database, rollups);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Map<Metric, Double> charge(double percent) {
        return Map.of(Metric.BATTERY_PERCENT, percent);
    }

    @Test
    void the_latest_sample_comes_back_with_all_its_parts() {
        Sample first = Samples.full("a@lab", T, "OL CHRG", charge(80), Map.of("ups.load", "31"));
        Sample second =
                Samples.full(
                        "b@lab",
                        T.plusSeconds(5),
                        "OB",
                        Map.of(Metric.RUNTIME_SECONDS, 1200.0, Metric.INPUT_VOLTAGE, 0.0),
                        Map.of("ups.load", "20"));
        samples.insert(List.of(first, second));
        samples.insert(List.of(Samples.fast("a@lab", T.plusSeconds(6), Map.of("ups.load", "32"))));
        assertThat(samples.latest("b@lab")).contains(second);
        assertThat(samples.latest())
                .containsExactly(
                        Samples.fast("a@lab", T.plusSeconds(6), Map.of("ups.load", "32")), second);
    }

    @Test
    void a_sample_that_comes_twice_is_stored_once() {
        Sample sample = Samples.at(T, "OL", charge(80));
        samples.insert(List.of(sample));
        samples.insert(List.of(sample));
        assertThat(samples.raw(Samples.UPS, T, T.plusSeconds(1), true, null, 10).items())
                .hasSize(1);
    }

    @Test
    @Requirement("API-7")
    void pages_raw_samples_in_both_orders() {
        for (int i = 0; i < 10; i++) {
            samples.insert(List.of(Samples.at(T.plusSeconds(i), "OL", charge(i))));
        }
        for (boolean ascending : List.of(true, false)) {
            List<Double> seen = new ArrayList<>();
            String cursor = null;
            do {
                Page<Sample> page =
                        samples.raw(Samples.UPS, T, T.plusSeconds(10), ascending, cursor, 4);
                page.items().forEach(s -> seen.add(s.value(Metric.BATTERY_PERCENT)));
                cursor = page.nextCursor();
            } while (cursor != null);
            assertThat(seen).hasSize(10).first().isEqualTo(ascending ? 0.0 : 9.0);
        }
    }

    @Test
    @Requirement("NUT-82")
    void reads_complete_variables_although_it_stores_differences() {
        Map<String, String> all =
                Map.of("ups.load", "30", "ups.status", "OL", "battery.charge", "99");
        samples.insert(List.of(Samples.full(Samples.UPS, T, "OL", charge(99), all)));
        samples.insert(
                List.of(Samples.fast(Samples.UPS, T.plusSeconds(1), Map.of("ups.load", "35"))));
        Map<String, String> fewer = Map.of("ups.load", "35", "ups.status", "OL");
        samples.insert(
                List.of(Samples.full(Samples.UPS, T.plusSeconds(5), "OL", charge(99), fewer)));

        Map<String, String> between = new TreeMap<>(all);
        between.put("ups.load", "35");
        assertThat(samples.variables(Samples.UPS, T)).isEqualTo(all);
        assertThat(samples.variables(Samples.UPS, T.plusSeconds(1))).isEqualTo(between);
        assertThat(samples.variables(Samples.UPS, T.plusSeconds(5))).isEqualTo(fewer);
        assertThat(samples.variables(Samples.UPS, T.minusSeconds(1))).isEmpty();
        assertThat(frames()).hasSize(3).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    @Requirement("NUT-82")
    void stores_a_complete_map_every_five_minutes_and_after_a_restart() {
        Map<String, String> variables = Map.of("ups.load", "30");
        for (int seconds = 0; seconds <= 600; seconds += 60) {
            samples.insert(
                    List.of(
                            Samples.full(
                                    Samples.UPS,
                                    T.plusSeconds(seconds),
                                    "OL",
                                    charge(9),
                                    variables)));
        }
        assertThat(frames()).hasSize(3);
        new SampleStore(database)
                .insert(
                        List.of(
                                Samples.full(
                                        Samples.UPS,
                                        T.plusSeconds(605),
                                        "OL",
                                        charge(9),
                                        variables)));
        assertThat(frames()).hasSize(4).containsOnly(frames().get(0));
    }

    /** How many bytes of variables each row has that has any, in the order of writing. */
    private List<Integer> frames() {
        return database.reader()
                .sql(
                        "SELECT length(variables) FROM ups_samples WHERE variables IS NOT NULL"
                                + " ORDER BY seq")
                .query(Integer.class)
                .list();
    }

    @Test
    @Requirement("API-21")
    void a_dip_of_one_sample_shows_in_its_bucket() {
        List<Sample> round = new ArrayList<>();
        for (int i = 0; i < 3600; i += 5) {
            round.add(
                    Samples.at(
                            T.plusSeconds(i),
                            "OL",
                            Map.of(Metric.INPUT_VOLTAGE, i == 1715 ? 180.5 : 230.0)));
        }
        samples.insert(round);
        Series hour = read(T, T.plusSeconds(3600), 900, Metric.INPUT_VOLTAGE);
        assertThat(hour.buckets()).hasSize(4);
        assertThat(hour.source()).isEqualTo(Series.Source.RAW);
        assertThat(hour.buckets().get(1).fields().get(Metric.INPUT_VOLTAGE).min()).isEqualTo(180.5);
        assertThat(hour.buckets().get(0).fields().get(Metric.INPUT_VOLTAGE))
                .isEqualTo(new FieldStats(180, 230, 230, 230, 230));
    }

    private Series read(Instant from, Instant to, int seconds, Metric... metrics) {
        return series.read(Samples.UPS, List.of(metrics), from, to, seconds);
    }

    @Test
    @Requirement("API-21")
    void empty_buckets_are_left_out_and_unknown_values_stay_unknown() {
        samples.insert(
                List.of(
                        Samples.at(T, "OL", charge(80)),
                        Samples.at(T.plusSeconds(1), "OL", charge(90)),
                        Samples.at(T.plusSeconds(25), "OL", Map.of())));
        Series answer = read(T, T.plusSeconds(30), 10, Metric.BATTERY_PERCENT);
        assertThat(answer.buckets()).extracting(Bucket::at).containsExactly(T, T.plusSeconds(20));
        assertThat(answer.buckets().get(0).fields().get(Metric.BATTERY_PERCENT))
                .isEqualTo(new FieldStats(2, 80, 90, 85, 90));
        assertThat(answer.buckets().get(1).fields()).isEmpty();
    }

    @Test
    @Requirement("API-21")
    void auto_takes_the_shortest_bucket_that_stays_within_the_limit() {
        assertThat(SeriesReader.autoSeconds(T, T.plus(Duration.ofMinutes(15)), 900)).isEqualTo(1);
        assertThat(SeriesReader.autoSeconds(T, T.plus(Duration.ofHours(1)), 500)).isEqualTo(10);
        assertThat(SeriesReader.autoSeconds(T, T.plus(Duration.ofHours(24)), 500)).isEqualTo(300);
        assertThat(SeriesReader.autoSeconds(T, T.plus(Duration.ofDays(730)), 500))
                .isEqualTo(86_400);
        assertThat(SeriesReader.autoSeconds(T, T.plusSeconds(500), 500)).isEqualTo(1);
        assertThat(SeriesReader.autoSeconds(T, T.plusSeconds(501), 500)).isEqualTo(5);
    }

    @Test
    void counts_the_seconds_on_battery_but_not_through_a_silence() {
        samples.insert(
                List.of(
                        Samples.at(T.minusSeconds(5), "OB", charge(80)),
                        Samples.at(T.plusSeconds(5), "OB", charge(80)),
                        Samples.at(T.plusSeconds(15), "OL", charge(80)),
                        Samples.at(T.plusSeconds(20), "OB", charge(80)),
                        Samples.at(T.plusSeconds(200), "OL", charge(80))));
        List<Bucket> buckets = read(T, T.plusSeconds(300), 10, Metric.BATTERY_PERCENT).buckets();
        assertThat(buckets)
                .extracting(Bucket::onBatterySeconds)
                .containsExactly(10.0, 5.0, 0.0, 0.0);
    }

    @Test
    @Requirement({"API-21", "NUT-80"})
    void reads_roll_ups_where_raw_samples_are_gone_and_joins_both() {
        List<Sample> round = new ArrayList<>();
        for (int i = 0; i < 4 * 3600; i += 30) {
            round.add(Samples.at(T.plusSeconds(i), i < 60 ? "OB" : "OL", charge(i / 3600)));
        }
        samples.insert(round);
        List<Bucket> before =
                read(T, T.plus(Duration.ofHours(4)), 3600, Metric.BATTERY_PERCENT).buckets();
        rollups.rollUp(T.plus(Duration.ofHours(4)));
        samples.packAll(T.plus(Duration.ofHours(5)));
        assertThat(samples.forget(T.plus(Duration.ofMinutes(150)))).isEqualTo(10);

        Series hours = read(T, T.plus(Duration.ofHours(4)), 3600, Metric.BATTERY_PERCENT);
        assertThat(hours.source()).isEqualTo(Series.Source.ROLLUP);
        assertThat(hours.buckets()).isEqualTo(before);
        Series mixed = read(T, T.plus(Duration.ofHours(4)), 900, Metric.BATTERY_PERCENT);
        assertThat(mixed.source()).isEqualTo(Series.Source.MIXED);
        assertThat(mixed.buckets()).hasSize(16);
        Series old = read(T, T.plus(Duration.ofHours(1)), 10, Metric.BATTERY_PERCENT);
        assertThat(old.source()).isEqualTo(Series.Source.ROLLUP);
        assertThat(old.seconds()).isEqualTo(300);
        assertThat(old.buckets()).hasSize(12);
    }
}
