package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;

/**
 * The process stood still while a run was under way. No step loses the time in which nobody could
 * work on it, and nothing is sent before the power that the run depends on was looked at again.
 */
final class StandstillRule {

    private StandstillRule() {}

    static void stoodStill(RunBook book, Duration lost, Instant now) {
        if (book.run().state().terminal()) {
            return;
        }
        moveStages(book, lost);
        for (Step step : book.open()) {
            if (step.deadlineAt() != null && !held(book, step)) {
                book.change(new StepDraft(step).deadlineAt(step.deadlineAt().plus(lost)).done());
            }
        }
        FreshPoll.stoodStill(book, lost, now);
        if (RestartRule.of(book)) {
            book.silentSince(now);
        }
    }

    /** What waited for the first look afterwards gets that time back too. */
    static void giveBack(RunBook book, Instant since, Instant now) {
        moveStages(book, Duration.between(since, now));
        for (Step step : book.open()) {
            boolean waits = HoldRule.waits(step, book.progress(step));
            if (step.deadlineAt() != null && waits && !book.standsStill()) {
                Duration waited = Duration.between(HoldRule.stoodSince(step, since), now);
                book.change(new StepDraft(step).deadlineAt(step.deadlineAt().plus(waited)).done());
            }
        }
    }

    private static void moveStages(RunBook book, Duration lost) {
        if (book.standsStill()) {
            return;
        }
        Course course = book.run().course();
        for (int stage : book.stages()) {
            Instant opened = book.opened(stage);
            if (opened != null) {
                book.open(stage, opened.plus(lost));
                course = course.opening(stage, opened.plus(lost));
            }
        }
        if (!course.equals(book.run().course())) {
            book.change(course);
        }
    }

    /** What is held gets all of its time back when the hold ends. */
    private static boolean held(RunBook book, Step step) {
        return book.standsStill() && HoldRule.waits(step, book.progress(step));
    }
}
