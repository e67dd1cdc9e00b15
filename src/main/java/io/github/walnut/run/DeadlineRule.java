package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What becomes of a step whose budget is spent. */
final class DeadlineRule {

    private DeadlineRule() {}

    /** Empty while a call is under way whose answer still decides. */
    static Optional<Move> passed(
            Step step, Progress progress, Optional<Capability.Verb> verb, Instant now) {
        if (progress.doing() == Progress.Doing.CALLING) {
            return Optional.empty();
        }
        return switch (step.state()) {
            case PLANNED -> Optional.of(notSent(step, progress, now));
            case INTENT, SENT -> Optional.of(refused(step, progress, now));
            case UNKNOWN -> Optional.of(unanswered(step, progress, verb, now));
            case ACCEPTED -> unconfirmed(step, progress, now);
            default -> Optional.empty();
        };
    }

    static Move notSent(Step step, Progress progress, Instant now) {
        return progress.lastError() != null
                ? Ends.failed(step, progress, progress.lastError(), now)
                : Ends.timedOut(step, progress, Reasons.BUDGET, now);
    }

    private static Move refused(Step step, Progress progress, Instant now) {
        if (step.state() == StepState.SENT && !step.escalate().isEmpty()) {
            return escalated(step, now);
        }
        return progress.lastError() != null
                ? Ends.failed(step, progress, progress.lastError(), now)
                : Ends.timedOut(step, progress, Reasons.BUDGET, now);
    }

    private static Move unanswered(
            Step step, Progress progress, Optional<Capability.Verb> verb, Instant now) {
        boolean idempotent =
                verb.map(v -> v.effect() == Capability.Effect.IDEMPOTENT).orElse(false);
        if (!idempotent) {
            return Ends.unknown(step, progress, now);
        }
        return step.escalate().isEmpty()
                ? Ends.timedOut(step, progress, ErrorClass.TIMEOUT.word(), now)
                : escalated(step, now);
    }

    /** One last look, then the next verb, then the end. */
    private static Optional<Move> unconfirmed(Step step, Progress progress, Instant now) {
        if (progress.doing() != Progress.Doing.NOTHING) {
            return Optional.empty();
        }
        if (!progress.lastLook()) {
            return progress.dueAt(now)
                    ? Optional.empty()
                    : Optional.of(Move.to(step, progress.pause(now)));
        }
        return Optional.of(
                step.escalate().isEmpty()
                        ? Ends.timedOut(step, progress, Reasons.NOT_CONFIRMED, now)
                        : escalated(step, now));
    }

    private static Move escalated(Step step, Instant now) {
        List<String> verbs = step.escalate();
        String next = verbs.get(0);
        Step harsher =
                new StepDraft(step)
                        .idempotencyKey(IdempotencyKey.withVerb(step, next))
                        .verb(next)
                        .escalate(verbs.subList(1, verbs.size()))
                        .deadlineAt(now.plus(step.budget()))
                        .done();
        return Move.to(harsher, Progress.NEW.doing(Progress.Doing.READY))
                .raising(Alarm.STEP_ESCALATED);
    }
}
