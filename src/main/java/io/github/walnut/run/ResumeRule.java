package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.time.Instant;
import java.util.Optional;

/** What becomes of a step that the journal shows unfinished when the program starts. */
final class ResumeRule {

    private ResumeRule() {}

    /** A verb that nobody knows any more is treated as one that cannot be read back. */
    static Move resumed(Step step, Optional<Capability.Verb> verb, Instant now) {
        boolean blind = verb.map(v -> v.effect() == Capability.Effect.BLIND).orElse(true);
        return switch (step.state()) {
            case INTENT, SENT, UNKNOWN -> blind ? inDoubt(step, now) : reconcile(step, now);
            case ACCEPTED -> accepted(step, verb, blind, now);
            default -> Move.to(step, Progress.NEW);
        };
    }

    private static Move inDoubt(Step step, Instant now) {
        return RunBook.settled(step)
                ? Move.to(step, Progress.NEW)
                : Ends.unknown(step, Progress.NEW, now);
    }

    private static Move reconcile(Step step, Instant now) {
        return RunBook.settled(step)
                ? Move.to(step, Progress.NEW)
                : Move.to(
                        new StepDraft(step).state(StepState.UNKNOWN).done(),
                        Progress.NEW.doubtful().pause(now));
    }

    private static Move accepted(
            Step step, Optional<Capability.Verb> verb, boolean blind, Instant now) {
        if (blind && verb.isPresent()) {
            return Ends.confirmedByAnswer(step, Progress.NEW, now);
        }
        boolean escalationNotSent =
                step.attempts().stream().noneMatch(a -> a.verb().equals(step.verb()));
        return Move.to(
                step,
                escalationNotSent
                        ? Progress.NEW.doing(Progress.Doing.READY)
                        : Progress.NEW.pause(now));
    }
}
