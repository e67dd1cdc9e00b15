package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device tests its battery by its own schedule and says so in a variable, not in its flags. */
class DeviceTestsTest {

    private static final String RESULT = "ups.test.result";

    private final Lab lab = new Lab();

    @ParameterizedTest
    @Requirement("NUT-64")
    @CsvSource(
            delimiter = ';',
            value = {
                "ups.test.result; In progress",
                "ups.test.result; in progress",
                "ups.test.result; In Progress",
                "ups.test.result; test in progress",
                "ups.test.result; TestInProgress",
                "ups.test.result; InProgress",
                "ups.test.result; InProgress, Source: Internal",
                "ups.test.result; IP",
                "ups.test.result; autonomy time calibration in progress",
                "battery.test.status; Test in progress"
            })
    void a_test_that_the_device_tells_of_explains_battery_and_low_battery(
            String variable, String text) {
        lab.poll("OL", "input.voltage", "230", variable, "No test initiated").names();

        lab.polls(15, "OB LB DISCHRG", "input.voltage", "230", variable, text);
        assertThat(lab.names()).containsExactly("test_started");
        for (UpsState state : new UpsState[] {UpsState.OB, UpsState.LB, UpsState.DISCHRG}) {
            assertThat(lab.facts().has(state)).isTrue();
            assertThat(lab.facts().holds(state)).isFalse();
        }
        assertThat(lab.facts().has(UpsState.CRITICAL)).isFalse();
        assertThat(lab.facts().outageId()).isNull();

        lab.polls(1, "OL CHRG", "input.voltage", "230", variable, "Done and passed");
        assertThat(lab.names()).contains("test_ended").doesNotContain("mains_returned");
    }

    @ParameterizedTest
    @Requirement("NUT-64")
    @ValueSource(
            strings = {
                "Done and passed",
                "Done and warning",
                "Aborted",
                "No test initiated",
                "no test in progress",
                "Test scheduled",
                "Pending",
                "Passed, Source: Protocol",
                "OK",
                "NO",
                "IPX",
                "In progressive decay",
                "",
                "?"
            })
    void another_text_explains_nothing(String text) {
        lab.poll("OL", RESULT, text).names();

        lab.polls(1, "OB", RESULT, text);

        assertThat(lab.names()).containsExactly("mains_lost", "outage_started");
    }

    @Test
    @Requirement("NUT-65")
    void two_polls_without_input_voltage_reveal_an_outage_during_such_a_test() {
        lab.poll("OL", "input.voltage", "230").names();
        lab.polls(10, "OB", "input.voltage", "230", RESULT, "In progress").names();

        lab.polls(1, "OB", "input.voltage", "0", RESULT, "In progress");
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OB LB", "input.voltage", "0", RESULT, "In progress");

        assertThat(lab.names())
                .containsExactly("mains_lost", "outage_started", "low_battery", "critical");
        assertThat(lab.lastOutage().startedAt()).isEqualTo(lab.at(11));
    }

    @Test
    @Requirement("NUT-64")
    void a_test_that_never_ends_explains_nothing_after_the_longest_credible_time() {
        lab.poll("OL").names();

        lab.polls(120, "OB", RESULT, "In progress");
        assertThat(lab.names()).containsExactly("test_started");
        lab.polls(1, "OB", RESULT, "In progress");

        assertThat(lab.names()).containsExactly("mains_lost", "outage_started");
        assertThat(lab.facts().states().get(UpsState.OB).since()).isEqualTo(lab.at(121));
        lab.polls(600, "OB LB", RESULT, "In progress");
        assertThat(lab.facts().holds(UpsState.CRITICAL)).isTrue();
    }

    @ParameterizedTest
    @Requirement("NUT-64")
    @ValueSource(ints = {120, 121, 86_400})
    void a_text_that_was_there_long_before_the_outage_does_not_hide_it(int seconds) {
        lab.poll("OL", RESULT, "In progress");
        lab.clock.millis += seconds * 1000L;
        lab.poll("OL", RESULT, "In progress").names();

        lab.polls(1, "OB", RESULT, "In progress");

        assertThat(lab.names()).contains("mains_lost", "outage_started");
    }

    @Test
    @Requirement("NUT-64")
    void a_restart_gives_the_test_no_more_time() {
        lab.poll("OL").polls(100, "OB", RESULT, "In progress").names();

        lab.restart();
        lab.polls(20, "OB", RESULT, "In progress");
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OB", RESULT, "In progress");

        assertThat(lab.names()).containsExactly("mains_lost", "outage_started");
    }

    @Test
    @Requirement("NUT-64")
    void the_next_test_has_its_own_time() {
        lab.poll("OL").polls(100, "OB", RESULT, "In progress");
        lab.polls(60, "OL", RESULT, "Done and passed").names();

        lab.polls(119, "OB", RESULT, "In progress");

        assertThat(lab.names()).containsExactly("test_started");
    }

    @Test
    @Requirement({"NUT-64", "NUT-66"})
    void battery_that_outlives_the_test_is_an_outage_from_then_on() {
        lab.poll("OL").polls(10, "OB", RESULT, "In progress").names();

        lab.polls(1, "OB", RESULT, "Done and passed");

        assertThat(lab.names()).containsExactly("test_ended", "mains_lost", "outage_started");
        assertThat(lab.facts().states().get(UpsState.OB).since()).isEqualTo(lab.at(11));
    }

    @Test
    @Requirement("NUT-64")
    void an_outage_that_was_there_before_is_not_explained() {
        lab.poll("OL").polls(1, "OB").names();

        lab.polls(5, "OB", RESULT, "In progress");

        assertThat(lab.names()).containsExactly("test_started");
        assertThat(lab.facts().holds(UpsState.OB)).isTrue();
    }

    /** The device tells of the test that walNUT asked for: that one's time counts. */
    @ParameterizedTest
    @Requirement("NUT-64")
    @ValueSource(ints = {60, 3600})
    void during_a_test_of_walnut_its_time_counts(int seconds) {
        lab.poll("OL").names();
        lab.keep(lab.fleet.testSent(Lab.UPS, Duration.ofSeconds(seconds)));

        lab.polls(seconds - 1, "OB", RESULT, "In progress");
        assertThat(lab.names()).containsExactly("test_started");
        lab.polls(1, "OB", RESULT, "In progress");

        assertThat(lab.names()).containsExactly("mains_lost", "outage_started");
    }

    @Test
    @Requirement("NUT-64")
    void a_forced_shutdown_is_never_excused() {
        lab.poll("OL").polls(1, "OB FSD", RESULT, "In progress");

        assertThat(lab.names()).contains("forced_shutdown", "critical");
    }

    @Test
    void a_line_of_the_file_that_says_no_text_is_refused() {
        assertThatThrownBy(() -> UpsProfiles.read(List.of("test | ups.test.result")))
                .hasMessageContaining("expected test | variable | text");
        assertThat(UpsProfiles.none().testInProgress(Map.of(RESULT, "In progress"))).isFalse();
    }
}
