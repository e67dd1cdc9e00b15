package io.github.walnut.dispatch;

import static io.github.walnut.policy.Recovery.OnSecondOutage.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Recovery;
import io.github.walnut.run.DriverCall.Mode;
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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that says yes and stays as it is, until somebody else or its own pace changes it. */
class LateConfirmationTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Site site =
            new Site()
                    .add("pve")
                    .vm("pve", "1")
                    .recovery(Site.recovery(Recovery.Order.REVERSE, 0, STOP));
    private final Station station = new Station(site).boot();

    @BeforeEach
    void a_machine_runs() {
        station.world.put("pve", "vm:1", "running");
    }

    @AfterEach
    void nothing_but_evidence_was_added_to_what_had_ended() {
        assertThat(station.law.broken()).isEmpty();
    }

    /** Ordered, accepted, and not there in time. */
    private UUID late(String verb) {
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID id = station.start(site.inOutage(ActionDraft.vm("clients", "pve", verb)));
        for (int i = 0; i < 60 && !station.states(id).contains(StepState.TIMED_OUT); i++) {
            station.pass(Duration.ofSeconds(5));
        }
        assertThat(station.states(id)).containsExactly(StepState.TIMED_OUT);
        return id;
    }

    private void becomes(String status) {
        station.world.target("pve/vm:1").becomes(status);
    }

    private Step step(UUID run) {
        return station.steps(run).get(0);
    }

    private boolean lateEvidence(UUID run) {
        return step(run).evidence().stream()
                .anyMatch(item -> Boolean.TRUE.equals(item.get("late")));
    }

    private List<Status> statuses() {
        return station.journal.everOwed().stream().map(Obligation::status).toList();
    }

    private int readings() {
        return station.world.heard(Mode.STATE).size();
    }

    private void poll(Duration span) {
        for (Duration left = span; left.toSeconds() > 0; left = left.minusSeconds(5)) {
            station.pass(Duration.ofSeconds(5));
            station.ups(Site.UPS).polled();
        }
    }

    private List<Run> recoveries() {
        return station.journal.all().stream()
                .filter(run -> run.kind() == Run.Kind.RECOVERY)
                .toList();
    }

    @Test
    @Requirement("EXE-36")
    void evidence_that_comes_late_is_added_and_changes_neither_step_nor_result() {
        UUID id = late("shutdown");
        station.pass(Duration.ofSeconds(1));
        Run run = station.run(id);
        Step before = step(id);
        assertThat(run.result()).isEqualTo("failed");
        station.pass(MINUTE.multipliedBy(8));

        becomes("stopped");
        station.pass(MINUTE);

        Step after = step(id);
        assertThat(after.evidence()).hasSize(before.evidence().size() + 1);
        assertThat(after.evidence().get(before.evidence().size()))
                .containsEntry("value", "stopped")
                .containsEntry("late", true);
        assertThat(after.state()).isEqualTo(StepState.TIMED_OUT);
        assertThat(after.reason()).isEqualTo("not_confirmed");
        assertThat(after.endedAt()).isEqualTo(before.endedAt());
        assertThat(station.run(id).result()).isEqualTo(run.result());
        assertThat(station.run(id).endedAt()).isEqualTo(run.endedAt());
        assertThat(station.run(id).summary()).isEqualTo(run.summary());
        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(1);
    }

    @Test
    @Requirement("EXE-36")
    void a_stop_that_worked_late_is_owed_like_one_that_worked_in_time() {
        late("shutdown");
        station.pass(MINUTE);
        assertThat(station.journal.obligations().get(0).reason()).isEqualTo("not_confirmed");

        becomes("stopped");
        station.pass(MINUTE);

        Obligation owed = station.journal.obligations().get(0);
        assertThat(owed.status()).isEqualTo(Status.OPEN);
        assertThat(owed.reason()).isNull();
    }

    @Test
    @Requirement("EXE-36")
    void a_step_that_was_confirmed_late_is_read_no_more() {
        late("shutdown");
        becomes("stopped");
        station.pass(MINUTE);
        int read = readings();
        station.pass(MINUTE.multipliedBy(5));
        assertThat(readings()).isEqualTo(read);
    }

    @Test
    @Requirement("EXE-36")
    void the_target_is_read_twice_a_minute_for_ten_minutes_and_then_no_more() {
        UUID id = late("shutdown");
        int read = readings();
        station.pass(MINUTE.multipliedBy(10).plusSeconds(5));
        assertThat(readings() - read).isBetween(18, 20);
        read = readings();

        becomes("stopped");
        station.pass(MINUTE.multipliedBy(10));

        assertThat(readings()).isEqualTo(read);
        assertThat(lateEvidence(id)).isFalse();
    }

    @Test
    @Requirement("EXE-36")
    void it_outlives_a_restart_and_does_not_begin_anew_with_it() {
        UUID id = late("shutdown");
        Instant ended = step(id).endedAt();
        station.pass(MINUTE.multipliedBy(2));
        station.killAndBoot();
        becomes("stopped");
        station.pass(MINUTE);
        assertThat(lateEvidence(id)).isTrue();
        assertThat(step(id).endedAt()).isEqualTo(ended);

        becomes("running");
        UUID other = late("shutdown");
        station.pass(MINUTE.multipliedBy(9));
        station.killAndBoot();
        station.pass(MINUTE.multipliedBy(2));
        becomes("stopped");
        station.pass(MINUTE);
        assertThat(lateEvidence(other)).isFalse();
    }

    @Test
    @Requirement("EXE-36")
    void a_later_order_ends_it_because_the_state_is_the_work_of_that_one() {
        UUID id = late("shutdown");
        station.pass(Duration.ofSeconds(5));
        station.start(site.live(ActionDraft.vm("clients", "pve", "stop")));
        station.pass(MINUTE.multipliedBy(2));
        assertThat(station.world.status("pve", "vm:1")).isEqualTo("stopped");
        assertThat(lateEvidence(id)).isFalse();

        station.killAndBoot();
        station.pass(MINUTE);
        assertThat(lateEvidence(id)).isFalse();
    }

    @Test
    @Requirement("EXE-36")
    void a_start_that_worked_late_settles_what_was_owed() {
        station.start(site.inOutage(ActionDraft.vm("clients", "pve", "shutdown")));
        station.pass(MINUTE);
        late("start");
        assertThat(statuses()).containsExactly(Status.OPEN);

        becomes("running");
        station.pass(MINUTE);

        assertThat(statuses()).containsExactly(Status.RESTORED_ELSEWHERE);
    }

    @Test
    @Requirement("EXE-36")
    void a_start_of_a_recovery_run_that_worked_late_is_restored() {
        station.ups(Site.UPS).onBattery();
        station.start(site.inOutage(ActionDraft.vm("clients", "pve", "shutdown")));
        station.pass(MINUTE);
        station.ups(Site.UPS).onMains();
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        poll(MINUTE.multipliedBy(10));
        assertThat(statuses()).containsExactly(Status.FAILED);
        Run recovery = recoveries().get(0);

        becomes("running");
        poll(MINUTE);

        assertThat(statuses()).containsExactly(Status.RESTORED);
        assertThat(lateEvidence(recovery.id())).isTrue();
        assertThat(station.run(recovery.id()).result()).isEqualTo(recovery.result());
    }

    @Test
    @Requirement("EXE-36")
    void a_stop_that_works_after_recovery_had_found_the_target_running_is_owed_again() {
        seenRunningByRecovery();

        becomes("stopped");
        poll(Duration.ofSeconds(40));

        assertThat(statuses()).doesNotContain(Status.VOID);
        poll(MINUTE.multipliedBy(2));
        assertThat(station.world.status("pve", "vm:1")).isEqualTo("running");
        assertThat(statuses()).containsExactly(Status.RESTORED);
    }

    @Test
    @Requirement("EXE-36")
    void so_it_is_after_a_restart_in_between() {
        seenRunningByRecovery();
        station.killAndBoot();

        becomes("stopped");
        poll(MINUTE.multipliedBy(2));

        assertThat(station.world.status("pve", "vm:1")).isEqualTo("running");
        assertThat(statuses()).containsExactly(Status.RESTORED);
    }

    private void seenRunningByRecovery() {
        station.ups(Site.UPS).onBattery();
        late("shutdown");
        station.ups(Site.UPS).onMains();
        poll(MINUTE.multipliedBy(6));
        assertThat(recoveries()).hasSize(1);
        assertThat(statuses()).containsExactly(Status.VOID);
    }
}
