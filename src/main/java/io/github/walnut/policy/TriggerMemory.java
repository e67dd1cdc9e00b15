package io.github.walnut.policy;

import java.util.UUID;

/**
 * What the store keeps of one trigger for one UPS, so that a restart neither repeats nor forgets a
 * match.
 *
 * @param behaviourHash of the policy; a record of another behaviour is void
 * @param index of the trigger in the policy
 * @param owed its match was held back by a window or a running run, and is still to be made
 */
public record TriggerMemory(
        UUID policyId,
        String behaviourHash,
        int index,
        String upsId,
        TriggerProgress progress,
        boolean owed) {}
