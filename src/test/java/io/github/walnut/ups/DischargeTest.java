package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.walnut.Requirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@Requirement("API-20")
class DischargeTest {

    private static final Instant START = Instant.parse("2026-05-02T08:00:00Z");

    @Test
    void a_straight_fall_lasts_until_it_is_empty() {
        Discharge seen = Discharge.of(falling(100, 0.05, 600, 40.0, "OB"));

        assertThat(seen.percentPerSecond()).isCloseTo(0.05, within(1e-9));
        assertThat(seen.secondsFrom(70, null)).isCloseTo(1400, within(0.1));
        assertThat(seen.secondsFrom(70, 80.0)).isCloseTo(700, within(0.1));
        assertThat(seen.secondsFrom(70, 20.0)).isCloseTo(2800, within(0.1));
    }

    @Test
    void steps_of_whole_percents_hide_no_slope() {
        List<Sample> whole =
                falling(100, 0.02, 900, null, "OB").stream()
                        .map(s -> sample(s.at(), Math.floor(charge(s)), null, "OB"))
                        .toList();

        assertThat(Discharge.of(whole).percentPerSecond()).isCloseTo(0.02, within(0.002));
    }

    @Test
    void what_is_short_flat_rising_on_mains_or_a_calibration_teaches_nothing() {
        assertThat(Discharge.of(List.of())).isNull();
        assertThat(Discharge.of(falling(100, 0.05, 40, 40.0, "OB"))).isNull();
        assertThat(Discharge.of(falling(100, 0.0005, 600, 40.0, "OB"))).isNull();
        assertThat(Discharge.of(falling(50, -0.05, 600, 40.0, "OB"))).isNull();
        assertThat(Discharge.of(falling(100, 0.05, 600, 40.0, "OL"))).isNull();
        assertThat(Discharge.of(falling(100, 0.05, 600, 40.0, "OB CAL"))).isNull();
    }

    private static double charge(Sample sample) {
        return sample.value(Metric.BATTERY_PERCENT);
    }

    private static List<Sample> falling(
            double from, double perSecond, int seconds, Double load, String flags) {
        List<Sample> samples = new ArrayList<>();
        for (int at = 0; at <= seconds; at += 5) {
            samples.add(sample(START.plusSeconds(at), from - perSecond * at, load, flags));
        }
        return samples;
    }

    private static Sample sample(Instant at, double charge, Double load, String flags) {
        Map<Metric, Double> values = new HashMap<>(Map.of(Metric.BATTERY_PERCENT, charge));
        if (load != null) {
            values.put(Metric.LOAD_PERCENT, load);
        }
        return new Sample(
                "rack@lab",
                at,
                1,
                Sample.Poll.FULL,
                values,
                Set.of(flags.split(" ")),
                flags,
                Map.of(),
                List.of());
    }
}
