package io.github.walnut.rules;

import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.Policy;
import java.util.UUID;

/**
 * A fact of one round: a policy of which a trigger changed.
 *
 * @param ready its triggers are newly met, or a match of it that was held back is free
 * @param conditions null unless ready
 */
public record Candidate(
        Watch watch,
        Reading reading,
        boolean ready,
        boolean live,
        ConditionEvaluator.Outcome conditions) {

    public int rank() {
        return watch.rank();
    }

    public UUID policyId() {
        return watch.policyId();
    }

    public String lane() {
        return watch.lane();
    }

    public String mode() {
        return live ? "live" : "dry_run";
    }

    public boolean allowed() {
        return ready && conditions.holds();
    }

    public boolean refused() {
        return ready && !conditions.holds();
    }

    public boolean stopsOthers() {
        Policy policy = watch.policy();
        return policy.stopOnMatch();
    }

    public Stop stop() {
        return new Stop(rank(), live, policyId());
    }

    /** Whether a stop of another policy concerns this candidate. */
    public boolean isBehind(Stop stop) {
        return stop.rank() < rank()
                && (stop.live() || !live)
                && !stop.policyId().equals(policyId());
    }
}
