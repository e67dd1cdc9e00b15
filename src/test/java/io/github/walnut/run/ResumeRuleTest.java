package io.github.walnut.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Answers;
import io.github.walnut.virtual.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of what becomes of each state of the journal after a restart. */
class ResumeRuleTest {

    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");
    private static final Map<Effect, ActionDraft> VERBS =
            Map.of(
                    Effect.IDEMPOTENT,
                    ActionDraft.vm("a", "pve", "stop"),
                    Effect.READABLE,
                    ActionDraft.of("a", "pve", "outlet.power", "off", "outlet"),
                    Effect.BLIND,
                    ActionDraft.of("a", "pve", "notify.send", "send", "host"));

    private final Site site =
            new Site().add("pve").vm("pve", "1").target("pve", "outlet", "1", false, false);
    private final RunMachine machine = new RunMachine(site, new Retries(() -> 0.5), Duration.ZERO);

    @ParameterizedTest
    @EnumSource(Effect.class)
    @Requirement("EXE-44")
    void a_planned_step_goes_on_as_planned(Effect effect) {
        RunBook book = resumed(effect, StepState.PLANNED);

        assertThat(only(book).state()).isEqualTo(StepState.PLANNED);
        assertThat(machine.due(book, NOW)).extracting(Call::kind).containsExactly(Call.Kind.PROBE);
    }

    @ParameterizedTest
    @CsvSource({
        "IDEMPOTENT, off,          CONFIRMED, ",
        "READABLE,   off,          CONFIRMED, ",
        "IDEMPOTENT, transitional, ACCEPTED, ",
        "READABLE,   transitional, ACCEPTED, ",
        "IDEMPOTENT, running,      UNKNOWN, EXECUTE",
        "READABLE,   on,           UNKNOWN, EXECUTE",
        "IDEMPOTENT, unreadable,   UNKNOWN, EXECUTE",
        "READABLE,   unreadable,   UNKNOWN, STATE",
    })
    @Requirement({"EXE-44", "INT-47"})
    void an_order_in_doubt_is_decided_by_the_state(
            Effect effect, String reading, StepState state, Call.Kind next) {
        for (StepState before : List.of(StepState.INTENT, StepState.SENT, StepState.UNKNOWN)) {
            RunBook book = resumed(effect, before);
            Call read = machine.due(book, NOW).get(0);
            assertThat(read.kind()).isEqualTo(Call.Kind.STATE);
            machine.prepare(read, NOW);
            machine.answered(read, answer(read, reading), NOW);

            assertThat(only(book).state()).isEqualTo(state);
            if (next != null) {
                assertThat(machine.due(book, NOW.plusSeconds(3)))
                        .extracting(Call::kind)
                        .containsExactly(next);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StepState.class,
            names = {"INTENT", "SENT", "UNKNOWN"})
    @Requirement({"EXE-44", "EXE-45"})
    void a_blind_order_in_doubt_is_never_sent_again(StepState before) {
        RunBook book = resumed(Effect.BLIND, before);

        assertThat(only(book).state()).isEqualTo(StepState.UNKNOWN);
        assertThat(only(book).reason()).isEqualTo("in_doubt");
        assertThat(book.takeAlarms())
                .extracting(RunBook.Raised::alarm)
                .containsExactly(Alarm.IN_DOUBT);
        assertThat(machine.due(book, NOW.plusSeconds(100))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"IDEMPOTENT", "READABLE"})
    @Requirement({"EXE-44", "EXE-45"})
    void the_verification_of_an_accepted_order_goes_on_with_the_time_that_is_left(Effect effect) {
        RunBook book = resumed(effect, StepState.ACCEPTED);

        assertThat(machine.due(book, NOW)).extracting(Call::kind).containsExactly(Call.Kind.STATE);
        assertThat(only(book).deadlineAt()).isEqualTo(NOW.plusSeconds(10));
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"BLIND"})
    @Requirement("EXE-44")
    void an_accepted_blind_order_is_confirmed_by_the_answer_it_has(Effect effect) {
        assertThat(only(resumed(effect, StepState.ACCEPTED)).state())
                .isEqualTo(StepState.CONFIRMED);
    }

    @ParameterizedTest
    @EnumSource(
            value = StepState.class,
            names = {"CONFIRMED", "FAILED", "TIMED_OUT", "SKIPPED"})
    @Requirement({"EXE-44", "EXE-45"})
    void what_is_final_stays_as_it_is(StepState before) {
        for (Effect effect : Effect.values()) {
            RunBook book = resumed(effect, before);

            assertThat(book.changedSteps()).isEmpty();
            assertThat(machine.due(book, NOW.plusSeconds(100))).isEmpty();
        }
    }

    private RunBook resumed(Effect effect, StepState state) {
        RunBook fresh = site.planned(site.live(VERBS.get(effect)), NOW.minusSeconds(20));
        Step step = only(fresh);
        boolean sent = state != StepState.PLANNED && state != StepState.SKIPPED;
        StepDraft draft =
                new StepDraft(step)
                        .state(state)
                        .stateBefore(effect == Effect.IDEMPOTENT ? "running" : "on")
                        .deadlineAt(NOW.plusSeconds(10))
                        .endedAt(state.terminal() ? NOW : null);
        if (sent) {
            draft.attempt(1)
                    .attempts(List.of(new Step.Attempt(1, step.verb(), NOW, null, null, null)));
        }
        RunBook book = new RunBook(fresh.run(), List.of(draft.done()), RunTerms.NONE);
        machine.resume(book, NOW, new PowerBoard(Duration.ofSeconds(10), NOW));
        return book;
    }

    private static DriverResult answer(Call read, String reading) {
        Step step = read.step();
        DriverCall words =
                new DriverCall(
                        DriverCall.Mode.STATE,
                        new Site().add("pve").host("pve").orElseThrow(),
                        step.target(),
                        step.capability(),
                        step.verb(),
                        Map.of(),
                        Map.of(),
                        null,
                        step.idempotencyKey(),
                        new UUID(1, 1).toString(),
                        1,
                        1000);
        return Optional.of(reading)
                .filter(r -> !r.equals("unreadable"))
                .map(status -> Answers.ok(words, status, List.of()))
                .orElseGet(() -> Answers.failed(words, ErrorClass.UNREACHABLE, false));
    }

    private static Step only(RunBook book) {
        return book.steps().iterator().next();
    }
}
