package io.github.walnut.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Opens one stage after the other: each when all earlier ones are through or have used up their
 * time. The clock of a step starts when nothing but its delay holds it back.
 */
final class Stages {

    private Stages() {}

    /**
     * @param othersLeft another run of the same outage still has steps, so what walNUT runs on has
     *     to wait
     */
    static void advance(RunBook book, Instant now, boolean othersLeft) {
        skipAfterFailure(book, now);
        for (int stage : book.stages()) {
            if (book.awaitsUntil(stage - 1)) {
                return;
            }
            List<Step> steps = book.inStage(stage);
            if (othersLeft && steps.stream().anyMatch(Stages::self) && unsent(steps)) {
                shut(book, stage, steps);
                return;
            }
            if (book.opened(stage) == null) {
                if (!PostponeRule.mayOpen(book, stage, now)) {
                    return;
                }
                book.open(stage, now);
            }
            start(book, steps, now);
            if (!through(book, stage, now)) {
                return;
            }
        }
    }

    /** Another run began before the first order of this stage was given: it waits again. */
    private static void shut(RunBook book, int stage, List<Step> steps) {
        book.shut(stage);
        for (Step step : steps) {
            if (step.deadlineAt() != null && !RunBook.settled(step)) {
                Step waiting = new StepDraft(step).deadlineAt(null).done();
                book.apply(Move.to(waiting, book.progress(step).waiting()));
            }
        }
    }

    private static boolean unsent(List<Step> steps) {
        return steps.stream().allMatch(s -> s.attempt() == 0);
    }

    /** When the time of an open, unfinished stage is spent. */
    static Optional<Instant> nextSpent(RunBook book, Instant now) {
        return book.stages().stream()
                .filter(stage -> book.opened(stage) != null)
                .filter(stage -> !book.inStage(stage).stream().allMatch(RunBook::settled))
                .map(stage -> book.spentAt(stage))
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }

    /** Takes up again the stages that were open when the process ended. */
    static void reopen(RunBook book) {
        for (int stage : book.stages()) {
            openedAt(book.run(), stage, book.inStage(stage)).ifPresent(at -> book.open(stage, at));
        }
    }

    /** When the stage opened, as far as its steps show; a person may have moved it. */
    static Optional<Instant> openedAt(Run run, int stage, List<Step> steps) {
        return steps.stream()
                .map(Stages::openedAt)
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .map(at -> run.course().openings().getOrDefault(stage, at));
    }

    private static Optional<Instant> openedAt(Step step) {
        if (step.deadlineAt() == null) {
            return Optional.empty();
        }
        boolean escalated = step.attempts().stream().map(Step.Attempt::verb).distinct().count() > 1;
        return Optional.of(
                escalated && step.attempts().get(0).sentAt() != null
                        ? step.attempts().get(0).sentAt()
                        : step.deadlineAt().minus(step.budget()).minus(step.delay()));
    }

    private static void start(RunBook book, List<Step> steps, Instant now) {
        for (Step step : steps) {
            if (step.state() == StepState.PLANNED
                    && step.deadlineAt() == null
                    && step.after().stream().allMatch(action -> settled(book, action))) {
                Instant deadline = now.plus(step.delay()).plus(step.budget());
                book.change(new StepDraft(step).deadlineAt(deadline).done());
            }
        }
    }

    /** Whether the next stage may open; ends what was not sent when the time is spent. */
    private static boolean through(RunBook book, int stage, Instant now) {
        List<Step> steps = book.inStage(stage);
        if (book.awaitsUntil(stage)) {
            return false;
        }
        if (steps.stream().allMatch(RunBook::settled)) {
            return true;
        }
        if (RestartRule.of(book) && steps.stream().anyMatch(Stages::waitsForAnother)) {
            return false;
        }
        if (now.isBefore(book.spentAt(stage)) || verdictIsDue(steps, now)) {
            return false;
        }
        steps.stream()
                .filter(step -> step.state() == StepState.PLANNED)
                .forEach(step -> book.apply(DeadlineRule.notSent(step, book.progress(step), now)));
        return true;
    }

    /** What it needs is still being started. */
    private static boolean waitsForAnother(Step step) {
        return step.state() == StepState.PLANNED && step.deadlineAt() == null;
    }

    /** The last look at a step whose failure would skip everything later is still under way. */
    private static boolean verdictIsDue(List<Step> steps, Instant now) {
        return steps.stream()
                .filter(step -> !step.continueOnError() && !RunBook.settled(step))
                .anyMatch(step -> step.deadlineAt() != null && !now.isBefore(step.deadlineAt()));
    }

    private static void skipAfterFailure(RunBook book, Instant now) {
        book.steps().stream()
                .filter(step -> !step.continueOnError() && bad(step))
                .mapToInt(Step::stage)
                .min()
                .ifPresent(
                        stage ->
                                book.open().stream()
                                        .filter(step -> step.stage() > stage)
                                        .filter(step -> step.state() == StepState.PLANNED)
                                        .forEach(step -> skip(book, step, now)));
    }

    private static void skip(RunBook book, Step step, Instant now) {
        book.apply(Ends.skipped(step, book.progress(step), Reasons.PREVIOUS_FAILED, now));
    }

    private static boolean bad(Step step) {
        return RunBook.settled(step)
                && step.state() != StepState.CONFIRMED
                && step.state() != StepState.SKIPPED;
    }

    private static boolean self(Step step) {
        return step.target().self() && !RunBook.settled(step);
    }

    private static boolean settled(RunBook book, String action) {
        return !book.awaits(action)
                && book.steps().stream()
                        .filter(step -> step.actionId().equals(action))
                        .allMatch(RunBook::settled);
    }
}
