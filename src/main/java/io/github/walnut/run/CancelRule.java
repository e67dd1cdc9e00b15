package io.github.walnut.run;

import java.time.Instant;
import java.util.Map;

/** What a cancellation does: nothing new is sent, nothing under way is broken off. */
final class CancelRule {

    private CancelRule() {}

    static boolean cancel(RunBook book, String actor, String reason, Instant now) {
        Run run = book.run();
        if (run.state().terminal() || run.committedAt() != null) {
            return false;
        }
        String why = Reasons.CANCELLED + " by " + actor + (reason == null ? "" : ": " + reason);
        book.change(new RunDraft(run).reason(why).course(run.course().stopped(actor)).done());
        book.await(Map.of());
        for (Step step : book.open()) {
            cancel(book, step, now);
        }
        RunRule.advance(book, now);
        return true;
    }

    static boolean cancelled(Run run) {
        return run.course().cancelled();
    }

    /** Ends what would be sent again, now that nothing is sent any more. */
    static void enforce(RunBook book, Instant now) {
        if (!cancelled(book.run())) {
            return;
        }
        for (Step step : book.open()) {
            Progress progress = book.progress(step);
            if (progress.doing() == Progress.Doing.READY) {
                String error = progress.lastError();
                book.apply(
                        Ends.failed(
                                step, progress, error == null ? Reasons.CANCELLED : error, now));
            }
        }
    }

    private static void cancel(RunBook book, Step step, Instant now) {
        Progress progress = book.progress(step);
        if (step.state() == StepState.PLANNED) {
            book.apply(Ends.skipped(step, progress, Reasons.CANCELLED, now));
        } else if (waitsToBeSentAgain(step, progress)) {
            book.apply(Ends.failed(step, progress, progress.lastError(), now));
        }
    }

    /** Refused for sure, and only waiting for the next attempt. */
    static boolean waitsToBeSentAgain(Step step, Progress progress) {
        return step.state() == StepState.SENT
                && !progress.inDoubt()
                && progress.doing() != Progress.Doing.CALLING;
    }
}
