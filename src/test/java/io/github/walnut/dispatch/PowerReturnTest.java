package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import io.github.walnut.policy.Trigger;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.Reversal;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two stages: machines on pve, then one on nas. */
class PowerReturnTest {

    private static final String OTHER = "rack-b@lab";
    private static final String THIRD = "rack-c@lab";

    private final Site site =
            new Site().add("pve").add("nas").vm("pve", "1").vm("pve", "2").vm("nas", "1");
    private final Station station = new Station(site).boot();

    @BeforeEach
    void three_machines_on_battery() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("pve", "vm:2", "running").takes(Duration.ofSeconds(60));
        station.world.put("nas", "vm:1", "running");
        station.ups(Site.UPS).onBattery();
    }

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(OnPowerReturn.class)
    @Requirement({"EXE-47", "EXE-48", "EXE-40"})
    void what_was_not_sent_is_left_as_its_action_says(OnPowerReturn word) {
        UUID id = station.start(twoStages(word));
        station.pass(Duration.ofSeconds(30));
        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofMillis(9_900));
        assertThat(nas(id).state()).isEqualTo(StepState.PLANNED);
        station.pass(Duration.ofMillis(200));

        StepState now = word == OnPowerReturn.FINISH ? StepState.PLANNED : StepState.SKIPPED;
        assertThat(nas(id).state()).isEqualTo(now);
        station.pass(Duration.ofMinutes(5));

        switch (word) {
            case FINISH -> {
                assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
                assertThat(station.run(id).result()).isEqualTo("succeeded");
            }
            case HOLD -> {
                assertThat(nas(id).reason()).isEqualTo("held");
                assertThat(station.run(id).result()).isEqualTo("held");
                assertThat(toUndo(id)).isEmpty();
            }
            case REVERSE -> {
                assertThat(nas(id).reason()).isEqualTo("reversed");
                assertThat(station.run(id).result()).isEqualTo("reversed");
                assertThat(toUndo(id)).containsExactly("vm:2", "vm:1");
            }
        }
        assertThat(station.run(id).course().powerReturnedAt()).isNotNull();
        assertThat(station.run(id).severity())
                .isEqualTo(word == OnPowerReturn.FINISH ? Severity.INFO : Severity.WARN);
        assertThat(station.states(id).subList(0, 2)).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-49")
    void power_that_is_lost_again_within_ten_seconds_had_not_returned() {
        UUID id = station.start(twoStages(OnPowerReturn.HOLD));
        station.pass(Duration.ofSeconds(30));
        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofSeconds(9));
        station.ups(Site.UPS).onBattery();
        station.pass(Duration.ofMinutes(5));

        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
        assertThat(station.run(id).course().powerReturnedAt()).isNull();
    }

    @Test
    @Requirement("EXE-49")
    void a_run_that_finishes_goes_on_through_a_second_outage() {
        UUID id = station.start(twoStages(OnPowerReturn.FINISH));
        station.pass(Duration.ofSeconds(5));
        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofSeconds(20));
        station.ups(Site.UPS).onBattery();
        station.pass(Duration.ofMinutes(5));

        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
    }

    @ParameterizedTest
    @EnumSource(OnPowerReturn.class)
    @Requirement({"EXE-47", "EXE-35"})
    void a_harsher_verb_follows_only_where_the_action_is_finished(OnPowerReturn word) {
        station.world.mood("nas", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID id =
                station.start(
                        site.inOutage(
                                ActionDraft.vm("a", "nas", "shutdown")
                                        .timeout(Duration.ofSeconds(90))
                                        .escalate("stop")
                                        .onPowerReturn(word)));
        station.pass(Duration.ofSeconds(5));
        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofMinutes(5));

        boolean finished = word == OnPowerReturn.FINISH;
        assertThat(station.states(id))
                .containsExactly(finished ? StepState.CONFIRMED : StepState.TIMED_OUT);
        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(finished ? 2 : 1);
    }

    @Test
    @Requirement("EXE-47")
    void past_the_point_of_no_return_everything_is_finished() {
        site.add("own", Host.State.CONNECTED, true).vm("own", "9");
        station.world.put("own", "host:own", "on");
        UUID id =
                station.start(
                        site.inOutage(
                                ActionDraft.vm("a", "pve", "shutdown"),
                                ActionDraft.of("own", "own", "power.control", "shutdown", "host")
                                        .onPowerReturn(OnPowerReturn.HOLD)
                                        .stage(1)));
        station.pass(Duration.ofSeconds(68));
        assertThat(station.run(id).committedAt()).isNotNull();
        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofMinutes(10));

        assertThat(station.world.deeds()).hasSize(3);
        assertThat(station.run(id).result()).isNotEqualTo("held");
    }

    @Test
    @Requirement("EXE-47")
    void during_the_final_delay_power_return_still_acts() {
        site.add("own", Host.State.CONNECTED, true);
        station.world.put("own", "host:own", "on");
        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofSeconds(7));
        UUID id =
                station.start(
                        site.inOutage(
                                ActionDraft.of("own", "own", "power.control", "shutdown", "host")
                                        .onPowerReturn(OnPowerReturn.HOLD)));
        station.pass(Duration.ofMinutes(1));

        assertThat(station.world.deeds()).isEmpty();
        assertThat(station.run(id).result()).isEqualTo("held");
    }

    @Test
    @Requirement("EXE-47")
    void mains_seen_by_a_battery_test_are_none_and_silence_changes_nothing() {
        UUID id = station.start(twoStages(OnPowerReturn.HOLD));
        station.ups(Site.UPS).testing();
        station.pass(Duration.ofSeconds(20));
        station.ups(Site.UPS).silent();
        station.pass(Duration.ofMinutes(5));

        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-47")
    void a_run_that_no_outage_caused_does_not_care() {
        station.ups(Site.UPS).onMains();
        UUID id =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "pve", "shutdown"),
                                ActionDraft.vm("b", "nas", "shutdown")
                                        .stage(1)
                                        .onPowerReturn(OnPowerReturn.HOLD)));
        station.pass(Duration.ofMinutes(5));

        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-47")
    void a_policy_that_waits_for_mains_is_not_stopped_by_them() {
        site.triggers(
                Policy.Logic.ANY,
                new Trigger.InState(
                        new Trigger.UpsScope(List.of(), 1, false),
                        UpsState.OL,
                        Duration.ZERO,
                        List.of()));
        station.ups(Site.UPS).onMains();
        UUID id = station.start(twoStages(OnPowerReturn.HOLD));
        station.pass(Duration.ofMinutes(5));

        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-47")
    void a_group_has_power_again_when_too_few_of_it_are_without() {
        site.triggers(Policy.Logic.ANY, Site.onBattery(2, Site.UPS, OTHER, THIRD));
        List.of(OTHER, THIRD).forEach(ups -> station.ups(ups).onBattery());
        UUID id = station.start(twoStages(OnPowerReturn.HOLD));
        station.pass(Duration.ofSeconds(5));
        station.ups(OTHER).onMains();
        station.pass(Duration.ofSeconds(20));
        assertThat(nas(id).state()).isEqualTo(StepState.PLANNED);

        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofSeconds(10));
        assertThat(nas(id).reason()).isEqualTo("held");
    }

    @Test
    @Requirement("EXE-47")
    void of_two_feeds_that_both_had_to_fail_one_is_enough() {
        site.triggers(Policy.Logic.ALL, Site.onBattery(Site.UPS), Site.onBattery(OTHER));
        station.ups(OTHER).onBattery();
        UUID id = station.start(twoStages(OnPowerReturn.HOLD));
        station.pass(Duration.ofSeconds(5));
        station.ups(OTHER).onMains();
        station.pass(Duration.ofSeconds(11));

        assertThat(nas(id).reason()).isEqualTo("held");
    }

    @Test
    @Requirement({"EXE-47", "EXE-49"})
    void what_power_did_outlives_a_restart() {
        UUID id = station.start(twoStages(OnPowerReturn.REVERSE));
        station.pass(Duration.ofSeconds(30));
        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofSeconds(11));
        station.ups(Site.UPS).onBattery();
        station.killAndBoot();
        station.pass(Duration.ofMinutes(5));

        assertThat(nas(id).reason()).isEqualTo("reversed");
        assertThat(toUndo(id)).containsExactly("vm:2", "vm:1");
    }

    private RunRequest twoStages(OnPowerReturn word) {
        return site.inOutage(
                ActionDraft.vm("a", "pve", "shutdown").onPowerReturn(word),
                ActionDraft.vm("b", "nas", "shutdown").stage(1).after("a").onPowerReturn(word));
    }

    private Step nas(UUID id) {
        return station.steps(id).get(2);
    }

    private List<String> toUndo(UUID id) {
        return Reversal.due(station.run(id), station.steps(id)).stream()
                .map(step -> step.target().id())
                .toList();
    }
}
