package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.time.Instant;

/** What a reading of the state means: for an order that was accepted, and for one in doubt. */
record StateRule(Retries retries) {

    Move answered(
            Step step, Progress progress, Capability.Verb verb, DriverResult result, Instant now) {
        Reading reading = Reading.of(step, progress, verb, result);
        return switch (reading) {
            case WANTED -> Ends.confirmed(step, progress, result, now);
            case BROKEN -> Ends.failed(step, progress, ErrorClass.TARGET_FAILED.word(), now);
            case UNDER_WAY -> underWay(step, progress, now);
            case OTHER ->
                    step.state() == StepState.ACCEPTED && !progress.repeats()
                            ? again(step, progress.sawChange(), now)
                            : notCarriedOut(step, progress, now);
            case UNREADABLE ->
                    step.state() == StepState.ACCEPTED && !progress.repeats()
                            ? again(step, progress, now)
                            : unreadable(step, progress, verb, now);
        };
    }

    private static Move underWay(Step step, Progress progress, Instant now) {
        Step accepted =
                step.state() == StepState.ACCEPTED
                        ? step
                        : new StepDraft(step).state(StepState.ACCEPTED).acceptedAt(now).done();
        return again(accepted, progress.sawChange(), now);
    }

    private Move notCarriedOut(Step step, Progress progress, Instant now) {
        if (progress.repeats() || retries.left(step, ErrorClass.Retry.YES)) {
            return Move.to(step, progress.doing(Progress.Doing.READY));
        }
        return step.state() == StepState.UNKNOWN
                ? again(step, progress, now)
                : Ends.failed(step, progress, progress.lastError(), now);
    }

    /** Sent again only where that can do no harm. */
    private Move unreadable(Step step, Progress progress, Capability.Verb verb, Instant now) {
        boolean harmless = !progress.inDoubt() || verb.effect() == Capability.Effect.IDEMPOTENT;
        return harmless ? notCarriedOut(step, progress, now) : again(step, progress, now);
    }

    private static Move again(Step step, Progress progress, Instant now) {
        return Move.to(step, progress.pause(now.plusSeconds(progress.pollSeconds())));
    }
}
