package io.github.walnut.run;

import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What becomes of a run when the power that it depends on comes back before it is over. */
final class ReturnRule {

    private ReturnRule() {}

    static void advance(RunBook book, Instant now, PowerBoard power) {
        if (book.run().committedAt() != null || power.awaits(book)) {
            return;
        }
        Optional<Instant> returned = book.terms().power().returnedAt(power);
        if (returned.isEmpty()) {
            return;
        }
        if (now.isBefore(returned.get())) {
            book.wakeAt(returned.get());
            return;
        }
        if (book.run().course().powerReturnedAt() == null) {
            book.change(book.run().course().powerReturned(now));
        }
        book.open().stream()
                .filter(step -> step.onPowerReturn() != OnPowerReturn.FINISH)
                .forEach(step -> cutShort(book, step, now));
    }

    private static void cutShort(RunBook book, Step step, Instant now) {
        Progress progress = book.progress(step);
        if (step.state() == StepState.PLANNED) {
            book.apply(Ends.skipped(step, progress, reason(step), now));
        } else if (escalationWaits(step, progress)) {
            book.apply(Ends.timedOut(takenBack(step), progress, Reasons.NOT_CONFIRMED, now));
        } else if (!step.escalate().isEmpty()) {
            book.change(new StepDraft(step).escalate(List.of()).done());
        }
    }

    private static String reason(Step step) {
        return step.onPowerReturn() == OnPowerReturn.HOLD ? Reasons.HELD : Reasons.REVERSED;
    }

    /** A harsher verb was chosen and has not been sent. */
    private static boolean escalationWaits(Step step, Progress progress) {
        return progress.doing() == Progress.Doing.READY
                && !step.attempts().isEmpty()
                && !lastVerb(step).equals(step.verb());
    }

    private static Step takenBack(Step step) {
        return new StepDraft(step)
                .idempotencyKey(IdempotencyKey.withVerb(step, lastVerb(step)))
                .verb(lastVerb(step))
                .escalate(List.of())
                .done();
    }

    private static String lastVerb(Step step) {
        return step.attempts().get(step.attempts().size() - 1).verb();
    }
}
