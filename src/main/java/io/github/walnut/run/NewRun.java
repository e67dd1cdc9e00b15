package io.github.walnut.run;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;

/**
 * Makes the run of a request and, as soon as the targets of its hosts are known, its steps. A host
 * that answers late adds to what is planned already and takes nothing away.
 */
public final class NewRun {

    static final String PLANNING = "planning";

    private final Planner planner;
    private final Ids ids;

    public NewRun(Planner planner, Ids ids) {
        this.planner = planner;
        this.ids = ids;
    }

    /** Accepted, without a plan yet. */
    public RunBook accept(RunRequest request, long epoch, Instant now) {
        Policy policy = request.policy().policy();
        Run run = run(ids.next(), request, epoch, now);
        if (request.suppressed()) {
            return new RunBook(suppressed(run, now), List.of(), RunTerms.NONE);
        }
        RunBook book = new RunBook(run, List.of(), RunTerms.of(policy, run));
        book.await(actions(policy, PlanBasis.complete(List.of()), true));
        return book;
    }

    /**
     * A run of its own for a step of a run that is over.
     *
     * @param terms of its policy
     * @throws RunRefusedException when the step cannot be tried again
     */
    public RunBook retry(
            Run of, Step step, RetryRule.Wish wish, RunTerms terms, long epoch, Instant now) {
        return RetryRule.retry(of, step, wish, ids.next(), ids.next(), terms, epoch, now);
    }

    /** A run that the journal holds and of which these hosts were never planned. */
    public void await(RunBook book, Policy policy, PlanBasis basis) {
        book.await(actions(policy, basis, planning(book.run())));
    }

    /** Some action can be planned on this basis. */
    public boolean plansSome(Policy policy, PlanBasis basis) {
        return policy.actions().stream()
                .anyMatch(action -> action.enabled() && !planner.misses(basis, action));
    }

    /** The hosts whose targets have to be known before a plan, with the types of these. */
    public Map<String, Set<String>> needs(Policy policy) {
        return policy.dynamicResolution() ? planner.needs(policy) : Map.of();
    }

    /** It is accepted and nothing of it is planned. */
    public static boolean planning(Run run) {
        return run.state() == RunState.ACCEPTED && PLANNING.equals(run.phase());
    }

    /**
     * Plans what can be planned on this basis and is not planned yet.
     *
     * @return remarks of the planner, one sentence each
     */
    public List<String> plan(RunBook book, Policy policy, PlanBasis basis, Instant now) {
        Run run = book.run();
        if (run.state().terminal() || CancelRule.cancelled(run)) {
            return List.of();
        }
        Plan plan;
        try {
            plan = planner.plan(book, policy, basis, now);
        } catch (RuntimeException e) {
            return List.of(failed(book, e, now));
        }
        book.grow(plan.steps());
        book.await(actions(policy, basis, false));
        RunDraft planned =
                new RunDraft(run)
                        .planHash(plan.hash())
                        .severity(worse(run.severity(), plan.severity()))
                        .inventory(basis.readings());
        if (planning(run)) {
            boolean locks = policy.globalLock() != null;
            planned.state(locks ? RunState.ACCEPTED : RunState.RUNNING)
                    .phase(locks ? LockRule.WAITING : null);
        }
        book.change(planned.done());
        return plan.notes();
    }

    /**
     * Compares the plan with the battery.
     *
     * @param atOnce the limit of orders in flight
     * @param runtime seconds that the battery of the run's UPS lasts, or empty
     * @return a remark when the limit alone keeps the plan from fitting; the run then warns
     */
    public static Optional<String> compare(RunBook book, int atOnce, OptionalDouble runtime) {
        String warning = PlanFigures.of(book.open(), atOnce, runtime).warning();
        if (warning != null) {
            Run run = book.run();
            book.change(new RunDraft(run).severity(worse(run.severity(), Severity.WARN)).done());
        }
        return Optional.ofNullable(warning);
    }

    private static String failed(RunBook book, RuntimeException why, Instant now) {
        String text = "The plan could not be made: " + why;
        abandon(book, text, now);
        return text;
    }

    /** There will be no more of a plan; what is planned already goes on without the rest. */
    public static void abandon(RunBook book, String why, Instant now) {
        if (planning(book.run())) {
            RunRule.fail(book, "planning_failed", why, now);
        } else {
            book.await(Map.of());
        }
    }

    private Map<String, Integer> actions(Policy policy, PlanBasis basis, boolean all) {
        Map<String, Integer> stages = new LinkedHashMap<>();
        for (Policy.Action action : policy.actions()) {
            if (action.enabled() && (all || planner.misses(basis, action))) {
                stages.put(action.id(), action.stage());
            }
        }
        return stages;
    }

    private static Severity worse(Severity a, Severity b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** The record of a match that a window held back. */
    private static Run suppressed(Run run, Instant now) {
        return new RunDraft(run)
                .state(RunState.SUPPRESSED)
                .phase(null)
                .reason(Reasons.SUPPRESSED_WINDOW)
                .endedAt(now)
                .done();
    }

    private static Run run(UUID id, RunRequest request, long epoch, Instant now) {
        StoredPolicy policy = request.policy();
        Optional<Decision> decision = Optional.ofNullable(request.decision());
        return new Run(
                id,
                request.kind(),
                request.mode(),
                policy.id(),
                policy.policy().name(),
                policy.policy().priority(),
                policy.versionInt(),
                policy.behaviourHash(),
                policy.document(),
                null,
                RunState.ACCEPTED,
                PLANNING,
                null,
                Severity.INFO,
                request.reason(),
                null,
                request.upsId(),
                request.event(),
                request.correlationId(),
                request.outageId(),
                request.episode(),
                null,
                decision.map(Decision::triggers).orElse(List.of()),
                decision.map(Decision::conditions).orElse(List.of()),
                List.of(),
                request.actor(),
                epoch,
                0,
                request.forced() ? Course.FORCED : Course.NONE,
                now,
                null,
                null,
                null);
    }
}
