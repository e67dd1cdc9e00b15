package io.github.walnut.run;

import io.github.walnut.policy.Condition;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The handling of one match, from the decision to its result. Its steps are kept beside it.
 *
 * @param snapshot the policy document with which it started
 * @param phase planning or lock while accepted, else null
 * @param result succeeded, partial, failed, nothing_to_do, empty_selection, … when final, else null
 * @param reason why it is a dry run, was suppressed or cut short, else null
 * @param upsId null for runs that no UPS caused
 * @param event what led to it, or null when a window ran out
 * @param inventory how fresh the targets were on which it was planned, by host
 * @param epoch of the store when it was written
 * @param runSeq rises with every published change
 * @param course what power and people did to it on its way
 */
public record Run(
        UUID id,
        Kind kind,
        Mode mode,
        UUID policyId,
        String policyName,
        int priority,
        int versionInt,
        String behaviourHash,
        String snapshot,
        String planHash,
        RunState state,
        String phase,
        String result,
        Severity severity,
        String reason,
        String summary,
        String upsId,
        Event event,
        UUID correlationId,
        UUID outageId,
        int episode,
        UUID parentRun,
        List<TriggerState> triggers,
        List<Condition.Result> conditions,
        List<HostReading> inventory,
        String actor,
        long epoch,
        long runSeq,
        Course course,
        Instant createdAt,
        Instant firstDispatchAt,
        Instant committedAt,
        Instant endedAt) {

    public enum Kind {
        EVENT,
        MANUAL,
        RECOVERY,
        RETRY;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public enum Mode {
        LIVE,
        DRY_RUN,
        SIMULATED,
        TEST;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Ended early by the return of power or by a person. */
    public boolean cutShort() {
        return Reasons.HELD.equals(result)
                || Reasons.REVERSED.equals(result)
                || Reasons.CANCELLED.equals(result);
    }

    public Run {
        triggers = List.copyOf(triggers);
        conditions = List.copyOf(conditions);
        inventory = List.copyOf(inventory);
    }

    /** The same with the number of its latest published change. */
    public Run numbered(long seq) {
        return new RunDraft(this).runSeq(seq).done();
    }
}
