package io.github.walnut.run;

import java.time.Instant;
import java.util.Set;

/** Ends a recovery run early: nothing new is started, what is under way is followed to its end. */
final class RecoveryHalt {

    private static final Set<String> CAUSES =
            Set.of(Reasons.SECOND_OUTAGE, Reasons.OVERRULED, Reasons.NO_CONTACT);

    private RecoveryHalt() {}

    static boolean halted(Run run) {
        return run.kind() == Run.Kind.RECOVERY
                && run.reason() != null
                && CAUSES.contains(run.reason());
    }

    /**
     * @param finishWave the stages that are open already are completed
     */
    static void halt(RunBook book, String cause, boolean finishWave, Instant now) {
        if (book.run().state().terminal() || CancelRule.cancelled(book.run())) {
            return;
        }
        if (!halted(book.run()) || harsher(book.run(), cause)) {
            book.change(new RunDraft(book.run()).reason(cause).done());
        }
        for (Step step : book.open()) {
            boolean goesOn = finishWave && book.opened(step.stage()) != null;
            if (step.state() == StepState.PLANNED && !goesOn) {
                book.apply(Ends.skipped(step, book.progress(step), Reasons.OVERRULED, now));
            }
        }
    }

    /** A wave that is being completed is given up for a shutdown run. */
    private static boolean harsher(Run run, String cause) {
        return Reasons.OVERRULED.equals(cause) && !Reasons.OVERRULED.equals(run.reason());
    }
}
