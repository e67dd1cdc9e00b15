package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagEventsTest {

    private final Lab lab = new Lab();

    @ParameterizedTest
    @Requirement({"NUT-62", "NUT-93"})
    @CsvSource({
        "LB, low_battery, warn, low_battery_cleared",
        "FSD, forced_shutdown+critical, error,",
        "BYPASS, bypass_started, warn, bypass_ended",
        "CAL, calibration_started, info, calibration_ended",
        "TEST, test_started, info, test_ended",
        "RB, replace_battery, warn, replace_battery_cleared",
        "CHRG, charging, info,",
        "DISCHRG, discharging, info,",
        "HB, battery_high, info,",
        "ECO, eco_started, info, eco_ended",
        "XNEW, status_other, info, status_other"
    })
    void a_flag_tells_its_begin_and_its_end_at_once(
            String flag, String entered, String severity, String left) {
        lab.poll("OL").names();

        lab.polls(1, "OL " + flag);
        Event first = lab.events.get(0);
        assertThat(String.join("+", lab.names())).isEqualTo(entered);
        assertThat(first.severity().word()).isEqualTo(severity);
        assertThat(first.attrs()).containsEntry("entered", true).containsEntry("flag", flag);
        lab.polls(1, "OL");
        assertThat(lab.names())
                .isEqualTo(left == null ? java.util.List.of() : java.util.List.of(left));
    }

    @ParameterizedTest
    @Requirement({"NUT-62", "NUT-63", "NUT-93"})
    @CsvSource({
        "OFF, output_off, error, 30, output_on, 0",
        "OVER, overloaded, warn, 5, overloaded_cleared, 5",
        "ALARM, alarm, warn, 5, alarm_cleared, 5",
        "TRIM, trimming, info, 30, trimming_ended, 30",
        "BOOST, boosting, info, 30, boosting_ended, 30"
    })
    void a_flag_with_debounce_is_told_after_it_and_says_since_when(
            String flag, String entered, String severity, int in, String left, int out) {
        lab.poll("OL").names();

        lab.polls(in, "OL " + flag);
        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().has(UpsState.of(flag).orElseThrow())).isFalse();
        lab.polls(1, "OL " + flag);
        Event begun = lab.event(entered);
        assertThat(lab.names()).containsExactly(entered);
        assertThat(begun.severity().word()).isEqualTo(severity);
        assertThat(begun.attrs()).containsEntry("since", "2026-03-04T10:00:01.000Z");

        lab.polls(out, "OL");
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OL");
        assertThat(lab.names()).containsExactly(left);
    }

    @ParameterizedTest
    @Requirement("NUT-63")
    @CsvSource({"OFF, 30", "OVER, 5", "ALARM, 5", "TRIM, 30", "BOOST, 30"})
    void a_flag_that_ends_within_its_debounce_tells_nothing(String flag, int debounce) {
        lab.poll("OL").names();

        lab.polls(debounce, "OL " + flag).polls(120, "OL");

        assertThat(lab.names()).isEmpty();
    }

    @Test
    @Requirement("NUT-63")
    void a_debounce_runs_out_between_polls_too() {
        lab.poll("OL").polls(1, "OL OVER").names();

        lab.pass(5);

        assertThat(lab.names()).containsExactly("overloaded");
    }

    @Test
    @Requirement("NUT-63")
    void a_debounce_does_not_run_out_in_silence() {
        lab.poll("OL").polls(1, "OL OVER").names();

        lab.fails(20, "stale");

        assertThat(lab.names()).containsExactly("comm_bad");
    }

    @Test
    @Requirement("NUT-62")
    void another_alarm_text_is_another_alarm() {
        lab.poll("OL").polls(6, "OL ALARM", "ups.alarm", "Fan failure!");
        assertThat(lab.event("alarm").attrs()).containsEntry("alarm", "Fan failure!");
        String key = lab.event("alarm").edgeKey();
        lab.names();

        lab.polls(5, "OL ALARM", "ups.alarm", "Too hot!");
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OL ALARM", "ups.alarm", "Too hot!");

        Event second = lab.event("alarm");
        assertThat(lab.names()).containsExactly("alarm");
        assertThat(second.attrs()).containsEntry("alarm", "Too hot!");
        assertThat(second.edgeKey()).isNotEqualTo(key);
        lab.polls(30, "OL ALARM", "ups.alarm", "Too hot!");
        assertThat(lab.names()).isEmpty();
    }

    @Test
    @Requirement({"NUT-55", "NUT-62"})
    void a_worn_battery_is_told_at_most_once_in_twelve_hours() {
        lab.poll("OL").polls(1, "OL RB").polls(1, "OL");
        assertThat(lab.names())
                .containsExactly("ups_added", "replace_battery", "replace_battery_cleared");

        lab.polls(1, "OL RB").polls(1, "OL").polls(1, "OL RB");
        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().has(UpsState.RB)).isTrue();

        for (int hour = 0; hour < 12; hour++) {
            lab.polls(3599, "OL RB");
        }
        assertThat(lab.names()).isEmpty();
        lab.polls(20, "OL RB");
        assertThat(lab.names()).containsExactly("replace_battery");
    }

    @Test
    @Requirement({"NUT-55", "NUT-62"})
    void discharging_on_mains_is_told_but_is_no_outage() {
        lab.poll("OL").names();

        lab.polls(1, "OL DISCHRG");
        assertThat(lab.names()).containsExactly("discharging");
        assertThat(lab.facts().powerSource()).isEqualTo(UpsFacts.PowerSource.MAINS);

        lab.polls(1, "OL").polls(1, "OB DISCHRG");
        assertThat(lab.names()).containsExactly("mains_lost", "outage_started");
    }

    @Test
    @Requirement({"NUT-55", "NUT-62"})
    void a_low_battery_is_graver_on_battery_and_then_critical() {
        lab.poll("OL").polls(1, "OB").names();

        lab.polls(1, "OB LB");

        assertThat(lab.event("low_battery").severity()).isEqualTo(Severity.ERROR);
        assertThat(lab.event("low_battery").attrs()).containsEntry("reason", "flag");
        assertThat(lab.names()).containsExactly("low_battery", "critical");
        assertThat(lab.facts().holds(UpsState.CRITICAL)).isTrue();
        lab.polls(1, "OL");
        assertThat(lab.names()).containsExactly("mains_returned", "low_battery_cleared");
        assertThat(lab.facts().has(UpsState.CRITICAL)).isFalse();
    }

    @Test
    @Requirement("NUT-74")
    void events_of_one_sample_have_a_fixed_order() {
        lab.config = UpsConfig.defaults();
        lab.poll("OL CAL", "battery.charge", "100").fails(31, "tcp").names();

        lab.polls(
                1,
                "OB LB FSD BYPASS ECO CHRG NEW",
                "battery.charge",
                "10",
                "ups.load",
                "90",
                "battery.runtime",
                "100");

        assertThat(lab.names())
                .containsExactly(
                        "comm_restored",
                        "calibration_ended",
                        "mains_lost",
                        "outage_started",
                        "low_battery",
                        "forced_shutdown",
                        "critical",
                        "bypass_started",
                        "charging",
                        "eco_started",
                        "status_other",
                        "threshold_crossed",
                        "threshold_crossed",
                        "threshold_crossed",
                        "threshold_crossed",
                        "nut_server_restored");
    }

    @Test
    @Requirement("NUT-74")
    void thresholds_follow_the_name_of_their_metric_and_then_their_limit() {
        lab.config = UpsConfig.defaults();
        lab.poll("OL").names();

        lab.polls(1, "OB", "battery.charge", "10", "ups.load", "90", "battery.runtime", "100");

        assertThat(lab.events.stream().filter(e -> e.attrs().containsKey("metric")))
                .extracting(e -> e.attrs().get("metric") + " " + e.attrs().get("limit"))
                .containsExactly(
                        "battery_percent 15.0",
                        "battery_percent 30.0",
                        "load_percent 80.0",
                        "runtime_seconds 300.0");
    }
}
