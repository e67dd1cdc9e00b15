package io.github.walnut.policy;

import io.github.walnut.policy.Condition.Result;
import io.github.walnut.policy.Condition.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Checks conditions on the facts of one moment. Unknown is neither true nor false. */
public final class ConditionEvaluator {
    private final UpsConditions ups;
    private final OutageConditions outages;
    private final HostConditions hosts = new HostConditions();
    private final TargetConditions targets = new TargetConditions();

    /**
     * @param age when facts of a UPS are too old, unless a condition says otherwise
     */
    public ConditionEvaluator(FactAge age) {
        this.ups = new UpsConditions(age);
        this.outages = new OutageConditions(age);
    }

    /**
     * How the conditions of a policy came out together.
     *
     * @param verdict of all of them
     * @param pointer of the condition that decided against it, else null
     */
    public record Outcome(Verdict verdict, String pointer, List<Result> results) {
        public boolean holds() {
            return verdict == Verdict.TRUE;
        }
    }

    /**
     * @param subject the UPS that matched, or null
     */
    public Outcome evaluate(Policy policy, String subject, ConditionFacts facts, Instant at) {
        List<Result> results = new ArrayList<>();
        Result against = null;
        for (Condition condition : policy.all()) {
            Result result = evaluate(condition, policy, subject, facts, at);
            results.add(result);
            against = against == null && !passes(condition, result) ? result : against;
        }
        Result failedAny = null;
        boolean any = policy.any().isEmpty();
        for (Condition condition : policy.any()) {
            Result result = evaluate(condition, policy, subject, facts, at);
            results.add(result);
            any |= passes(condition, result);
            failedAny = failedAny == null ? result : failedAny;
        }
        Result decided = against == null && !any ? failedAny : against;
        return decided == null
                ? new Outcome(Verdict.TRUE, null, results)
                : new Outcome(decided.verdict(), decided.pointer(), results);
    }

    private static boolean passes(Condition condition, Result result) {
        return result.verdict() == Verdict.TRUE
                || (result.verdict() == Verdict.UNKNOWN && condition.matchIfUnknown());
    }

    private Result evaluate(
            Condition condition, Policy policy, String subject, ConditionFacts facts, Instant at) {
        return switch (condition.scope()) {
            case UPS, METRIC -> ups.check(condition, subject, facts, at);
            case OUTAGE -> outages.check(condition, subject, facts, at);
            case HOST -> hosts.check(condition, policy, facts.inventory(), at);
            case VM -> targets.check(condition, policy, facts.inventory(), at);
        };
    }
}
