package io.github.walnut.run;

import io.github.walnut.inventory.Target;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A start that walNUT owes a target which it has stopped. Durable: it outlives the run, the policy
 * and restarts, until it is restored, dismissed or void.
 *
 * @param stepId the stop that it comes from
 * @param verb that undoes the stop
 * @param params of that verb
 * @param stateBefore of the target, as read before the stop
 * @param stage of the stop
 * @param position of the stop in its plan
 * @param recoveryRun the run that restores it, or null
 * @param attempts to restore it so far
 * @param reason why it failed or was dismissed, or null
 */
public record Obligation(
        UUID id,
        UUID stepId,
        UUID runId,
        UUID policyId,
        UUID outageId,
        Target target,
        String actionId,
        String capability,
        String verb,
        Map<String, Object> params,
        String stateBefore,
        int stage,
        int position,
        Status status,
        UUID recoveryRun,
        int attempts,
        String reason,
        Instant createdAt,
        Instant updatedAt) {

    public enum Status {
        /** The stop was accepted, confirmed, or nobody knows. */
        OPEN,
        RESTORING,
        RESTORED,
        /** Seen running again without walNUT's doing. */
        RESTORED_ELSEWHERE,
        FAILED,
        DISMISSED,
        /** The stop failed and the target still runs. */
        VOID;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Obligation {
        params = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(params));
    }
}
