package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.Hold;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRefusedException;
import io.github.walnut.run.RunRefusedException.Why;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.MemoryHold;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People who hold, postpone and thin out a run of two stages. */
class HoldTest {

    private static final Duration TEN = Duration.ofMinutes(10);

    private final Site site =
            new Site().add("pve").add("nas").vm("pve", "1").vm("pve", "2").vm("nas", "1");
    private final Station station = new Station(site).boot();

    @BeforeEach
    void three_machines_on_battery() {
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(20));
        station.world.put("pve", "vm:2", "running").takes(Duration.ofSeconds(20));
        station.world.put("nas", "vm:1", "running");
        station.ups(Site.UPS).onBattery();
    }

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement({"EXE-62", "EXE-40"})
    void a_held_run_sends_nothing_new_and_follows_what_it_has_sent() {
        UUID id = station.start(twoStages());
        station.pass(Duration.ofSeconds(10));
        hold(id, TEN);
        station.pass(Duration.ofMinutes(5));

        assertThat(station.run(id).state()).isEqualTo(RunState.HELD);
        assertThat(station.states(id))
                .containsExactly(StepState.CONFIRMED, StepState.CONFIRMED, StepState.PLANNED);
        station.dispatcher.interventions().resume(id);
        station.pass(Duration.ofMinutes(2));

        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
        assertThat(station.run(id).result()).isEqualTo("succeeded");
        assertThat(station.told).containsExactly("hold started", "hold ended");
    }

    @Test
    @Requirement("EXE-62")
    void what_waits_loses_no_time_by_a_hold() {
        UUID id =
                station.start(
                        site.inOutage(
                                ActionDraft.vm("a", "pve", "shutdown")
                                        .delay(Duration.ofSeconds(30))
                                        .timeout(Duration.ofSeconds(60)),
                                ActionDraft.vm("b", "nas", "shutdown").stage(1)));
        station.pass(Duration.ofSeconds(10));
        Step before = station.steps(id).get(0);
        hold(id, TEN);
        station.pass(Duration.ofMinutes(8));
        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
        station.dispatcher.interventions().resume(id);

        Step after = station.steps(id).get(0);
        assertThat(Duration.between(before.deadlineAt(), after.deadlineAt()))
                .isEqualTo(Duration.ofMinutes(8));
        station.pass(Duration.ofSeconds(19));
        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
        station.pass(Duration.ofMinutes(5));
        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-62")
    void a_hold_announces_its_end_a_minute_before_it_ends_by_itself() {
        UUID id = station.start(twoStages());
        hold(id, Duration.ofMinutes(3));
        station.pass(Duration.ofSeconds(119));
        assertThat(station.told).containsExactly("hold started");
        station.pass(Duration.ofSeconds(2));
        assertThat(station.told).endsWith("hold ending");
        assertThat(station.run(id).state()).isEqualTo(RunState.HELD);
        station.pass(Duration.ofSeconds(60));

        assertThat(station.told).endsWith("hold ended");
        assertThat(station.run(id).state()).isEqualTo(RunState.RUNNING);
        assertThat(station.run(id).course().hold()).isNull();
    }

    @Test
    @Requirement("EXE-62")
    void no_run_is_held_while_its_ups_is_critical() {
        UUID id = station.start(twoStages());
        hold(id, TEN);
        station.pass(Duration.ofMinutes(1));
        station.ups(Site.UPS).critical(true);
        station.pass(Duration.ofSeconds(1));

        assertThat(station.run(id).state()).isEqualTo(RunState.RUNNING);
        refused(Why.CONFLICT, () -> hold(id, TEN));
        refused(
                Why.CONFLICT,
                () -> station.dispatcher.interventions().holdAll(TEN, "op", "looking"));
        station.pass(Duration.ofMinutes(5));
        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-62")
    void a_hold_outlives_a_restart() {
        UUID id = station.start(twoStages());
        station.pass(Duration.ofSeconds(10));
        hold(id, TEN);
        station.pass(Duration.ofMinutes(1));
        station.killAndBoot();
        station.ups(Site.UPS).polled();
        station.pass(Duration.ofMinutes(8));
        assertThat(station.run(id).state()).isEqualTo(RunState.HELD);
        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(2);

        station.pass(Duration.ofMinutes(3));
        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-62")
    void a_hold_of_all_covers_runs_to_come_and_outlives_a_restart() {
        UUID first = station.start(twoStages());
        station.pass(Duration.ofSeconds(10));
        station.dispatcher.interventions().holdAll(TEN, "op", "looking");
        station.pass(Duration.ofMinutes(1));
        UUID second = station.start(twoStages());
        station.pass(Duration.ofMinutes(1));
        station.killAndBoot();
        station.ups(Site.UPS).polled();
        station.pass(Duration.ofMinutes(1));

        assertThat(station.run(first).state()).isEqualTo(RunState.HELD);
        assertThat(station.run(second).state()).isEqualTo(RunState.HELD);
        assertThat(station.dispatcher.interventions().holdOfAll()).isPresent();
        station.dispatcher.interventions().resumeAll();
        station.pass(Duration.ofMinutes(5));

        assertThat(station.states(first)).containsOnly(StepState.CONFIRMED);
        assertThat(station.run(second).state()).isEqualTo(RunState.DONE);
        assertThat(station.told).containsExactly("hold started of all", "hold ended of all");
        refused(Why.CONFLICT, () -> station.dispatcher.interventions().resumeAll());
    }

    @Test
    @Requirement("EXE-62")
    void a_hold_of_all_ends_by_itself_and_when_a_ups_turns_critical() {
        station.dispatcher.interventions().holdAll(Duration.ofMinutes(2), "op", "looking");
        station.pass(Duration.ofMinutes(3));
        assertThat(station.told)
                .containsExactly("hold started of all", "hold ending of all", "hold ended of all");

        station.dispatcher.interventions().holdAll(TEN, "op", "again");
        UUID id = station.start(twoStages());
        station.pass(Duration.ofSeconds(5));
        assertThat(station.run(id).state()).isEqualTo(RunState.HELD);
        station.ups(Site.UPS).critical(true);
        station.pass(Duration.ofMinutes(5));
        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
        assertThat(station.dispatcher.interventions().holdOfAll()).isEmpty();
    }

    @Test
    @Requirement({"EXE-62", "EXE-43"})
    void a_hold_of_all_counts_while_it_cannot_be_stored_and_is_stored_later() {
        FailingHold memory = new FailingHold();
        station.hold = memory;
        station.boot();
        memory.away = true;
        station.dispatcher.interventions().holdAll(TEN, "op", "looking");
        UUID id = station.start(twoStages());
        station.pass(Duration.ofMinutes(1));
        assertThat(station.run(id).state()).isEqualTo(RunState.HELD);
        assertThat(memory.load()).isEmpty();

        memory.away = false;
        station.pass(Duration.ofSeconds(2));
        assertThat(memory.load()).isPresent();

        memory.away = true;
        station.pass(Duration.ofMinutes(15));
        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
        assertThat(memory.load()).isPresent();

        memory.away = false;
        station.pass(Duration.ofSeconds(2));
        assertThat(memory.load()).isEmpty();
        assertThat(memory.tries).isLessThan(1300);
        assertThat(station.told)
                .containsExactly("hold started of all", "hold ending of all", "hold ended of all");
    }

    /** Refuses while the store is away. */
    private static final class FailingHold implements HoldMemory {
        private final HoldMemory kept = new MemoryHold();
        private boolean away;
        private int tries;

        @Override
        public Optional<Hold> load() {
            return kept.load();
        }

        @Override
        public void save(Hold hold) {
            tries++;
            if (away) {
                throw new Journal.UnavailableException("disk full", null);
            }
            kept.save(hold);
        }
    }

    @Test
    @Requirement("EXE-62")
    void a_run_goes_on_when_neither_hold_covers_it() {
        UUID id = station.start(twoStages());
        hold(id, Duration.ofMinutes(12));
        station.dispatcher.interventions().holdAll(Duration.ofMinutes(5), "op", "looking");
        station.pass(Duration.ofMinutes(1));
        station.dispatcher.interventions().resume(id);
        station.pass(Duration.ofMinutes(1));
        assertThat(station.run(id).state()).isEqualTo(RunState.HELD);
        refused(Why.CONFLICT, () -> station.dispatcher.interventions().resume(id));

        station.dispatcher.interventions().resumeAll();
        station.pass(Duration.ofMinutes(3));
        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-62")
    void a_rehearsal_is_not_held() {
        station.dispatcher.interventions().holdAll(TEN, "op", "looking");
        RunRequest plain =
                site.request(Run.Mode.DRY_RUN, null, ActionDraft.vm("a", "pve", "shutdown"));
        UUID id =
                station.start(
                        new RunRequest(
                                Run.Kind.MANUAL,
                                plain.mode(),
                                plain.policy(),
                                null,
                                plain.upsId(),
                                null,
                                plain.correlationId(),
                                null,
                                0,
                                "op",
                                "rehearsal"));
        station.pass(Duration.ofSeconds(10));

        assertThat(station.run(id).state()).isEqualTo(RunState.DONE);
    }

    @Test
    @Requirement("EXE-62")
    void a_harsher_verb_waits_as_well_and_keeps_its_time() {
        station.world.mood("nas", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID id =
                station.start(
                        site.inOutage(
                                ActionDraft.vm("a", "nas", "shutdown")
                                        .timeout(Duration.ofSeconds(30))
                                        .escalate("stop")));
        station.pass(Duration.ofSeconds(28));
        station.dispatcher.interventions().holdAll(TEN, "op", "looking");
        station.pass(Duration.ofMinutes(9));
        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(1);
        station.pass(Duration.ofMinutes(3));

        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(2);
        assertThat(station.states(id)).containsExactly(StepState.CONFIRMED);
    }

    @Test
    @Requirement({"EXE-62", "EXE-61"})
    void a_held_run_can_be_cancelled_and_power_return_still_acts_on_it() {
        UUID id = station.start(twoStages());
        station.pass(Duration.ofSeconds(5));
        hold(id, TEN);
        station.pass(Duration.ofSeconds(1));
        station.dispatcher.cancel(id, "op", "false alarm");
        station.pass(Duration.ofMinutes(2));

        assertThat(station.run(id).state()).isEqualTo(RunState.CANCELLED);
        assertThat(station.run(id).course().hold()).isNull();
        assertThat(station.told).containsExactly("hold started", "hold ended");
    }

    @Test
    @Requirement("EXE-62")
    void a_held_run_does_not_keep_a_host_from_others() {
        UUID held = station.start(twoStages());
        hold(held, TEN);
        station.pass(Duration.ofSeconds(1));
        UUID other = station.start(site.live(ActionDraft.vm("x", "nas", "shutdown")));
        station.pass(Duration.ofMinutes(2));

        assertThat(station.states(other)).containsExactly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-62")
    void the_next_stage_opens_later_and_open_steps_go_on() {
        station.ups(Site.UPS).runtime(3600);
        UUID id = station.start(twoStages());
        station.pass(Duration.ofSeconds(5));
        var done = station.dispatcher.interventions().postpone(id, Duration.ofMinutes(5));
        assertThat(done.slack()).isPositive().isLessThan(Duration.ofMinutes(55));
        station.pass(Duration.ofMinutes(5));
        assertThat(station.states(id).subList(0, 2)).containsOnly(StepState.CONFIRMED);
        assertThat(station.states(id).get(2)).isEqualTo(StepState.PLANNED);
        assertThat(station.steps(id).get(2).deadlineAt()).isNull();

        station.killAndBoot();
        station.ups(Site.UPS).polled();
        station.pass(Duration.ofSeconds(10));
        assertThat(station.states(id).get(2)).isEqualTo(StepState.PLANNED);
        station.pass(Duration.ofMinutes(3));
        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-62")
    void a_run_is_not_postponed_beyond_the_battery_nor_for_ever() {
        UUID id = station.start(twoStages());
        station.pass(Duration.ofSeconds(5));
        Interventions hands = station.dispatcher.interventions();
        refused(Why.CONFLICT, () -> hands.postpone(id, Duration.ofMinutes(1)));
        station.ups(Site.UPS).runtime(400);
        refused(Why.CONFLICT, () -> hands.postpone(id, Duration.ofMinutes(5)));
        station.ups(Site.UPS).runtime(7200);
        hands.postpone(id, Duration.ofMinutes(10));
        refused(Why.CONFLICT, () -> hands.postpone(id, Duration.ofMinutes(6)));
        hands.postpone(id, Duration.ofMinutes(5));
        station.ups(Site.UPS).silent();
        refused(Why.CONFLICT, () -> hands.postpone(id, Duration.ofSeconds(1)));
        station.pass(Duration.ofMinutes(30));
        refused(Why.CLOSED, () -> hands.postpone(id, Duration.ofSeconds(1)));
    }

    @Test
    @Requirement("EXE-62")
    void only_what_was_not_sent_can_be_left_out() {
        UUID id = station.start(twoStages());
        station.pass(Duration.ofSeconds(5));
        Interventions hands = station.dispatcher.interventions();
        refused(Why.CONFLICT, () -> hands.skip(id, station.steps(id).get(0).id()));
        hands.skip(id, station.steps(id).get(2).id());
        assertThat(station.steps(id).get(2).reason()).isEqualTo("by_user");
        station.pass(Duration.ofMinutes(2));

        assertThat(station.run(id).result()).isEqualTo("partial");
        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(2);
    }

    @Test
    @Requirement("EXE-62")
    void a_run_whose_last_open_steps_are_left_out_while_it_is_held_ends() {
        station.dispatcher.interventions().holdAll(TEN, "op", "looking");
        UUID held = station.start(site.inOutage(ActionDraft.vm("b", "pve", "shutdown")));
        station.pass(Duration.ofSeconds(1));
        station.steps(held).forEach(s -> station.dispatcher.interventions().skip(held, s.id()));
        station.pass(Duration.ofMinutes(1));

        assertThat(station.run(held).state()).isEqualTo(RunState.DONE);
    }

    private RunRequest twoStages() {
        return site.inOutage(
                ActionDraft.vm("a", "pve", "shutdown"),
                ActionDraft.vm("b", "nas", "shutdown").stage(1));
    }

    private void hold(UUID id, Duration time) {
        station.dispatcher.interventions().hold(id, time, "op", "looking");
    }

    private static void refused(Why why, ThrowingCallable wish) {
        assertThatThrownBy(wish)
                .isInstanceOfSatisfying(
                        RunRefusedException.class, e -> assertThat(e.why()).isEqualTo(why));
    }
}
