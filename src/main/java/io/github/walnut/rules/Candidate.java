package io.github.walnut.rules;

import io.github.walnut.policy.ConditionEvaluator;
import java.util.UUID;

/**
 * A policy of which a trigger changed; a fact of one round while something else has a say in it.
 *
 * @param ready its triggers are newly met, or a match of it that was held back is free
 * @param conditions null unless ready
 * @param outageId of the UPS that it is about, or null outside an outage
 */
public record Candidate(
        Watch watch,
        Reading reading,
        boolean ready,
        boolean live,
        ConditionEvaluator.Outcome conditions,
        UUID outageId) {

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

    public boolean stopsOthers() {
        return watch.policy().stopOnMatch();
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

    /** Whether a match of the other would stop this one. */
    boolean couldBeStoppedBy(Candidate other) {
        return other.allowed() && other.stopsOthers() && isBehind(other.stop());
    }
}
