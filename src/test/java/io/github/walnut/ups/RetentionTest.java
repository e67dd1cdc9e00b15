package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@Requirement("NUT-80")
class RetentionTest {

    private static final Instant T = Instant.parse("2026-03-04T10:00:00Z");

    @Test
    void an_outage_pins_ten_minutes_before_and_an_hour_after_it() {
        List<Retention.Pin> pins = List.of(Retention.pin(outage(T.plusSeconds(600))));

        assertThat(pinned(-601, pins)).isFalse();
        assertThat(pinned(-600, pins)).isTrue();
        assertThat(pinned(600 + 3600, pins)).isTrue();
        assertThat(pinned(600 + 3601, pins)).isFalse();
    }

    @Test
    void an_open_outage_pins_everything_since() {
        List<Retention.Pin> pins = List.of(Retention.pin(outage(null)));

        assertThat(pinned(-600, pins)).isTrue();
        assertThat(pinned(86_400, pins)).isTrue();
        assertThat(Retention.pinned(sample("other@lab", 0, "OL", null), pins)).isFalse();
    }

    @Test
    void a_roll_up_keeps_extremes_mean_last_flags_and_time_on_battery() {
        List<Sample> samples =
                List.of(
                        sample(Lab.UPS, 0, "OL", 20.0),
                        sample(Lab.UPS, 5, "OB", 80.0),
                        sample(Lab.UPS, 10, "OB LB", null),
                        sample(Lab.UPS, 15, "OL", 50.0),
                        sample(Lab.UPS, 299, "OB", 30.0),
                        sample(Lab.UPS, 304, "OL", 40.0));

        List<RollUp> rows = new RollUps(Duration.ofSeconds(30)).of(samples, RollUp.FIVE_MINUTES);

        assertThat(rows).hasSize(2);
        RollUp first = rows.get(0);
        assertThat(first.at()).isEqualTo(T);
        assertThat(first.count()).isEqualTo(5);
        assertThat(first.flags()).containsExactly("LB", "OB", "OL");
        assertThat(first.onBatterySeconds()).isEqualTo(11);
        RollUp.Stats load = first.fields().get(Metric.LOAD_PERCENT);
        assertThat(load.min()).isEqualTo(20);
        assertThat(load.max()).isEqualTo(80);
        assertThat(load.mean()).isCloseTo(45, within(1e-9));
        assertThat(load.last()).isEqualTo(30);
        assertThat(load.count()).isEqualTo(4);
        assertThat(first.fields()).doesNotContainKey(Metric.BATTERY_PERCENT);
    }

    @Test
    void a_gap_counts_as_time_on_battery_no_longer_than_a_sample_speaks_for() {
        List<Sample> samples =
                List.of(sample(Lab.UPS, 0, "OB", null), sample(Lab.UPS, 200, "OL", null));

        assertThat(new RollUps(Duration.ofSeconds(30)).of(samples, RollUp.FIVE_MINUTES))
                .singleElement()
                .satisfies(row -> assertThat(row.onBatterySeconds()).isEqualTo(30));
    }

    @Test
    void an_hour_is_the_sum_of_its_five_minutes() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 720; i++) {
            samples.add(sample(Lab.UPS, i * 5, i % 7 == 0 ? "OB" : "OL", i % 100.0));
        }
        RollUps rollUps = new RollUps(Duration.ofSeconds(30));

        RollUp direct = rollUps.of(samples, RollUp.HOUR).get(0);
        RollUp summed = RollUp.sum(rollUps.of(samples, RollUp.FIVE_MINUTES), RollUp.HOUR);

        assertThat(summed.at()).isEqualTo(direct.at());
        assertThat(summed.bucket()).isEqualTo(RollUp.HOUR);
        assertThat(summed.count()).isEqualTo(720);
        assertThat(summed.onBatterySeconds()).isEqualTo(direct.onBatterySeconds());
        assertThat(summed.fields().get(Metric.LOAD_PERCENT).mean())
                .isCloseTo(direct.fields().get(Metric.LOAD_PERCENT).mean(), within(1e-9));
        assertThatThrownBy(() -> RollUp.sum(List.of(), RollUp.HOUR))
                .hasMessageContaining("no rows");
    }

    private static boolean pinned(long second, List<Retention.Pin> pins) {
        return Retention.pinned(sample(Lab.UPS, second, "OL", null), pins);
    }

    private static Outage outage(Instant end) {
        UUID id = new UUID(0, 1);
        return new Outage(id, id, Lab.UPS, T, end, 1, null, null, null, null);
    }

    private static Sample sample(String ups, long second, String status, Double load) {
        return new Sample(
                ups,
                T.plusSeconds(second),
                1,
                Sample.Poll.FULL,
                load == null ? Map.of() : Map.of(Metric.LOAD_PERCENT, load),
                Set.of(status.split(" ")),
                status,
                Map.of(),
                List.of());
    }
}
