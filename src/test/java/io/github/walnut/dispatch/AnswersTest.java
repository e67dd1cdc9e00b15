package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import io.github.walnut.virtual.VirtualTarget;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What targets may answer, and what is made of it. */
class AnswersTest {

    private final Site site =
            new Site().add("pve").vm("pve", "1").target("pve", "outlet", "1", false, false);
    private final Station station = new Station(site);
    private VirtualTarget machine;

    @BeforeEach
    void one_machine_one_outlet() {
        machine = station.world.put("pve", "vm:1", "running");
        station.world.put("pve", "outlet:1", "on");
        station.boot();
    }

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement("EXE-32")
    void a_target_that_is_there_already_is_left_alone() {
        station.world.put("pve", "vm:1", "stopped");
        UUID id = stop();

        station.pass(Duration.ofSeconds(5));

        assertThat(only(id).state()).isEqualTo(StepState.SKIPPED);
        assertThat(only(id).reason()).isEqualTo("already");
        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
        assertThat(station.run(id).result()).isEqualTo("succeeded");
    }

    @Test
    @Requirement("EXE-32")
    void every_check_before_the_order_is_recorded() {
        UUID id = stop();

        station.pass(Duration.ofSeconds(5));

        assertThat(only(id).preconditions())
                .extracting(check -> check.check() + " " + check.ok())
                .containsExactly("host_state true", "capability true", "target_exists true");
    }

    @Test
    @Requirement("EXE-32")
    void nothing_is_sent_to_a_host_that_must_be_looked_at_first() {
        site.add("pve", Host.State.NEEDS_REVIEW, false);
        UUID id = stop();

        station.pass(Duration.ofSeconds(5));

        assertThat(only(id).state()).isEqualTo(StepState.FAILED);
        assertThat(only(id).reason()).isEqualTo("needs_review");
        assertThat(station.world.heard(Mode.PROBE)).isEmpty();
    }

