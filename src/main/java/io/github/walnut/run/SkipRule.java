package io.github.walnut.run;

import java.time.Instant;

/** Leaves out a step that was not sent, because a person said so. */
public final class SkipRule {

    private SkipRule() {}

    /**
     * @throws RunRefusedException when it is not planned any more
     */
    public static void skip(RunBook book, Step step, Instant now) {
        if (step.state() != StepState.PLANNED || book.run().state().terminal()) {
            throw RunRefusedException.conflict(
                    "step " + step.id() + " is " + step.state().word() + ": expected planned");
        }
        book.apply(Ends.skipped(step, book.progress(step), Reasons.BY_USER, now));
    }
}
