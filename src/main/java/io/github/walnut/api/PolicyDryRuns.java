package io.github.walnut.api;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Journal;

/** Tries policies without changing anything on any target. */
@FunctionalInterface
public interface PolicyDryRuns {

    /**
     * Returns when the run is over, at the latest after 30 s.
     *
     * @param upsId the UPS that is taken to match, or null for any
     * @param refresh read the inventory first
     */
    Journal.Entry run(StoredPolicy policy, String upsId, boolean refresh, String actor);
}