    @Test
    @Requirement({"EXE-32", "EXE-33"})
    void an_unreachable_host_is_asked_again_and_again_until_the_budget_is_spent() {
        for (int i = 0; i < 100; i++) {
            station.world.mood(
                    "pve", "vm:1", Mode.PROBE, new Behaviour.Refusing(ErrorClass.UNREACHABLE));
        }
        UUID id = stop();

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).state()).isEqualTo(StepState.FAILED);
        assertThat(only(id).reason()).isEqualTo("unreachable");
        assertThat(Duration.between(station.run(id).createdAt(), only(id).endedAt()))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(station.world.heard(Mode.PROBE)).hasSizeBetween(10, 20);
    }

    @Test
    @Requirement("EXE-32")
    void a_host_that_comes_back_within_the_budget_gets_its_order() {
        station.world.mood(
                "pve",
                "vm:1",
                Mode.PROBE,
                new Behaviour.Refusing(ErrorClass.UNREACHABLE),
                new Behaviour.Silent(false));
        UUID id = stop();

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).state()).isEqualTo(StepState.CONFIRMED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorClass.class,
            names = {"CONFLICT", "RATE_LIMITED", "UNAVAILABLE", "UNREACHABLE"})
    @Requirement({"EXE-33", "INT-45", "INT-46"})
    void an_order_that_may_be_repeated_is_sent_three_times_at_most(ErrorClass why) {
        refuse(why, 3);
        UUID id = stop();

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).state()).isEqualTo(StepState.FAILED);
        assertThat(only(id).reason()).isEqualTo(why.word());
        assertThat(only(id).attempts()).hasSize(3);
        assertThat(only(id).attempts())
                .allSatisfy(a -> assertThat(a.error()).startsWith(why.word()));
    }

    @Test
    @Requirement("INT-46")
    void the_pauses_between_attempts_are_one_and_two_seconds() {
        refuse(ErrorClass.CONFLICT, 2);
        UUID id = stop();

        station.pass(Duration.ofMinutes(2));

        List<Step.Attempt> attempts = only(id).attempts();
        assertThat(Duration.between(attempts.get(0).sentAt(), attempts.get(1).sentAt()))
                .isBetween(Duration.ofMillis(1000), Duration.ofMillis(1400));
        assertThat(Duration.between(attempts.get(1).sentAt(), attempts.get(2).sentAt()))
                .isBetween(Duration.ofMillis(2000), Duration.ofMillis(2400));
        assertThat(only(id).state()).isEqualTo(StepState.CONFIRMED);
    }

    @Test
    @Requirement("INT-47")
    void the_state_is_read_before_each_repetition() {
        refuse(ErrorClass.CONFLICT, 1);
        station.world.put("pve", "vm:1", "running").begin("stopped", station.time.now());
        UUID id = stop();

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(station.world.deeds()).isEmpty();
        assertThat(only(id).attempts()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorClass.class,
            names = {
                "VALIDATION",
                "UNAUTHENTICATED",
                "FORBIDDEN",
                "UNTRUSTED",
                "NOT_FOUND",
                "UNSUPPORTED",
                "PRECONDITION_FAILED",
                "TARGET_FAILED",
                "INTERNAL"
            })
    @Requirement({"EXE-33", "INT-45"})
    void what_cannot_get_better_fails_at_once(ErrorClass why) {
        refuse(why, 1);
        UUID id = stop();

        station.pass(Duration.ofSeconds(3));

        assertThat(only(id).state()).isEqualTo(StepState.FAILED);
        assertThat(only(id).attempts()).hasSize(1);
        boolean refused =
                List.of("validation", "unauthenticated", "forbidden", "untrusted")
                        .contains(why.word());
        assertThat(station.told.contains("TARGET_REFUSED vm:1")).isEqualTo(refused);
    }

    @Test
    @Requirement("INT-45")
    void an_answer_that_makes_no_sense_is_asked_for_once_more() {
        refuse(ErrorClass.PROTOCOL, 3);
        UUID id = stop();

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).attempts()).hasSize(2);
        assertThat(only(id).state()).isEqualTo(StepState.FAILED);
    }

    @Test
    @Requirement("INT-47")
    void an_order_without_answer_that_was_carried_out_is_not_sent_twice() {
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Silent(true));
        UUID id = stop();

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(station.world.deeds()).hasSize(1);
        assertThat(only(id).attempts()).hasSize(1);
    }

    @Test
    @Requirement("INT-47")
    void an_order_without_answer_that_was_not_carried_out_is_sent_again() {
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Silent(false));
        UUID id = stop();

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(only(id).attempts()).hasSize(2);
    }

    @Test
    @Requirement({"INT-47", "EXE-45"})
    void a_blind_order_without_answer_stays_in_doubt() {
        station.world.mood("pve", "host:pve", Mode.EXECUTE, new Behaviour.Silent(true));
        UUID id = station.start(site.live(mail()));

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).state()).isEqualTo(StepState.UNKNOWN);
        assertThat(station.told).containsExactly("IN_DOUBT host:pve");
        assertThat(station.world.deeds()).hasSize(1);
        assertThat(station.run(id).result()).isEqualTo("failed");
    }

    @Test
    @Requirement("EXE-45")
    void a_blind_order_that_was_refused_is_not_sent_again() {
        station.world.mood(
                "pve", "host:pve", Mode.EXECUTE, new Behaviour.Refusing(ErrorClass.UNAVAILABLE));
        UUID id = station.start(site.live(mail()));

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).state()).isEqualTo(StepState.FAILED);
        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(1);
    }

    @Test
    @Requirement({"EXE-34", "INT-49"})
    void a_readable_order_that_nobody_can_read_back_ends_in_doubt() {
        station.world.mood("pve", "outlet:1", Mode.EXECUTE, new Behaviour.Silent(true));
        for (int i = 0; i < 100; i++) {
            station.world.mood(
                    "pve", "outlet:1", Mode.STATE, new Behaviour.Refusing(ErrorClass.UNREACHABLE));
        }
        UUID id =
                station.start(
                        site.live(ActionDraft.of("a", "pve", "outlet.power", "off", "outlet")));

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).state()).isEqualTo(StepState.UNKNOWN);
        assertThat(station.world.deeds()).hasSize(1);
    }

    @Test
    @Requirement("EXE-34")
    void a_target_that_says_yes_and_keeps_running_is_never_confirmed() {
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID id = stop();

        station.pass(Duration.ofMinutes(2));

        assertThat(only(id).state()).isEqualTo(StepState.TIMED_OUT);
    }

    @Test
    @Requirement({"EXE-34", "INT-49"})
    void a_reboot_counts_only_when_the_machine_was_seen_away() {
        UUID id = station.start(site.live(ActionDraft.vm("a", "pve", "reboot")));

        station.pass(Duration.ofSeconds(10));
        assertThat(only(id).state()).isEqualTo(StepState.ACCEPTED);
        station.pass(Duration.ofMinutes(1));

        assertThat(only(id).state()).isEqualTo(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-34")
    void a_reboot_of_which_nothing_was_seen_is_not_confirmed() {
        machine.hidesTransition();
        UUID id = station.start(site.live(ActionDraft.vm("a", "pve", "reboot")));

        station.pass(Duration.ofMinutes(5));

        assertThat(only(id).state()).isEqualTo(StepState.TIMED_OUT);
    }

    @Test
    @Requirement({"EXE-64", "EXE-99", "INT-42"})
    void a_dry_run_asks_and_never_orders() {
        UUID id =
                station.start(
                        site.request(
                                Run.Mode.DRY_RUN,
                                null,
                                ActionDraft.vm("a", "pve", "stop"),
                                mail()));

        station.pass(Duration.ofMinutes(2));

        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
        assertThat(station.steps(id)).allMatch(Step::would);
        assertThat(station.steps(id).get(0).preview()).hasSize(1);
        assertThat(station.steps(id).get(1).reason()).isEqualTo("cannot_dry_run");
        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
        assertThat(station.world.heard(Mode.DRY_RUN)).hasSize(1);
        assertThat(station.run(id).summary()).isEqualTo("Would execute 2 actions");
        assertThat(station.run(id).severity().word()).isEqualTo("warn");
        assertThat(station.run(id).reason()).isEqualTo("not_armed");
    }

    private void refuse(ErrorClass why, int times) {
        for (int i = 0; i < times; i++) {
            station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Refusing(why));
        }
    }

    private UUID stop() {
        return station.start(site.live(ActionDraft.vm("a", "pve", "stop")));
    }

    private static ActionDraft mail() {
        return ActionDraft.of("tell", "pve", "notify.send", "send", "host");
    }

    private Step only(UUID run) {
        return station.steps(run).get(0);
    }
}
