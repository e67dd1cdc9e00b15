package io.github.walnut.api;

import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Journal;

/** Tries policies without changing anything on any target. */
public interface PolicyDryRuns {

    /**
     * Returns the record with a {@link io.github.walnut.run.RehearsalRow} for each step.
     *
     * @param upsId the UPS that is taken to match, or null for any
     * @param policy one that is not stored has no id
     * @param refresh read the inventory first
     */
    Journal.Entry run(StoredPolicy policy, String upsId, boolean refresh, String actor);

    /** The limit of orders at once, with which the time of a plan is computed. */
    int callsInFlight();

    /** What targets have shown to take, with which it is computed too. */
    LearnedTimes times();
}
