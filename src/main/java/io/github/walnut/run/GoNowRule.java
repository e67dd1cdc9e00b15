package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Ends the countdowns of a run before their time: a hold of its own, the delays of actions whose
 * turn has come, and a pause before the point of no return that has begun. What is not counting
 * down yet keeps its time.
 */
final class GoNowRule {

    private GoNowRule() {}

    /**
     * @param finalDelay the pause before a step after which there is no return
     * @throws RunRefusedException when nothing of the run counts down
     */
    static void go(RunBook book, Verbs verbs, Duration finalDelay, Instant now) {
        Run run = book.run();
        if (run.state().terminal()) {
            throw RunRefusedException.closed(run);
        }
        if (CancelRule.cancelled(run)) {
            throw RunRefusedException.conflict("run " + run.id() + " is cancelled");
        }
        boolean held = run.course().hold() != null;
        if (held) {
            HoldRule.resume(book, now);
        }
        List<Step> waiting =
                book.open().stream()
                        .filter(step -> begin(step, book, verbs.of(step), finalDelay, now) != null)
                        .toList();
        if (!held && waiting.isEmpty()) {
            throw RunRefusedException.conflict("nothing of run " + run.id() + " counts down");
        }
        for (Step step : waiting) {
            Instant begin = begin(step, book, verbs.of(step), finalDelay, now);
            Instant opened = book.opened(step.stage());
            book.change(book.run().course().opening(step.stage(), opened));
            book.apply(
                    Move.to(
                            new StepDraft(step).deadlineAt(begin.plus(step.budget())).done(),
                            book.progress(step).waiting()));
        }
    }

    /** When its time begins from now on; null when it counts nothing down. */
    private static Instant begin(
            Step step,
            RunBook book,
            Optional<Capability.Verb> verb,
            Duration finalDelay,
            Instant now) {
        if (step.state() != StepState.PLANNED || step.deadlineAt() == null) {
            return null;
        }
        if (now.isBefore(Next.startAt(step))) {
            return now;
        }
        Instant pause = book.progress(step).notBefore();
        return pause != null && now.isBefore(pause) && PointOfNoReturn.is(step, verb)
                ? now.minus(finalDelay)
                : null;
    }
}
