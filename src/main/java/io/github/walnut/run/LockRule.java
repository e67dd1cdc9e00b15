package io.github.walnut.run;

import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;

/** A run that waits for its global lock: it gets it, or gives up, or is no longer needed. */
final class LockRule {

    static final String WAITING = "lock";

    /** How long a run waits unless a setting says otherwise. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private LockRule() {}

    static boolean waits(Run run) {
        return run.state() == RunState.ACCEPTED && WAITING.equals(run.phase());
    }

    static Instant givesUpAt(Run run, Duration patience) {
        return run.createdAt().plus(patience);
    }

    static void advance(RunBook book, Instant now, Surroundings around, Duration patience) {
        Run run = book.run();
        if (around.power().awaits(book)) {
            return;
        }
        if (around.lockFree()) {
            if (run.createdAt().isBefore(now) && !around.stillMet().getAsBoolean()) {
                giveUp(book, "no_longer_met", Severity.INFO, now);
            } else {
                book.change(new RunDraft(run).state(RunState.RUNNING).phase(null).done());
            }
        } else if (!now.isBefore(givesUpAt(run, patience))) {
            giveUp(book, "lock_timeout", Severity.ERROR, now);
        }
    }

    private static void giveUp(RunBook book, String result, Severity severity, Instant now) {
        for (Step step : book.open()) {
            book.apply(Ends.skipped(step, book.progress(step), Reasons.CANCELLED, now));
        }
        HoldRule.over(book);
        RunOutcome outcome = new RunOutcome(book.run(), book.steps());
        book.change(
                new RunDraft(book.run())
                        .state(RunState.DONE)
                        .phase(null)
                        .result(result)
                        .severity(severity)
                        .summary(outcome.summary())
                        .endedAt(now)
                        .done());
    }
}
