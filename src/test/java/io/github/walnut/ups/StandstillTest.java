package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.UpsFacts.Standstill;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is concluded over a time in which nobody watched, before a fresh complete poll. */
@Requirement("NUT-45")
class StandstillTest {

    private final Lab lab = new Lab();

    private Lab standsStill(long seconds) {
        lab.clock.millis += seconds * 1000;
        return lab.tick();
    }

    private Lab answers(Sample.Poll kind, String status, long askedSecondsAgo) {
        return lab.keep(
                lab.fleet.on(
                        new PollResult.Good(
                                Lab.UPS,
                                lab.clock.now(),
                                kind,
                                Map.of("ups.status", status),
                                lab.clock.millis - askedSecondsAgo * 1000)));
    }

    @ParameterizedTest
    @CsvSource({"1, 2, false", "1, 3, true", "5, 6, false", "5, 7, true", "60, 15, false"})
    void a_gap_of_more_than_one_interval_counts(int interval, int seconds, boolean counts) {
        lab.config = interval(Duration.ofSeconds(interval));
        lab.poll("OL").polls(1, "OB");

        standsStill(seconds);

        assertThat(lab.facts().awaitsPoll()).isEqualTo(counts);
    }

    private UpsConfig interval(Duration interval) {
        return new UpsConfig(
                interval,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                List.of(),
                lab.config.critical());
    }

    @Test
    void a_machine_that_was_suspended_shows_by_its_wall_clock() {
        lab.poll("OL").polls(1, "OB");
        lab.clock.wallOffset = Duration.ofSeconds(40);
        lab.tick();

        assertThat(lab.facts().standstill()).isEqualTo(new Standstill(Duration.ZERO, true));
        lab.poll("OL");
        assertThat(lab.facts().standstill()).isNull();
    }

    @Test
    void only_a_complete_poll_that_was_asked_afterwards_ends_the_waiting() {
        lab.poll("OL").polls(1, "OB").names();
        standsStill(20);

        answers(Sample.Poll.FULL, "OL", 20);
        assertThat(lab.facts().has(UpsState.OB)).as("an answer of before tells nothing").isTrue();
        assertThat(lab.facts().awaitsPoll()).isTrue();
        answers(Sample.Poll.FAST, "OB", 0);
        assertThat(lab.facts().awaitsPoll()).as("a fast poll is not complete").isTrue();
        answers(Sample.Poll.FULL, "OB", 0);

        assertThat(lab.facts().awaitsPoll()).isFalse();
        assertThat(lab.facts().states().get(UpsState.OB).since()).isEqualTo(lab.at(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OVER", "OFF", "ALARM", "TRIM", "BOOST"})
    void no_debounce_ends_over_a_standstill(String flag) {
        lab.poll("OL").polls(1, "OL " + flag).names();
        standsStill(40).pass(3);
        answers(Sample.Poll.FAST, "OL " + flag, 0);

        assertThat(lab.facts().has(UpsState.valueOf(flag))).isFalse();
        lab.poll("OL");
        assertThat(lab.names()).isEmpty();
    }

    @Test
    void a_debounce_goes_on_as_before_if_the_flag_is_still_there() {
        lab.poll("OL").polls(1, "OL OVER");
        standsStill(40).poll("OL OVER");

        assertThat(lab.facts().states().get(UpsState.OVER).since()).isEqualTo(lab.at(1));
    }

    @Test
    void no_threshold_is_crossed_over_a_standstill() {
        lab.config =
                lab.config.withThresholds(
                        List.of(
                                new Threshold(
                                        "load_percent",
                                        Threshold.Op.GE,
                                        80,
                                        Duration.ofSeconds(10),
                                        Severity.WARN,
                                        false)));
        lab.poll("OL", "ups.load", "20").polls(1, "OL", "ups.load", "90").names();
        standsStill(40).pass(3);
        assertThat(lab.names()).isEmpty();
        lab.poll("OL", "ups.load", "20");
        assertThat(lab.names()).isEmpty();
    }

    @Test
    void an_outage_is_not_over_before_mains_are_seen_again() {
        lab.poll("OL").polls(5, "OB").polls(10, "OL").names();
        standsStill(100).pass(3);
        assertThat(lab.facts().outageId()).isNotNull();

        lab.poll("OB");

        assertThat(lab.names()).containsExactly("mains_lost", "outage_episode");
    }

    @Test
    void a_time_that_nobody_saw_is_no_time_on_battery_when_mains_are_back() {
        lab.poll("OL").polls(4, "OB");
        standsStill(40).poll("OL");

        assertThat(lab.facts().onBatterySeconds()).isEqualTo(3);
        assertThat(lab.facts().onBatterySeconds1h()).isEqualTo(3);
    }

    @Test
    void silence_on_battery_counts_from_the_end_and_leads_to_a_low_battery_at_last() {
        lab.poll("OL").polls(1, "OB").names();
        standsStill(600).pass(14);
        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().awaitsPoll()).isTrue();

        lab.pass(1);

        assertThat(lab.names()).containsExactly("low_battery", "critical");
        assertThat(lab.facts().standstill())
                .isEqualTo(new Standstill(Duration.ofSeconds(600), false));
    }

    @Test
    void silence_on_mains_ends_the_waiting_as_lost_contact() {
        lab.poll("OL").polls(1, "OL").names();
        standsStill(600).pass(30);
        assertThat(lab.facts().awaitsPoll()).isTrue();
        lab.pass(1);

        assertThat(lab.names()).containsExactly("comm_lost");
        assertThat(lab.facts().awaitsPoll()).isFalse();
        assertThat(lab.facts().reachable()).isFalse();
    }

    @Test
    void a_device_that_answers_only_fast_polls_is_believed_in_the_end() {
        lab.poll("OL").polls(1, "OB").names();
        standsStill(40);
        for (int i = 0; i < 16; i++) {
            lab.clock.millis += 1000;
            answers(Sample.Poll.FAST, "OB LB FSD", 0).tick();
        }

        assertThat(lab.facts().awaitsPoll()).isFalse();
        assertThat(lab.names()).contains("low_battery", "forced_shutdown", "critical");
    }

    @Test
    void standstills_add_up_until_a_complete_poll() {
        lab.poll("OL").polls(1, "OB");
        standsStill(40).pass(1);
        standsStill(20);

        assertThat(lab.facts().unobserved()).isEqualTo(Duration.ofSeconds(60));
        lab.restart();
        assertThat(lab.facts().unobserved()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void whoever_looks_first_after_a_standstill_learns_of_it() {
        long[] millis = {0};
        RunningClock clock =
                new RunningClock(
                        new Clock() {
                            @Override
                            public Instant now() {
                                return Lab.START.plusMillis(millis[0]);
                            }

                            @Override
                            public long monotonicMillis() {
                                return millis[0];
                            }
                        });
        for (millis[0] = 0; millis[0] <= 2_000; millis[0] += 200) {
            clock.now();
        }
        millis[0] = 32_000;

        assertThat(clock.runningMillis()).isEqualTo(3_000);
        assertThat(clock.resumedMillis()).isEqualTo(32_000);
        millis[0] = 32_500;
        assertThat(clock.runningMillis()).isEqualTo(3_500);
        assertThat(clock.resumedMillis()).isEqualTo(32_000);
    }
}
