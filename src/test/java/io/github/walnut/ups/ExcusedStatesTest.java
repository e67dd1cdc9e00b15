package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcusedStatesTest {

    private final Lab lab = new Lab();

    @ParameterizedTest
    @Requirement({"NUT-64", "NUT-93"})
    @CsvSource({"CAL, calibration_started, calibration_ended", "TEST, test_started, test_ended"})
    void a_test_explains_battery_and_low_battery(String flag, String started, String ended) {
        lab.poll("OL", "input.voltage", "230").names();

        lab.polls(30, "OB LB DISCHRG " + flag, "input.voltage", "230");
        assertThat(lab.names()).containsExactly(started);
        for (UpsState state : new UpsState[] {UpsState.OB, UpsState.LB, UpsState.DISCHRG}) {
            assertThat(lab.facts().has(state)).isTrue();
            assertThat(lab.facts().holds(state)).isFalse();
        }
        assertThat(lab.facts().outageId()).isNull();
        assertThat(lab.facts().powerSource()).isEqualTo(UpsFacts.PowerSource.BATTERY);
        assertThat(lab.facts().has(UpsState.CRITICAL)).isFalse();

        lab.polls(1, "OL", "input.voltage", "230");
        assertThat(lab.names()).containsExactly(ended);
    }

    @Test
    @Requirement("NUT-64")
    void a_forced_shutdown_is_never_excused() {
        lab.poll("OL").polls(1, "OB CAL FSD");

        assertThat(lab.facts().holds(UpsState.FSD)).isTrue();
        assertThat(lab.names())
                .containsExactly("ups_added", "calibration_started", "forced_shutdown", "critical");
    }

    @Test
    @Requirement("NUT-64")
    void an_outage_that_was_there_before_the_test_is_not_excused_by_it() {
        lab.poll("OL").polls(1, "OB").names();

        lab.polls(1, "OB LB TEST");

        assertThat(lab.names()).containsExactly("test_started", "low_battery", "critical");
        assertThat(lab.facts().holds(UpsState.OB)).isTrue();
    }

    @Test
    @Requirement("NUT-64")
    void a_test_that_walnut_sent_excuses_until_the_device_reports_its_end() {
        lab.poll("OL", "ups.test.result", "Done and passed").names();

        lab.keep(lab.fleet.testSent(Lab.UPS, Duration.ofSeconds(60)));
        assertThat(lab.names()).containsExactly("test_started");
        lab.polls(10, "OB DISCHRG", "ups.test.result", "Done and passed");
        lab.polls(10, "OB DISCHRG", "ups.test.result", "In progress");
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OL", "ups.test.result", "Done and passed");

        assertThat(lab.event("test_ended").severity()).isEqualTo(Severity.INFO);
        assertThat(lab.event("test_ended").attrs()).containsEntry("result", "Done and passed");
        lab.names();
        lab.polls(1, "OB", "ups.test.result", "Done and passed");
        assertThat(lab.names()).containsExactly("mains_lost", "outage_started");
    }

    @ParameterizedTest
    @Requirement("NUT-64")
    @ValueSource(ints = {60, 120, 3600})
    void a_test_that_walnut_sent_excuses_no_longer_than_it_may_take(int seconds) {
        lab.poll("OL").names();
        lab.keep(lab.fleet.testSent(Lab.UPS, Duration.ofSeconds(seconds))).names();

        lab.polls(seconds - 1, "OB");
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OB");

        assertThat(lab.names()).containsExactly("test_ended", "mains_lost", "outage_started");
        assertThat(lab.facts().states().get(UpsState.OB).since()).isEqualTo(lab.at(seconds));
    }

    @ParameterizedTest
    @Requirement("NUT-62")
    @CsvSource({
        "Done and passed, INFO",
        "Done and error, WARN",
        "Battery test FAILED, WARN",
        "Aborted, INFO"
    })
    void a_failed_test_is_a_warning(String result, Severity severity) {
        lab.poll("OL").polls(5, "OL", "ups.test.result", "In progress");
        lab.polls(1, "OL", "ups.test.result", result);

        assertThat(lab.event("test_ended").severity()).isEqualTo(severity);
        assertThat(lab.names()).containsExactly("ups_added", "test_started", "test_ended");
    }

    @ParameterizedTest
    @Requirement({"NUT-65", "NUT-93"})
    @CsvSource({
        "input.transfer.low, 180, 179",
        "input.voltage.nominal, 230, 160.9",
        "other, 0, 49"
    })
    void two_polls_without_input_voltage_reveal_an_outage_during_a_calibration(
            String variable, String value, String volts) {
        lab.poll("OL CAL", "input.voltage", "230", variable, value);
        lab.polls(10, "OB LB CAL", "input.voltage", "230", variable, value).names();

        lab.polls(1, "OB LB CAL", "input.voltage", volts, variable, value);
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OB LB CAL", "input.voltage", volts, variable, value);

        assertThat(lab.event("mains_lost").attrs())
                .containsEntry("since", "2026-03-04T10:00:11.000Z");
        assertThat(lab.lastOutage().startedAt()).isEqualTo(lab.at(11));
        assertThat(lab.names())
                .containsExactly("mains_lost", "outage_started", "low_battery", "critical");
    }

    @Test
    @Requirement("NUT-65")
    void one_poll_without_input_voltage_or_an_unknown_one_reveals_nothing() {
        lab.poll("OL CAL").names();

        lab.polls(1, "OB CAL", "input.voltage", "0");
        lab.polls(1, "OB CAL", "input.voltage", "230");
        lab.polls(1, "OB CAL", "input.voltage", "0");
        lab.polls(1, "OB CAL", "input.voltage", "230");
        lab.polls(50, "OB CAL");

        assertThat(lab.names()).isEmpty();
    }

    @Test
    @Requirement({"NUT-66", "NUT-93"})
    void battery_that_outlives_its_test_is_an_outage_from_then_on() {
        lab.poll("OL").polls(10, "OB LB CAL").names();

        lab.polls(1, "OB LB");

        assertThat(lab.facts().states().get(UpsState.OB).since()).isEqualTo(lab.at(11));
        assertThat(lab.names())
                .containsExactly(
                        "calibration_ended",
                        "mains_lost",
                        "outage_started",
                        "low_battery",
                        "critical");
    }

    @Test
    @Requirement({"NUT-64", "NUT-67"})
    void silence_during_a_calibration_presumes_no_death() {
        lab.poll("OL").polls(10, "OB CAL").names();

        lab.fails(300, "driver");

        assertThat(lab.names()).containsExactly("comm_bad", "comm_lost");
    }
}
