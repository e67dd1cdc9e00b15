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

    /** Nothing will be done about it any more. */
    public boolean closed() {
        return switch (status) {
            case OPEN, RESTORING, FAILED -> false;
            case RESTORED, RESTORED_ELSEWHERE, DISMISSED, VOID -> true;
        };
    }

    /** It was let go because the stop did not seem to have worked. */
    public boolean doubted() {
        return status == Status.VOID && Reasons.NOT_CONFIRMED.equals(reason);
    }

    public Obligation with(Status next, String why, Instant now) {
        return next(next, recoveryRun, attempts, why, now);
    }

    /** A recovery run takes it up. */
    public Obligation claimed(UUID run, Instant now) {
        return next(Status.RESTORING, run, attempts, reason, now);
    }

    /** The run that had taken it up leaves it to the next one. */
    public Obligation released(Instant now) {
        return next(Status.OPEN, null, attempts, reason, now);
    }

    /** The stop has worked after all, so the start is owed like any other. */
    Obligation stoppedLate(Instant now) {
        return status == Status.VOID
                ? next(Status.OPEN, null, attempts, null, now)
                : next(status, recoveryRun, attempts, null, now);
    }

    public Obligation tried(int times, Instant now) {
        return next(status, recoveryRun, times, reason, now);
    }

    private Obligation next(Status next, UUID run, int times, String why, Instant now) {
        return new Obligation(
                id,
                stepId,
                runId,
                policyId,
                outageId,
                target,
                actionId,
                capability,
                verb,
                params,
                stateBefore,
                stage,
                position,
                next,
                run,
                times,
                why,
                createdAt,
                now);
    }
}
