package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Obligation.Status;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ObligationsTest {

    private final Station station =
            new Station(
                            new Site()
                                    .add("pve")
                                    .vm("pve", "1")
                                    .target("pve", "poe-port", "3", false, false))
                    .boot();

    private UUID stop(String verb) {
        UUID id = station.start(station.site.live(ActionDraft.vm("clients", "pve", verb)));
        station.pass(Duration.ofSeconds(1));
        return id;
    }

    private List<Status> statuses() {
        return station.journal.everOwed().stream().map(Obligation::status).toList();
    }

    @Test
    @Requirement("EXE-51")
    void a_stop_of_what_runs_owes_a_start() {
        station.world.put("pve", "vm:1", "running");

        UUID run = stop("shutdown");

        Obligation owed = station.journal.obligations().get(0);
        Step step = station.steps(run).get(0);
        assertThat(owed.status()).isEqualTo(Status.OPEN);
        assertThat(owed.verb()).isEqualTo("start");
        assertThat(owed.params()).isEmpty();
        assertThat(owed.stateBefore()).isEqualTo("running");
        assertThat(owed.stepId()).isEqualTo(step.id());
        assertThat(owed.runId()).isEqualTo(run);
        assertThat(owed.target().id()).isEqualTo("vm:1");
    }

    @Test
    @Requirement("EXE-51")
    void it_stands_in_the_journal_before_the_order_leaves() {
        station.world.put("pve", "vm:1", "running");
        station.journal.fault(
                (number, committed) -> {
                    if (committed && !station.journal.obligations().isEmpty()) {
                        assertThat(station.world.deeds()).isEmpty();
                        throw new Stop();
                    }
                });
        try {
            stop("shutdown");
        } catch (Stop e) {
            station.journal.fault(io.github.walnut.virtual.JsonJournal.Fault.NONE);
        }
        assertThat(statuses()).containsExactly(Status.OPEN);
        assertThat(station.journal.unfinished().get(0).steps())
                .extracting(Step::state)
                .containsExactly(StepState.INTENT);
    }

    private static final class Stop extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    @Requirement("EXE-51")
    void what_was_off_before_is_not_owed() {
        station.world.put("pve", "vm:1", "stopped");
        stop("shutdown");
        assertThat(statuses()).isEmpty();
    }

    @Test
    @Requirement("EXE-51")
    void a_verb_that_nothing_undoes_owes_nothing() {
        station.world.put("pve", "vm:1", "running");
        stop("reboot");
        assertThat(statuses()).isEmpty();
    }

    @Test
    @Requirement("EXE-51")
    void an_unknown_state_before_owes_nothing_and_says_so() {
        station.world.put("pve", "vm:1", "unknown");
        stop("shutdown");
        assertThat(statuses()).isEmpty();
        assertThat(station.told).contains("NOT_RESTORED_UNKNOWN vm:1");
    }

    @Test
    @Requirement("EXE-51")
    void the_state_at_the_begin_of_the_outage_stands_in_for_an_unknown_one() {
        station.world.put("pve", "vm:1", "unknown");
        station.statesBefore = (outage, target) -> Optional.of("running");
        stop("shutdown");
        assertThat(statuses()).containsExactly(Status.OPEN);
        assertThat(station.told).isEmpty();
    }

    @Test
    @Requirement("EXE-51")
    void the_reading_right_before_the_stop_wins_over_the_one_of_the_outage() {
        station.world.put("pve", "vm:1", "running");
        station.statesBefore = (outage, target) -> Optional.of("stopped");
        stop("shutdown");
        assertThat(statuses()).containsExactly(Status.OPEN);
    }

    @Test
    @Requirement("EXE-51")
    void a_stop_by_parameter_is_undone_by_the_other_value() {
        station.world.put("pve", "poe-port:3", "on");
        UUID id =
                station.start(
                        station.site.live(
                                ActionDraft.of("cams", "pve", "poe.port", "set", "poe-port")
                                        .params(Map.of("state", "off", "confirm", true))));
        station.pass(Duration.ofSeconds(1));
        assertThat(station.steps(id)).hasSize(1);
        Obligation owed = station.journal.everOwed().get(0);
        assertThat(owed.verb()).isEqualTo("set");
        assertThat(owed.params()).containsEntry("state", "on").containsEntry("confirm", true);
        assertThat(owed.status()).isEqualTo(Status.OPEN);
    }

    @Test
    @Requirement("EXE-51")
    void a_refused_stop_voids_it() {
        station.world.put("pve", "vm:1", "running");
        station.world.mood(
                "pve", "vm:1", Mode.EXECUTE, new Behaviour.Refusing(ErrorClass.FORBIDDEN));
        stop("shutdown");
        assertThat(statuses()).containsExactly(Status.VOID);
        assertThat(station.journal.obligations()).isEmpty();
    }

    @Test
    @Requirement("EXE-51")
    void a_stop_that_was_not_seen_to_work_is_owed_until_it_is_looked_at_again() {
        station.world.put("pve", "vm:1", "running");
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID id = stop("shutdown");
        station.pass(Duration.ofMinutes(5));
        assertThat(station.states(id)).containsExactly(StepState.TIMED_OUT);
        assertThat(statuses()).containsExactly(Status.OPEN);
        assertThat(station.journal.obligations().get(0).reason()).isEqualTo("not_confirmed");
    }

    @Test
    @Requirement("EXE-51")
    void a_second_stop_of_what_runs_again_replaces_the_first_obligation() {
        station.world.put("pve", "vm:1", "running");
        stop("shutdown");
        station.pass(Duration.ofMinutes(1));
        station.world.put("pve", "vm:1", "running");
        stop("shutdown");
        assertThat(statuses()).containsExactly(Status.RESTORED_ELSEWHERE, Status.OPEN);
    }

    @Test
    @Requirement("EXE-51")
    void what_is_off_already_stays_owed_once() {
        station.world.put("pve", "vm:1", "running");
        stop("shutdown");
        station.pass(Duration.ofMinutes(1));
        stop("shutdown");
        assertThat(statuses()).containsExactly(Status.OPEN);
    }

    @Test
    @Requirement("EXE-51")
    void a_start_by_another_policy_settles_it() {
        station.world.put("pve", "vm:1", "running");
        stop("shutdown");
        station.pass(Duration.ofMinutes(1));
        stop("start");
        station.pass(Duration.ofMinutes(1));
        assertThat(statuses()).containsExactly(Status.RESTORED_ELSEWHERE);
    }

    @Test
    @Requirement("EXE-51")
    void a_dry_run_owes_nothing() {
        station.world.put("pve", "vm:1", "running");
        station.start(
                station.site.request(
                        Run.Mode.DRY_RUN, null, ActionDraft.vm("clients", "pve", "shutdown")));
        station.pass(Duration.ofMinutes(1));
        assertThat(statuses()).isEmpty();
    }

    @Test
    @Requirement("EXE-51")
    void it_outlives_the_process() {
        station.world.put("pve", "vm:1", "running");
        stop("shutdown");
        station.killAndBoot();
        station.pass(Duration.ofMinutes(1));
        station.killAndBoot();
        assertThat(statuses()).containsExactly(Status.OPEN);
        station.pass(Duration.ofMinutes(1));
        stop("start");
        station.pass(Duration.ofMinutes(1));
        assertThat(statuses()).containsExactly(Status.RESTORED_ELSEWHERE);
    }
}
