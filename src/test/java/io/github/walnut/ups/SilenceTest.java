package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceTest {

    private final Lab lab = new Lab();

    @ParameterizedTest
    @Requirement({"NUT-27", "NUT-44", "NUT-67"})
    @ValueSource(strings = {"tcp", "tls", "auth", "driver", "stale", "config", "protocol"})
    void silence_on_mains_is_lost_contact_and_nothing_else(String cause) {
        lab.poll("OL").names();

        lab.fails(1, cause);
        assertThat(lab.event("comm_bad").attrs()).containsEntry("cause", cause);
        assertThat(lab.names()).containsExactly("comm_bad");
        assertThat(lab.facts().cause()).isEqualTo(cause);
        lab.fails(29, cause);
        assertThat(lab.names()).isEmpty();
        lab.fails(600, cause);

        Event lost = lab.event("comm_lost");
        assertThat(lab.names().stream().filter(n -> !n.equals("nut_server_lost")))
                .containsExactly("comm_lost");
        assertThat(lost.severity()).isEqualTo(Severity.WARN);
        assertThat(lost.attrs())
                .containsEntry("cause", cause)
                .containsEntry("last_flags", List.of("OL"))
                .containsEntry("since", "2026-03-04T10:00:00.000Z");
        assertThat(lab.facts().states().get(UpsState.OL).source()).isEqualTo("last_known");
        assertThat(lab.facts().has(UpsState.OB)).isFalse();
        assertThat(lab.facts().powerSource()).isEqualTo(UpsFacts.PowerSource.UNKNOWN);
    }

    @Test
    @Requirement("NUT-44")
    void contact_returns_with_the_first_good_poll() {
        lab.poll("OL").fails(31, "driver").names();

        lab.polls(1, "OL");

        assertThat(lab.names()).containsExactly("comm_restored");
        assertThat(lab.facts().reachable()).isTrue();
        assertThat(lab.facts().cause()).isNull();
    }

    @Test
    @Requirement("NUT-44")
    void polls_that_stop_to_come_are_silence_too() {
        lab.poll("OL").names();

        lab.pass(40);

        assertThat(lab.names()).containsExactly("comm_lost");
        assertThat(lab.facts().reachable()).isFalse();
    }

    @Test
    @Requirement({"NUT-44", "NUT-67"})
    void silence_on_battery_becomes_a_low_battery_after_the_dead_time() {
        lab.poll("OL").polls(1, "OB").names();

        lab.fails(14, "tcp");
        assertThat(lab.names()).containsExactly("comm_bad");
        assertThat(lab.facts().states().get(UpsState.OB).source()).isEqualTo("last_known");
        lab.fails(1, "tcp");

        assertThat(lab.event("low_battery").attrs()).containsEntry("reason", "dead_on_battery");
        assertThat(lab.event("low_battery").severity()).isEqualTo(Severity.ERROR);
        assertThat(lab.names()).containsExactly("low_battery", "critical");
        assertThat(lab.facts().states().get(UpsState.LB).source()).isEqualTo("deduced");
        lab.fails(20, "tcp");
        assertThat(lab.event("comm_lost").severity()).isEqualTo(Severity.ERROR);
        assertThat(lab.names()).containsExactly("comm_lost", "nut_server_lost");
    }

    @Test
    @Requirement("NUT-44")
    void the_dead_time_leaves_room_for_three_polls() {
        lab.config =
                new UpsConfig(
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        Duration.ofSeconds(600),
                        Duration.ofSeconds(60),
                        List.of(),
                        lab.config.critical());
        lab.poll("OB").names();

        lab.fails(29, "tcp");
        assertThat(lab.names()).containsExactly("comm_bad");
        lab.fails(1, "tcp");
        assertThat(lab.names()).containsExactly("low_battery", "critical");
    }

    @Test
    @Requirement("NUT-67")
    void contact_withdraws_a_deduced_low_battery() {
        lab.poll("OL").polls(1, "OB").fails(20, "tcp").names();

        lab.polls(1, "OB");

        assertThat(lab.event("low_battery_cleared").attrs()).containsEntry("reason", "contact");
        assertThat(lab.names()).containsExactly("low_battery_cleared");
        assertThat(lab.facts().has(UpsState.CRITICAL)).isFalse();
    }

    @Test
    @Requirement("NUT-67")
    void contact_that_confirms_a_deduced_low_battery_changes_nothing() {
        lab.poll("OL").polls(1, "OB").fails(20, "tcp").names();

        lab.polls(1, "OB LB");

        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().states().get(UpsState.LB).source()).isEqualTo("reported");
    }

    @Test
    @Requirement("NUT-67")
    void a_ups_can_be_told_not_to_presume_itself_dead() {
        CriticalConfig c = lab.config.critical();
        lab.config =
                lab.config.withCritical(
                        new CriticalConfig(
                                c.profile(),
                                c.deadTime(),
                                c.offDuration(),
                                c.lowBatteryDuration(),
                                c.overDuration(),
                                c.alarmCritical(),
                                c.hostSync(),
                                c.role(),
                                c.minSupplies(),
                                c.commLossCritical(),
                                c.offCritical(),
                                false));
        lab.poll("OL").polls(1, "OB").names();

        lab.fails(120, "driver");

        assertThat(lab.names()).containsExactly("comm_bad", "comm_lost");
        assertThat(lab.fleet.deviation(Lab.UPS))
                .hasValue(new CriticalEvaluator.Deviation(false, true));
    }

    @Test
    @Requirement({"NUT-67", "NUT-93"})
    void silence_just_before_an_outage_hides_it_until_contact() {
        lab.poll("OL").fails(10, "stale").names();

        lab.polls(1, "OB");

        assertThat(lab.names()).containsExactly("mains_lost", "outage_started");
    }

    @Test
    @Requirement({"NUT-67", "NUT-93"})
    void silence_after_the_return_of_mains_neither_ends_the_outage_nor_presumes_death() {
        lab.poll("OL").polls(10, "OB").polls(5, "OL").names();

        lab.fails(100, "driver");
        assertThat(lab.names()).containsExactly("comm_bad", "comm_lost");
        assertThat(lab.facts().outageId()).isNotNull();

        lab.polls(1, "OL");
        assertThat(lab.names()).containsExactly("comm_restored", "outage_ended");
        assertThat(lab.lastOutage().endedAt()).isEqualTo(lab.at(11));
    }

    @Test
    @Requirement({"NUT-67", "NUT-93"})
    void mains_that_return_in_silence_are_told_at_contact() {
        lab.poll("OL").polls(10, "OB").fails(40, "driver").names();

        lab.polls(1, "OL");

        assertThat(lab.names())
                .containsExactly("comm_restored", "mains_returned", "low_battery_cleared");
        lab.polls(60, "OL");
        assertThat(lab.names()).containsExactly("outage_ended");
    }

    @ParameterizedTest
    @Requirement({"NUT-67", "NUT-92"})
    @ValueSource(strings = {"CAL", "BYPASS", "OFF", "ALARM", "OVER"})
    void an_alarming_last_state_is_critical_only_when_it_is_listed(String flag) {
        lab.poll("OL " + flag).pass(1);
        lab.polls(31, "OL " + flag).fails(40, "driver");
        assertThat(lab.facts().has(UpsState.CRITICAL)).isFalse();

        CriticalConfig c = lab.config.critical();
        lab.config =
                lab.config.withCritical(
                        new CriticalConfig(
                                c.profile(),
                                c.deadTime(),
                                c.offDuration(),
                                c.lowBatteryDuration(),
                                c.overDuration(),
                                c.alarmCritical(),
                                c.hostSync(),
                                c.role(),
                                c.minSupplies(),
                                Set.of(UpsState.valueOf(flag)),
                                c.offCritical(),
                                c.deadOnBattery()));
        lab.fails(1, "driver");
        assertThat(lab.facts().has(UpsState.CRITICAL)).isTrue();
    }

    @Test
    @Requirement("NUT-45")
    void after_a_pause_silence_counts_anew_and_a_fresh_poll_is_awaited() {
        lab.poll("OL").polls(1, "OB").names();

        lab.clock.millis += 3_600_000;
        lab.tick();
        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().awaitsPoll()).isTrue();
        assertThat(lab.facts().reachable()).isFalse();

        lab.pass(14);
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OB");
        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().awaitsPoll()).isFalse();
    }

    @Test
    @Requirement("NUT-45")
    void ages_do_not_follow_a_wall_clock_that_is_set() {
        lab.poll("OL").polls(1, "OB").names();

        lab.clock.wallOffset = Duration.ofDays(400);
        lab.pass(5).polls(5, "OB");
        lab.clock.wallOffset = Duration.ofDays(-400);
        lab.pass(5).polls(5, "OB");

        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().onBatterySeconds()).isEqualTo(20);
        assertThat(lab.facts().states().get(UpsState.OB).since())
                .isEqualTo(lab.at(1).minus(Duration.ofDays(400)));
    }
}
