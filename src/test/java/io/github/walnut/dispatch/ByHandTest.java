package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRefusedException;
import io.github.walnut.run.RunRefusedException.Why;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that people start, and steps that they try again. */
class ByHandTest {

    private final Site site = new Site().add("pve").vm("pve", "1").vm("pve", "2");
    private final Station station = new Station(site).boot();

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement("EXE-62")
    void a_failed_step_is_tried_again_with_its_mildest_verb() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("pve", "vm:2", "running");
        station.world.mood(
                "pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying(), new Behaviour.Lying());
        UUID id =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "pve", "shutdown")
                                        .timeout(Duration.ofSeconds(30))
                                        .escalate("stop")));
        Step running = station.steps(id).get(0);
        refused(Why.CONFLICT, () -> retry(station.run(id), running, true));
        station.pass(Duration.ofMinutes(5));
        Step failed = station.steps(id).get(0);
        assertThat(failed.state()).isEqualTo(StepState.TIMED_OUT);
        assertThat(failed.verb()).isEqualTo("stop");

        refused(Why.NOT_ARMED, () -> retry(station.run(id), failed, false));
        refused(Why.CONFLICT, () -> retry(station.run(id), station.steps(id).get(1), true));
        UUID again = retry(station.run(id), failed, true);
        assertThat(station.steps(again).get(0).verb()).isEqualTo("shutdown");
        assertThat(station.steps(again).get(0).escalate()).containsExactly("stop");
        station.pass(Duration.ofMinutes(5));

        Run run = station.run(again);
        assertThat(run.kind()).isEqualTo(Run.Kind.RETRY);
        assertThat(run.parentRun()).isEqualTo(id);
        assertThat(run.result()).isEqualTo("succeeded");
        assertThat(station.run(id).result()).isEqualTo("partial");
    }

    @Test
    @Requirement({"EXE-62", "EXE-45"})
    void a_verb_that_cannot_be_read_back_is_repeated_only_when_confirmed() {
        site.add("mail");
        station.world.put("mail", "host:mail", "on");
        station.world.mood("mail", "host:mail", Mode.EXECUTE, new Behaviour.Silent(false));
        UUID id =
                station.start(
                        site.live(
                                ActionDraft.of("m", "mail", "notify.send", "send", "host")
                                        .timeout(Duration.ofSeconds(30))));
        station.pass(Duration.ofMinutes(2));
        Step lost = station.steps(id).get(0);
        assertThat(lost.state()).isEqualTo(StepState.UNKNOWN);

        refused(Why.UNCONFIRMED, () -> retry(station.run(id), lost, true));
        UUID again =
                station.dispatcher
                        .interventions()
                        .retry(station.run(id), lost, "op", "again", lost.target().id(), true);
        station.pass(Duration.ofMinutes(1));
        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(2);
        assertThat(station.run(again).state()).isEqualTo(RunState.DONE);
    }

    @Test
    @Requirement({"EXE-65", "EXE-63"})
    void a_run_by_hand_is_live_without_a_trigger_and_does_not_care_for_power() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("pve", "vm:2", "running");
        station.ups(Site.UPS).onMains();
        RunRequest plain = site.live(ActionDraft.vm("a", "pve", "shutdown"));
        UUID id =
                station.start(
                        new RunRequest(
                                Run.Kind.MANUAL,
                                Run.Mode.LIVE,
                                plain.policy(),
                                null,
                                Site.UPS,
                                null,
                                plain.correlationId(),
                                null,
                                0,
                                "admin",
                                "by hand: cancelled maintenance"));
        station.pass(Duration.ofMinutes(5));

        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
        assertThat(station.run(id).result()).isEqualTo("succeeded");
    }

    private UUID retry(Run run, Step step, boolean mayActLive) {
        return station.dispatcher.interventions().retry(run, step, "op", "again", null, mayActLive);
    }

    private static void refused(Why why, org.assertj.core.api.ThrowableAssert.ThrowingCallable w) {
        assertThatThrownBy(w)
                .isInstanceOfSatisfying(
                        RunRefusedException.class, e -> assertThat(e.why()).isEqualTo(why));
    }
}
