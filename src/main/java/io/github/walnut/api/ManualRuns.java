package io.github.walnut.api;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Run;
import java.util.UUID;

/** Runs that a person starts. */
@FunctionalInterface
public interface ManualRuns {

    /**
     * Starts a run without a trigger. Its conditions are evaluated and shown, and do not hold it
     * back.
     *
     * @param upsId the UPS that is taken to match, or null for none
     * @return its id; it may still be planning
     * @throws io.github.walnut.run.RunRefusedException when it shall act for real and may not
     */
    UUID start(StoredPolicy policy, String upsId, Run.Mode mode, String reason, String actor);
}
