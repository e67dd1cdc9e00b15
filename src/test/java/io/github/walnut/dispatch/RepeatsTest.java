package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two policies that want the same within the window order it once. */
class RepeatsTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Site site = new Site().add("pve").vm("pve", "1").idempotency(WINDOW);
    private final Station station = new Station(site).boot();

    @BeforeEach
    void one_machine() {
        station.world.put("pve", "vm:1", "running");
    }

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement({"EXE-14", "EXE-33"})
    void an_equal_order_within_the_window_is_not_given() {
        stop();
        station.pass(Duration.ofMinutes(1));
        station.world.put("pve", "vm:1", "running");
        UUID second = stop();
        station.pass(Duration.ofMinutes(1));

        assertThat(only(second).state()).isEqualTo(StepState.SKIPPED);
        assertThat(only(second).reason()).isEqualTo("suppressed_idempotent");
        assertThat(station.run(second).result()).isEqualTo("nothing_to_do");
        assertThat(station.world.deeds()).hasSize(1);
    }

    @Test
    @Requirement({"EXE-14", "EXE-65"})
    void a_person_who_forces_it_has_an_order_given_again_within_the_window() {
        stop();
        station.pass(Duration.ofMinutes(1));
        station.world.put("pve", "vm:1", "running");
        UUID forced = station.start(site.forced(ActionDraft.vm("a", "pve", "stop")));
        station.pass(Duration.ofMinutes(1));

        assertThat(only(forced).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(station.run(forced).course().forced()).isTrue();
        assertThat(station.world.deeds()).hasSize(2);
    }

    @Test
    @Requirement({"EXE-14", "EXE-65"})
    void a_forced_run_sends_no_order_beside_an_equal_one_under_way_nor_to_a_target_that_is_there() {
        stop();
        station.pass(Duration.ofSeconds(3));
        UUID beside = station.start(site.forced(ActionDraft.vm("a", "pve", "stop")));
        station.pass(Duration.ofMinutes(1));
        UUID after = station.start(site.forced(ActionDraft.vm("a", "pve", "stop")));
        station.pass(Duration.ofMinutes(1));

        assertThat(only(beside).reason()).isEqualTo("suppressed_idempotent");
        assertThat(only(after).reason()).isEqualTo("already");
        assertThat(station.world.deeds()).hasSize(1);
    }

    @Test
    @Requirement({"EXE-65", "EXE-44"})
    void a_forced_run_is_forced_after_a_crash_too() {
        stop();
        station.pass(Duration.ofMinutes(1));
        station.world.put("pve", "vm:1", "running");
        UUID forced =
                station.start(
                        site.forced(
                                ActionDraft.vm("a", "pve", "stop").delay(Duration.ofSeconds(30))));
        station.pass(Duration.ofSeconds(5));
        assertThat(only(forced).state()).isEqualTo(StepState.PLANNED);
        station.killAndBoot();
        station.pass(Duration.ofMinutes(2));

        assertThat(only(forced).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(station.world.deeds()).hasSize(2);
    }

    @Test
    @Requirement("EXE-14")
    void exactly_at_the_end_of_the_window_it_is_given_again() {
        UUID first = stop();
        station.pass(Duration.ofMinutes(1));
        station.world.put("pve", "vm:1", "running");
        Duration since = Duration.between(only(first).sentAt(), station.time.now());
        station.pass(WINDOW.minus(since));
        stop();
        station.pass(Duration.ofMinutes(1));

        assertThat(station.world.deeds()).hasSize(2);
    }

    @Test
    @Requirement("EXE-14")
    void an_order_that_failed_does_not_stand_in_the_way_of_the_next() {
        station.world.mood(
                "pve", "vm:1", Mode.EXECUTE, new Behaviour.Refusing(ErrorClass.FORBIDDEN));
        stop();
        station.pass(Duration.ofMinutes(1));
        UUID second = stop();
        station.pass(Duration.ofMinutes(1));

        assertThat(only(second).state()).isEqualTo(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-14")
    void an_equal_order_under_way_is_followed_to_its_end() {
        UUID first = stop();
        station.pass(Duration.ofSeconds(3));
        UUID second = stop();
        station.pass(Duration.ofSeconds(3));
        assertThat(only(second).state()).isEqualTo(StepState.PLANNED);
        station.pass(Duration.ofMinutes(1));

        assertThat(only(first).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(only(second).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(only(second).reason()).isEqualTo("suppressed_idempotent");
        assertThat(station.world.deeds()).hasSize(1);
    }

    @Test
    @Requirement("EXE-14")
    void a_dry_run_and_a_real_run_do_not_know_each_other() {
        station.start(site.request(Run.Mode.DRY_RUN, null, ActionDraft.vm("a", "pve", "stop")));
        station.pass(Duration.ofMinutes(1));
        UUID real = stop();
        station.pass(Duration.ofMinutes(1));

        assertThat(only(real).state()).isEqualTo(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-15")
    void another_outage_makes_the_order_new_when_the_target_runs_again() {
        station.start(
                site.request(Run.Mode.LIVE, site.nextId(), ActionDraft.vm("a", "pve", "stop")));
        station.pass(Duration.ofMinutes(1));
        station.world.put("pve", "vm:1", "running");
        UUID second =
                station.start(
                        site.request(
                                Run.Mode.LIVE, site.nextId(), ActionDraft.vm("a", "pve", "stop")));
        station.pass(Duration.ofMinutes(1));

        assertThat(only(second).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(station.world.deeds()).hasSize(2);
    }

    @Test
    @Requirement("EXE-15")
    void an_opposite_order_in_between_makes_the_order_new() {
        stop();
        station.pass(Duration.ofMinutes(1));
        station.start(site.live(ActionDraft.vm("b", "pve", "start")));
        station.pass(Duration.ofMinutes(1));
        UUID again = stop();
        station.pass(Duration.ofMinutes(1));

        assertThat(only(again).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(station.world.status("pve", "vm:1")).isEqualTo("stopped");
    }

    private UUID stop() {
        return station.start(site.live(ActionDraft.vm("a", "pve", "stop")));
    }

    private Step only(UUID run) {
        return station.steps(run).get(0);
    }
}
