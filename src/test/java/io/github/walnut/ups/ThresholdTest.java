package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Requirement("NUT-72")
class ThresholdTest {

    private final Lab lab = new Lab();

    @ParameterizedTest
    @CsvSource({
        "load_pct, >=, 80, ups.load, 79.9, 80, 77.1, 77",
        "charge_pct, <=, 30, battery.charge, 30.1, 30, 31.9, 32",
        "runtime_seconds, <, 300, battery.runtime, 300, 299, 329, 330",
        "runtime_minutes, <=, 5, battery.runtime, 301, 300, 329, 330",
        "input_voltage, >, 250, input.voltage, 250, 250.1, 248.1, 248",
        "battery_voltage, <=, 24, battery.voltage, 24.1, 24, 25.9, 26",
        "temperature_c, >=, 50, ups.temperature, 49.9, 50, 49.1, 49",
        "var:ups.test.count, =, 3, ups.test.count, 2, 3, 3, 4",
        "load, !=, 10, ups.load, 10, 11, 11, 10"
    })
    void a_threshold_crosses_at_its_limit_and_clears_past_its_hysteresis(
            String metric,
            String op,
            double limit,
            String variable,
            String calm,
            String over,
            String wavering,
            String back) {
        watch(new Threshold(metric, op(op), limit, Duration.ZERO, Severity.WARN, false));
        lab.poll("OL", variable, calm).names();

        lab.polls(1, "OL", variable, over);
        assertThat(lab.event("threshold_crossed").attrs())
                .containsOnlyKeys(
                        "metric", "op", "limit", "value", "for_s", "crossed", "initial", "since")
                .containsEntry("metric", UpsNumbers.canonical(metric))
                .containsEntry("op", op)
                .containsEntry("limit", limit)
                .containsEntry("initial", false)
                .containsEntry("crossed", true);
        assertThat(lab.event("threshold_crossed").type()).isEqualTo(Event.Type.METRIC);
        assertThat(lab.names()).containsExactly("threshold_crossed");
        lab.polls(10, "OL", variable, wavering);
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OL", variable, back);
        assertThat(lab.names()).containsExactly("threshold_cleared");
    }

    @Test
    void a_comparison_must_hold_for_its_time() {
        watch(
                new Threshold(
                        "load_pct",
                        Threshold.Op.GE,
                        80,
                        Duration.ofSeconds(10),
                        Severity.ERROR,
                        false));
        lab.poll("OL", "ups.load", "10").names();

        lab.polls(10, "OL", "ups.load", "90").polls(5, "OL", "ups.load", "70");
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OL", "ups.load", "90").pass(10);

        Event crossed = lab.event("threshold_crossed");
        assertThat(crossed.severity()).isEqualTo(Severity.ERROR);
        assertThat(crossed.attrs())
                .containsEntry("since", "2026-03-04T10:00:16.000Z")
                .containsEntry("for_s", 10.0)
                .containsEntry("value", 90.0);
    }

    @Test
    void an_unknown_value_neither_crosses_nor_clears() {
        watch(new Threshold("load_pct", Threshold.Op.GE, 80, Duration.ZERO, Severity.WARN, false));
        lab.poll("OL", "ups.load", "90").names();

        lab.polls(10, "OL", "ups.load", "n/a").polls(10, "OL");
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OL", "ups.load", "10");
        assertThat(lab.names()).containsExactly("threshold_cleared");
        lab.polls(10, "OL");
        assertThat(lab.names()).isEmpty();
    }

    @Test
    @Requirement("NUT-73")
    void a_first_sample_beyond_the_limit_crosses_it() {
        watch(
                new Threshold(
                        "load_pct",
                        Threshold.Op.GE,
                        80,
                        Duration.ofSeconds(5),
                        Severity.WARN,
                        false));

        lab.poll("OL", "ups.load", "90").pass(5);

        assertThat(lab.event("threshold_crossed").attrs()).containsEntry("initial", true);
    }

    @Test
    void charge_and_runtime_count_on_battery_only() {
        lab.config = UpsConfig.defaults();
        lab.poll("OL", "battery.charge", "10", "battery.runtime", "100").names();

        lab.polls(5, "OL", "battery.charge", "10", "battery.runtime", "100");
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OB", "battery.charge", "10", "battery.runtime", "100");
        assertThat(lab.names())
                .containsExactly(
                        "mains_lost",
                        "outage_started",
                        "threshold_crossed",
                        "threshold_crossed",
                        "threshold_crossed");
        lab.polls(1, "OL", "battery.charge", "10", "battery.runtime", "100");
        assertThat(lab.names())
                .containsExactly(
                        "mains_returned",
                        "threshold_cleared",
                        "threshold_cleared",
                        "threshold_cleared");
    }

    @Test
    void derived_numbers_can_be_watched() {
        watch(
                new Threshold(
                        "on_battery_seconds",
                        Threshold.Op.GE,
                        60,
                        Duration.ZERO,
                        Severity.WARN,
                        false));
        lab.poll("OL").polls(60, "OB").names();

        lab.polls(1, "OB");

        assertThat(lab.names()).containsExactly("threshold_crossed");
    }

    @Test
    void a_threshold_that_nobody_asks_for_any_more_is_forgotten() {
        Threshold threshold =
                new Threshold("load_pct", Threshold.Op.GE, 80, Duration.ZERO, Severity.WARN, false);
        watch(threshold);
        lab.poll("OL", "ups.load", "90").names();
        lab.config = lab.config.withThresholds(List.of());
        lab.polls(1, "OL", "ups.load", "10");
        watch(threshold);

        lab.polls(1, "OL", "ups.load", "90");

        assertThat(lab.names()).containsExactly("threshold_crossed");
    }

    private void watch(Threshold threshold) {
        lab.config = lab.config.withThresholds(List.of(threshold));
    }

    private static Threshold.Op op(String sign) {
        for (Threshold.Op op : Threshold.Op.values()) {
            if (op.sign().equals(sign)) {
                return op;
            }
        }
        throw new IllegalArgumentException(sign);
    }
}
