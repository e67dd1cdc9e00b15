package io.github.walnut.api;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Run;
import java.util.UUID;

/** Runs that a person starts. */
public interface ManualRuns {

    /**
     * What a person asks for.
     *
     * @param upsId the UPS that is taken to match, or null for none
     * @param force also orders again what was ordered within the policy's idempotency window
     */
    record Wish(Run.Mode mode, String upsId, String reason, boolean force) {}

    /**
     * Starts a run without a trigger. Its conditions are evaluated and shown, and do not hold it
     * back.
     *
     * @return its id; it may still be planning
     * @throws io.github.walnut.run.RunRefusedException when it shall act for real and may not
     */
    UUID start(StoredPolicy policy, Wish wish, String actor);

    /**
     * Starts what a person does to targets of one host, for real.
     *
     * @param wish a document of its own, which is stored with the run alone
     * @return the id of the run
     * @throws io.github.walnut.run.RunRefusedException when nothing may act for real now
     */
    UUID act(StoredPolicy wish, String hostId, String reason, String actor);
}
