package io.github.walnut.run;

import java.time.Instant;
import java.util.Optional;

/** What a step wants to have done, and when. */
record Next(Call.Kind kind, Instant at) {

    /** Empty when the step waits for nothing but an answer, an earlier step, or its stage. */
    static Optional<Next> of(Step step, Progress progress, Run.Mode mode) {
        if (RunBook.settled(step) || step.deadlineAt() == null) {
            return Optional.empty();
        }
        return switch (progress.doing()) {
            case PROBING, CALLING, READING -> Optional.empty();
            case READY -> Optional.of(new Next(Call.Kind.EXECUTE, startAt(step)));
            case NOTHING ->
                    Optional.of(
                            new Next(idle(step, mode), later(progress.notBefore(), startAt(step))));
        };
    }

    static Instant startAt(Step step) {
        return step.deadlineAt().minus(step.budget());
    }

    private static Call.Kind idle(Step step, Run.Mode mode) {
        if (step.state() != StepState.PLANNED) {
            return Call.Kind.STATE;
        }
        return mode == Run.Mode.LIVE ? Call.Kind.PROBE : Call.Kind.DRY_RUN;
    }

    private static Instant later(Instant a, Instant b) {
        return a == null || b.isAfter(a) ? b : a;
    }
}
