package io.github.walnut.run;

import io.github.walnut.ups.Severity;
import java.util.Collection;
import java.util.Set;

/** Result, severity and summary of a run of which every step is through. */
final class RunOutcome {

    private static final Set<String> HARMLESS =
            Set.of(
                    Reasons.ALREADY,
                    Reasons.SUPPRESSED_IDEMPOTENT,
                    Reasons.EXCLUDED,
                    Reasons.STILL_FED);

    private final Run run;
    private final Collection<Step> steps;

    RunOutcome(Run run, Collection<Step> steps) {
        this.run = run;
        this.steps = steps;
    }

    String result() {
        if (cancelled()) {
            return Reasons.CANCELLED;
        }
        if (steps.stream().anyMatch(this::reversed)) {
            return Reasons.REVERSED;
        }
        if (steps.stream().anyMatch(step -> skipped(step, Reasons.HELD))) {
            return Reasons.HELD;
        }
        if (failures() > 0) {
            return confirmed() > 0 ? "partial" : "failed";
        }
        if (steps.stream().anyMatch(Step::succeeded)) {
            return steps.stream().allMatch(RunOutcome::fine) ? "succeeded" : "partial";
        }
        return !steps.isEmpty() && steps.stream().allMatch(s -> skipped(s, Reasons.EMPTY_SELECTION))
                ? Reasons.EMPTY_SELECTION
                : "nothing_to_do";
    }

    Severity severity() {
        if (failures() > 0) {
            return Severity.ERROR;
        }
        boolean doubtful =
                cancelled()
                        || run.severity() == Severity.WARN
                        || steps.isEmpty()
                        || steps.stream().anyMatch(this::reversed)
                        || steps.stream().anyMatch(RunOutcome::doubtful);
        return doubtful ? Severity.WARN : Severity.INFO;
    }

    /** For example {@code Executed 7 actions (2 failed)}: the steps that were dispatched. */
    String summary() {
        long sent = steps.stream().filter(RunOutcome::dispatched).count();
        long failed = steps.stream().filter(s -> dispatched(s) && bad(s)).count();
        return (run.mode() == Run.Mode.LIVE ? "Executed " : "Would execute ")
                + sent
                + (sent == 1 ? " action" : " actions")
                + (failed == 0 ? "" : " (" + failed + " failed)");
    }

    boolean cancelled() {
        return CancelRule.cancelled(run);
    }

    private long failures() {
        return steps.stream().filter(RunOutcome::bad).count();
    }

    private long confirmed() {
        return steps.stream().filter(s -> s.state() == StepState.CONFIRMED).count();
    }

    /** By power return: never sent, or about to be undone. */
    private boolean reversed(Step step) {
        return skipped(step, Reasons.REVERSED)
                || run.course().powerReturnedAt() != null && Reversal.toUndo(step);
    }

    private static boolean dispatched(Step step) {
        return step.attempt() > 0 || step.would();
    }

    private static boolean bad(Step step) {
        return step.state() == StepState.FAILED
                || step.state() == StepState.TIMED_OUT
                || step.state() == StepState.UNKNOWN;
    }

    private static boolean fine(Step step) {
        return step.succeeded()
                || step.state() == StepState.SKIPPED && HARMLESS.contains(step.reason());
    }

    private static boolean doubtful(Step step) {
        return step.state() == StepState.SKIPPED && !HARMLESS.contains(step.reason())
                || Reasons.CANNOT_DRY_RUN.equals(step.reason());
    }

    private static boolean skipped(Step step, String reason) {
        return step.state() == StepState.SKIPPED && reason.equals(step.reason());
    }
}
