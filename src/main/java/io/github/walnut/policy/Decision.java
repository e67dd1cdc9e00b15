package io.github.walnut.policy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What one evaluation of one candidate policy came to, with the facts that led to it. A {@link
 * Kind#MATCHED} decision becomes a run.
 *
 * @param subject UPS id
 * @param eventId the event that led to the evaluation, or null when a window ran out
 * @param until end of the window for PENDING and SUPPRESSED_WINDOW, else null
 * @param detail pointer of the failing condition, id of the run that is under way or of the policy
 *     that stopped, or null
 */
public record Decision(
        UUID policyId,
        String subject,
        Instant at,
        UUID eventId,
        Kind kind,
        Instant until,
        String detail,
        List<TriggerState> triggers,
        List<Condition.Result> conditions) {

    public enum Kind {
        MATCHED,
        NOT_MET,
        PENDING,
        CONDITION_FALSE,
        CONDITION_UNKNOWN,
        SUPPRESSED_WINDOW,
        ALREADY_RUNNING,
        STOPPED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Decision {
        triggers = List.copyOf(triggers);
        conditions = List.copyOf(conditions);
    }
}
