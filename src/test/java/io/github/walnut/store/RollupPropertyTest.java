package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.VariableChanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RollupPropertyTest {

    record Reading(long at, boolean onBattery, Double load) {}

    @Provide
    Arbitrary<List<Reading>> readings() {
        Arbitrary<Reading> step =
                Combinators.combine(
                                Arbitraries.longs().between(1, 90_000),
                                Arbitraries.of(true, false),
                                Arbitraries.doubles().between(0, 120).ofScale(1).injectNull(0.2))
                        .as(Reading::new);
        return step.list().ofMinSize(1).ofMaxSize(400).map(RollupPropertyTest::inOrder);
    }

    private static List<Reading> inOrder(List<Reading> steps) {
        List<Reading> readings = new ArrayList<>();
        long at = 0;
        for (Reading step : steps) {
            at += step.at();
            readings.add(new Reading(at, step.onBattery(), step.load()));
        }
        return readings;
    }

    private static List<Bucket> fold(List<Reading> readings, int seconds) {
        BucketFold fold = new BucketFold("u@s", seconds, List.of(Metric.LOAD_PERCENT));
        for (Reading r : readings) {
            double[] values = new double[Metric.values().length];
            Arrays.fill(values, Double.NaN);
            if (r.load() != null) {
                values[Metric.LOAD_PERCENT.ordinal()] = r.load();
            }
            fold.add(r.at(), Set.of(r.onBattery() ? "OB" : "OL"), values);
        }
        return fold.finished();
    }

    @Property(tries = 300)
    @Requirement("NUT-80")
    void each_bucket_holds_what_a_plain_count_over_its_samples_gives(
            @ForAll("readings") List<Reading> readings) {
        for (Bucket bucket : fold(readings, 300)) {
            long begin = bucket.at().toEpochMilli();
            List<Reading> inside =
                    readings.stream()
                            .filter(r -> r.at() >= begin && r.at() < begin + 300_000)
                            .toList();
            DoubleSummaryStatistics plain =
                    inside.stream()
                            .filter(r -> r.load() != null)
                            .mapToDouble(Reading::load)
                            .summaryStatistics();
            assertThat(bucket.count()).isEqualTo(inside.size());
            FieldStats stats = bucket.fields().get(Metric.LOAD_PERCENT);
            if (plain.getCount() == 0) {
                assertThat(stats).isNull();
            } else {
                assertThat(stats.count()).isEqualTo(plain.getCount());
                assertThat(stats.min()).isEqualTo(plain.getMin());
                assertThat(stats.max()).isEqualTo(plain.getMax());
                assertThat(stats.mean()).isCloseTo(plain.getAverage(), within(1e-9));
            }
        }
    }

    @Property(tries = 300)
    @Requirement("NUT-80")
    void hours_folded_from_five_minutes_equal_hours_folded_from_samples(
            @ForAll("readings") List<Reading> readings) {
        List<Bucket> direct = fold(readings, 3600);
        List<Bucket> wide = BucketFold.widen(fold(readings, 300), 3600);
        assertThat(wide).hasSameSizeAs(direct);
        for (int i = 0; i < wide.size(); i++) {
            assertThat(wide.get(i).at()).isEqualTo(direct.get(i).at());
            assertThat(wide.get(i).count()).isEqualTo(direct.get(i).count());
            assertThat(wide.get(i).flags()).isEqualTo(direct.get(i).flags());
            assertThat(wide.get(i).onBatterySeconds())
                    .isCloseTo(direct.get(i).onBatterySeconds(), within(1e-6));
            assertSame(
                    wide.get(i).fields().get(Metric.LOAD_PERCENT),
                    direct.get(i).fields().get(Metric.LOAD_PERCENT));
        }
    }

    private static void assertSame(FieldStats wide, FieldStats direct) {
        if (direct == null) {
            assertThat(wide).isNull();
            return;
        }
        assertThat(wide.min()).isEqualTo(direct.min());
        assertThat(wide.max()).isEqualTo(direct.max());
        assertThat(wide.last()).isEqualTo(direct.last());
        assertThat(wide.mean()).isCloseTo(direct.mean(), within(1e-9));
    }

    @Property(tries = 300)
    void the_seconds_on_battery_of_all_buckets_add_up_to_the_short_gaps_after_samples_on_battery(
            @ForAll("readings") List<Reading> readings) {
        long millis = 0;
        for (int i = 1; i < readings.size(); i++) {
            long gap = readings.get(i).at() - readings.get(i - 1).at();
            if (readings.get(i - 1).onBattery() && gap <= BucketFold.LONGEST_GAP_MILLIS) {
                millis += gap;
            }
        }
        double sum = fold(readings, 300).stream().mapToDouble(Bucket::onBatterySeconds).sum();
        assertThat(sum).isCloseTo(millis / 1000.0, within(1e-6));
    }

    @Property(tries = 200)
    @Requirement("NUT-82")
    void applying_the_difference_of_two_maps_to_the_first_gives_the_second(
            @ForAll("variables") Map<String, String> before,
            @ForAll("variables") Map<String, String> now) {
        Map<String, String> changes = VariableChanges.between(before, now);
        assertThat(VariableChanges.apply(before, changes)).isEqualTo(now);
    }

    @Provide
    Arbitrary<Map<String, String>> variables() {
        return Arbitraries.maps(
                        Arbitraries.of("ups.load", "ups.status", "battery.charge", "input.voltage"),
                        Arbitraries.of("", "1", "OL", "OB DISCHRG"))
                .ofMaxSize(4);
    }
}
