package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** From the intent of an order to the target's answer. */
record OrderRule(Retries retries) {

    private static final int MAX_POLL_SECONDS = 10;

    /** Stands in the journal before the first byte leaves. */
    static Move intent(Step step, Progress progress, Instant now) {
        int attempt = step.attempt() + 1;
        List<Step.Attempt> attempts = new ArrayList<>(step.attempts());
        attempts.add(new Step.Attempt(attempt, step.verb(), null, null, null, null));
        Step intent =
                new StepDraft(step)
                        .state(StepState.INTENT)
                        .reason(null)
                        .attempt(attempt)
                        .attempts(attempts)
                        .intentAt(now)
                        .acceptedAt(null)
                        .done();
        return Move.to(intent, progress.sending());
    }

    static Move sent(Step step, Progress progress, Instant now) {
        Step.Attempt last = last(step);
        Step sent =
                new StepDraft(step)
                        .state(StepState.SENT)
                        .sentAt(now)
                        .attempts(
                                replaced(
                                        step,
                                        new Step.Attempt(
                                                last.n(), last.verb(), now, null, null, null)))
                        .done();
        return Move.to(sent, progress);
    }

    Move answered(
            Step step, Progress progress, Capability.Verb verb, DriverResult result, Instant now) {
        Step told =
                result.preview().isEmpty()
                        ? step
                        : new StepDraft(step).preview(result.preview()).done();
        return result.ok()
                ? accepted(told, progress, verb, result, now)
                : refused(told, progress, verb, result.error(), now);
    }

    private Move accepted(
            Step step, Progress progress, Capability.Verb verb, DriverResult result, Instant now) {
        Step.Attempt last = last(step);
        Step accepted =
                new StepDraft(step)
                        .state(StepState.ACCEPTED)
                        .acceptedAt(now)
                        .attempts(
                                replaced(
                                        step,
                                        new Step.Attempt(
                                                last.n(),
                                                last.verb(),
                                                last.sentAt(),
                                                now,
                                                result.task(),
                                                null)))
                        .done();
        if (byAnswer(step, verb, result)) {
            return Ends.confirmed(accepted, progress, result, now);
        }
        int seconds = result.pollSeconds() == 0 ? Progress.POLL_SECONDS : result.pollSeconds();
        return Move.to(
                accepted,
                progress.expecting(
                                result.expect(), Math.min(Math.max(1, seconds), MAX_POLL_SECONDS))
                        .pause(now.plusSeconds(1)));
    }

    /** The answer is all the proof there will be, or it shows the wanted state already. */
    private static boolean byAnswer(Step step, Capability.Verb verb, DriverResult result) {
        if (verb.confirm().compareTo(Capability.Confirm.ACK) >= 0) {
            return true;
        }
        if (result.status() != null && Wanted.already(step, result.expect(), result.status())) {
            return true;
        }
        return result.task() == null && Wanted.of(step, result.expect()).isEmpty();
    }

    private Move refused(
            Step step,
            Progress progress,
            Capability.Verb verb,
            DriverResult.Error error,
            Instant now) {
        Step noted = noted(step, error);
        ErrorClass why = error == null ? ErrorClass.PRECONDITION_FAILED : error.errorClass();
        boolean doubt = inDoubt(error);
        if (verb.effect() == Capability.Effect.BLIND) {
            return doubt ? Ends.unknown(noted, progress, now) : failed(noted, progress, why, now);
        }
        Progress later = progress.failed(why.word(), doubt);
        if (doubt) {
            Step unknown = new StepDraft(noted).state(StepState.UNKNOWN).done();
            return Move.to(unknown, later.pause(now));
        }
        if (why.retry() == ErrorClass.Retry.NO || !retries.left(step, why.retry())) {
            return failed(noted, progress, why, now);
        }
        return Move.to(noted, later.pause(retries.next(now, later.failures(), error)));
    }

    private static boolean inDoubt(DriverResult.Error error) {
        return error != null && (error.inDoubt() || error.errorClass() == ErrorClass.TIMEOUT);
    }

    private static Move failed(Step step, Progress progress, ErrorClass why, Instant now) {
        Move end = Ends.failed(step, progress, why.word(), now);
        return ProbeRule.refuses(why) ? end.raising(Alarm.TARGET_REFUSED) : end;
    }

    private static Step noted(Step step, DriverResult.Error error) {
        Step.Attempt last = last(step);
        String text = error == null ? null : error.code() + ": " + error.message();
        return new StepDraft(step)
                .attempts(
                        replaced(
                                step,
                                new Step.Attempt(
                                        last.n(), last.verb(), last.sentAt(), null, null, text)))
                .done();
    }

    private static Step.Attempt last(Step step) {
        return step.attempts().get(step.attempts().size() - 1);
    }

    private static List<Step.Attempt> replaced(Step step, Step.Attempt last) {
        List<Step.Attempt> attempts = new ArrayList<>(step.attempts());
        attempts.set(attempts.size() - 1, last);
        return attempts;
    }
}
