package io.github.walnut.api;

import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.StoredPolicy;

/** Finds out whether a policy could act now: a rehearsal, and a test of each of its hosts. */
@FunctionalInterface
public interface PolicyPreflights {

    /** Returns when the result is there and kept. */
    PolicyChecks.Preflight run(StoredPolicy policy, String actor);
}
