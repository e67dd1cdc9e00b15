package io.github.walnut.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the answer to the question before an order means: go, not needed, later, or never. */
record ProbeRule(Retries retries) {

    private static final Set<ErrorClass> REFUSALS =
            Set.of(
                    ErrorClass.UNAUTHENTICATED,
                    ErrorClass.FORBIDDEN,
                    ErrorClass.UNTRUSTED,
                    ErrorClass.VALIDATION);

    Move answered(
            Step step,
            Progress progress,
            List<DriverResult.Check> ours,
            DriverResult result,
            Instant now) {
        Step checked = new StepDraft(step).preconditions(checks(ours, result)).done();
        if (!result.ok()) {
            return refused(checked, progress, result, now);
        }
        String status = status(result);
        if (status != null && Wanted.already(checked, result.expect(), status)) {
            Step same = new StepDraft(checked).stateBefore(status).stateAfter(status).done();
            return Ends.skipped(same, progress, Reasons.ALREADY, now);
        }
        Step ready = new StepDraft(checked).stateBefore(known(status)).done();
        if (ready.deadlineAt() == null) {
            return Move.to(ready, Progress.NEW);
        }
        return Move.to(ready, progress.doing(Progress.Doing.READY));
    }

    /** In a dry run the preview is all that happens. */
    Move previewed(
            Step step,
            Progress progress,
            List<DriverResult.Check> ours,
            DriverResult result,
            Instant now) {
        Move move = answered(step, progress, ours, result, now);
        if (move.progress().doing() != Progress.Doing.READY) {
            return move;
        }
        Step would =
                new StepDraft(move.step()).preview(result.preview()).would(true).sentAt(now).done();
        return Ends.confirmedByAnswer(would, progress, now);
    }

    /** The verb has no dry run, so the driver is not asked. */
    Move unaskable(Step step, Progress progress, List<DriverResult.Check> ours, Instant now) {
        Step would =
                new StepDraft(step)
                        .preconditions(ours)
                        .preview(List.of(Map.of("kind", "none", "warn", Reasons.CANNOT_DRY_RUN)))
                        .would(true)
                        .done();
        Move end = Ends.confirmedByAnswer(would, progress, now);
        return Move.to(
                new StepDraft(end.step()).reason(Reasons.CANNOT_DRY_RUN).done(), end.progress());
    }

    private Move refused(Step step, Progress progress, DriverResult result, Instant now) {
        ErrorClass why = errorClass(result);
        if (mayRetry(why, progress)) {
            Progress later = progress.failed(why.word(), false);
            return Move.to(step, later.pause(retries.next(now, later.failures(), result.error())));
        }
        Move end = Ends.failed(step, progress, why.word(), now);
        return refuses(why) ? end.raising(Alarm.TARGET_REFUSED) : end;
    }

    private static boolean mayRetry(ErrorClass why, Progress progress) {
        return switch (why.retry()) {
            case NO -> false;
            case ONCE -> progress.failures() == 0;
            case YES, RECONCILE -> true;
        };
    }

    static ErrorClass errorClass(DriverResult result) {
        return result.error() == null
                ? ErrorClass.PRECONDITION_FAILED
                : result.error().errorClass();
    }

    static boolean refuses(ErrorClass why) {
        return REFUSALS.contains(why);
    }

    /** As the driver says it, or as it stands in its check of the state. */
    static String status(DriverResult result) {
        return result.status() != null
                ? result.status()
                : result.preconditions().stream()
                        .filter(check -> check.check().equals("current_state"))
                        .map(check -> check.details().get("status"))
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .findFirst()
                        .orElse(null);
    }

    private static String known(String status) {
        return "unknown".equals(status) ? null : status;
    }

    private static List<DriverResult.Check> checks(
            List<DriverResult.Check> ours, DriverResult result) {
        List<DriverResult.Check> all = new ArrayList<>(ours);
        all.addAll(result.preconditions());
        if (result.error() != null && result.preconditions().stream().allMatch(c -> c.ok())) {
            all.add(
                    new DriverResult.Check(
                            result.error().errorClass().word(),
                            false,
                            Map.of("message", String.valueOf(result.error().message()))));
        }
        return all;
    }
}
