package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;

/**
 * Runs that stand still because a person said so: nothing new is sent, and the time of what waits
 * does not pass. What was sent is followed all the same.
 */
public final class HoldRule {

    private HoldRule() {}

    /**
     * @throws RunRefusedException when the run may not be held
     */
    public static void hold(RunBook book, Hold hold, PowerBoard power) {
        Run run = book.run();
        if (run.state().terminal()) {
            throw RunRefusedException.closed(run);
        }
        if (run.committedAt() != null) {
            throw RunRefusedException.conflict(
                    "run " + run.id() + " is " + run.state().word() + ": it cannot be held");
        }
        if (CancelRule.cancelled(run)) {
            throw RunRefusedException.conflict("run " + run.id() + " is cancelled");
        }
        if (critical(book, power)) {
            throw RunRefusedException.conflict(
                    "a UPS of run " + run.id() + " is critical: it must not be held");
        }
        book.change(run.course().held(hold));
        book.told(HoldChange.STARTED, hold);
    }

    /**
     * @throws RunRefusedException when the run is not held itself
     */
    public static void resume(RunBook book) {
        Run run = book.run();
        if (run.state().terminal()) {
            throw RunRefusedException.closed(run);
        }
        if (run.course().hold() == null) {
            throw RunRefusedException.conflict("run " + run.id() + " has no hold of its own");
        }
        end(book);
    }

    /** The same, and what waited gets its time back at once: nothing else holds the run. */
    static void resume(RunBook book, Instant now) {
        resume(book);
        if (book.standsStill()) {
            goOn(book, now);
        }
    }

    /** What a person only rehearses is not touched by a hold of all. */
    static boolean rehearsal(Run run) {
        return run.kind() == Run.Kind.MANUAL && run.mode() == Run.Mode.DRY_RUN;
    }

    /** Some UPS that the run depends on is critical. */
    static boolean critical(RunBook book, PowerBoard power) {
        return book.terms().power().watched(power).anyMatch(PowerBoard::critical)
                || power.of(book.run().upsId()).filter(PowerBoard::critical).isPresent();
    }

    static void advance(RunBook book, Instant now, Surroundings around) {
        own(book, now, around.power());
        Run run = book.run();
        boolean all = around.hold() != null && !rehearsal(run);
        boolean stands = (run.course().hold() != null || all) && mayStand(book);
        if (stands && !book.standsStill()) {
            book.change(run.course().standing(now));
        } else if (!stands && book.standsStill()) {
            goOn(book, now);
        }
        state(book);
    }

    private static void own(RunBook book, Instant now, PowerBoard power) {
        Hold hold = book.run().course().hold();
        if (hold == null) {
            return;
        }
        Instant notice = hold.until().minus(Hold.NOTICE);
        if (hold.over(now) || critical(book, power) || CancelRule.cancelled(book.run())) {
            end(book);
        } else if (!hold.warned() && !now.isBefore(notice)) {
            book.change(book.run().course().held(hold.announced()));
            book.told(HoldChange.ENDING, hold);
            book.wakeAt(hold.until());
        } else {
            book.wakeAt(hold.warned() ? hold.until() : notice);
        }
    }

    /** The run ends, and whatever held it with it. */
    static void over(RunBook book) {
        if (book.run().course().hold() != null) {
            end(book);
        }
        if (book.standsStill()) {
            book.change(book.run().course().standing(null));
        }
    }

    private static void end(RunBook book) {
        Hold hold = book.run().course().hold();
        book.change(book.run().course().held(null));
        book.told(HoldChange.ENDED, hold);
    }

    /** One that finishes may still have a harsher verb to send. */
    private static boolean mayStand(RunBook book) {
        Run run = book.run();
        return run.committedAt() == null
                && !CancelRule.cancelled(run)
                && (book.awaitsAny()
                        || book.open().stream().anyMatch(step -> waits(step, book.progress(step))));
    }

    /** The next thing to be done about it is an order. */
    static boolean waits(Step step, Progress progress) {
        return step.state() == StepState.PLANNED
                || progress.doing() == Progress.Doing.READY
                || CancelRule.waitsToBeSentAgain(step, progress);
    }

    /** The journal sees a run running before it sees it held, and again before it sees its end. */
    private static void state(RunBook book) {
        Run run = book.run();
        boolean held = run.state() == RunState.HELD;
        if (book.standsStill() && !held && book.inJournalAs() == RunState.RUNNING) {
            book.change(new RunDraft(run).state(RunState.HELD).done());
        } else if (!book.standsStill() && held && !CancelRule.cancelled(run)) {
            book.change(new RunDraft(run).state(RunState.RUNNING).done());
        }
    }

    /** What waited gets back the time in which it stood still. */
    private static void goOn(RunBook book, Instant now) {
        Course course = book.run().course();
        Instant since = course.heldSince();
        for (int stage : book.stages()) {
            Instant opened = book.opened(stage);
            if (opened != null) {
                Instant moved = opened.plus(Duration.between(since, now));
                book.open(stage, moved);
                course = course.opening(stage, moved);
            }
        }
        for (Step step : book.open()) {
            Progress progress = book.progress(step);
            if (step.deadlineAt() != null && waits(step, progress)) {
                Instant deadline =
                        step.deadlineAt().plus(Duration.between(stoodSince(step, since), now));
                book.apply(
                        Move.to(
                                new StepDraft(step).deadlineAt(deadline).done(),
                                step.state() == StepState.PLANNED ? progress.waiting() : progress));
            }
        }
        book.change(course.standing(null));
    }

    /**
     * When the wait of the step began: a harsher verb that was chosen later has waited since then.
     */
    static Instant stoodSince(Step step, Instant held) {
        Instant start = Next.startAt(step);
        return step.attempt() > 0 && start.isAfter(held) ? start : held;
    }
}
