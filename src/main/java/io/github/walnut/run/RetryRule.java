package io.github.walnut.run;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A step of a run that is over, tried again in a run of its own. */
public final class RetryRule {

    private static final List<StepState> FAILED =
            List.of(StepState.FAILED, StepState.TIMED_OUT, StepState.UNKNOWN);

    private RetryRule() {}

    /**
     * Why a person wants it, and with which right.
     *
     * @param confirmed the target that was named as confirmation, or null
     * @param blind the verb cannot be read back, so it may have been carried out already
     * @param mayActLive the policy and the system are armed and not in maintenance
     */
    public record Wish(
            String actor, String reason, String confirmed, boolean blind, boolean mayActLive) {}

    /**
     * @throws RunRefusedException when the run is not over, or the step did not fail
     */
    public static RunBook retry(
            Run run,
            Step step,
            Wish wish,
            UUID runId,
            UUID stepId,
            RunTerms terms,
            long epoch,
            Instant now) {
        check(run, step, wish);
        Run again = again(run, wish, runId, terms.globalLock() != null, epoch, now);
        RunBook book = new RunBook(again, List.of(), terms);
        book.grow(List.of(again(step, runId, stepId)));
        return book;
    }

    private static void check(Run run, Step step, Wish wish) {
        if (!run.state().terminal()) {
            throw RunRefusedException.conflict(
                    "run " + run.id() + " is " + run.state().word() + ": expected a final one");
        }
        if (!FAILED.contains(step.state())) {
            throw RunRefusedException.conflict(
                    "step "
                            + step.id()
                            + " is "
                            + step.state().word()
                            + ": expected failed, timed_out or unknown");
        }
        if (run.mode() == Run.Mode.LIVE && !wish.mayActLive()) {
            throw new RunRefusedException(
                    RunRefusedException.Why.NOT_ARMED,
                    "policy '" + run.policyName() + "' or the system does not act for real now");
        }
        String target = step.target().id();
        if (wish.blind() && !target.equals(wish.confirmed())) {
            throw new RunRefusedException(
                    RunRefusedException.Why.UNCONFIRMED,
                    step.verb()
                            + " cannot be read back and may have been carried out: confirm with '"
                            + target
                            + "'");
        }
    }

    private static Run again(Run run, Wish wish, UUID id, boolean locks, long epoch, Instant now) {
        return new Run(
                id,
                Run.Kind.RETRY,
                run.mode(),
                run.policyId(),
                run.policyName(),
                run.priority(),
                run.versionInt(),
                run.behaviourHash(),
                run.snapshot(),
                run.planHash(),
                locks ? RunState.ACCEPTED : RunState.RUNNING,
                locks ? LockRule.WAITING : null,
                null,
                Severity.INFO,
                "retry: " + wish.reason(),
                null,
                run.upsId(),
                null,
                run.correlationId(),
                run.outageId(),
                run.episode(),
                run.id(),
                List.of(),
                List.of(),
                List.of(),
                wish.actor(),
                epoch,
                0,
                Course.NONE,
                now,
                null,
                null,
                null);
    }

    /** With the mildest verb first, as it was planned. */
    private static Step again(Step step, UUID runId, UUID id) {
        Set<String> ladder = new LinkedHashSet<>();
        step.attempts().forEach(attempt -> ladder.add(attempt.verb()));
        ladder.add(step.verb());
        ladder.addAll(step.escalate());
        List<String> verbs = new ArrayList<>(ladder);
        return Step.planned(
                id,
                runId,
                step.actionId(),
                0,
                List.of(),
                java.time.Duration.ZERO,
                step.budget(),
                step.target(),
                step.capability(),
                verbs.get(0),
                verbs.subList(1, verbs.size()),
                step.params(),
                step.continueOnError(),
                step.onPowerReturn(),
                IdempotencyKey.withVerb(step, verbs.get(0)));
    }
}
