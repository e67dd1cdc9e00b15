package io.github.walnut.policy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * What one evaluation of one candidate policy came to, with the facts that led to it. A {@link
 * Kind#MATCHED} decision becomes a run.
 *
 * @param subject UPS id, or null when it is about none
 * @param eventId the event that led to the evaluation, or null when a window ran out
 * @param until end of the window for PENDING and SUPPRESSED_WINDOW, else null
 * @param detail pointer of the failing condition, id of the run that it became, that is under way
 *     or was cancelled, or of the policy that stopped, or null
 * @param behind of a match: policies that stop it if their run has anything to do
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
        List<Condition.Result> conditions,
        UUID outageId,
        List<UUID> behind) {

    public enum Kind {
        MATCHED,
        NOT_MET,
        PENDING,
        CONDITION_FALSE,
        CONDITION_UNKNOWN,
        SUPPRESSED_WINDOW,
        ALREADY_RUNNING,
        STOPPED,
        CANCELLED;

        /** The match is not lost: it is made when what stands against it has ended. */
        public static final Set<Kind> HOLDING_BACK =
                EnumSet.of(SUPPRESSED_WINDOW, ALREADY_RUNNING, CANCELLED);

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Decision {
        triggers = List.copyOf(triggers);
        conditions = List.copyOf(conditions);
        behind = List.copyOf(behind);
    }

    /** One outside an outage, behind nobody. */
    public Decision(
            UUID policyId,
            String subject,
            Instant at,
            UUID eventId,
            Kind kind,
            Instant until,
            String detail,
            List<TriggerState> triggers,
            List<Condition.Result> conditions) {
        this(
                policyId,
                subject,
                at,
                eventId,
                kind,
                until,
                detail,
                triggers,
                conditions,
                null,
                List.of());
    }

    /** The same match, led to by this event. */
    public Decision causedBy(UUID event) {
        return new Decision(
                policyId,
                subject,
                at,
                event,
                kind,
                until,
                detail,
                triggers,
                conditions,
                outageId,
                behind);
    }

    /** The same match, whose run this is. */
    public Decision ran(UUID run) {
        return new Decision(
                policyId,
                subject,
                at,
                eventId,
                kind,
                until,
                run.toString(),
                triggers,
                conditions,
                outageId,
                behind);
    }

    /** What becomes of a match behind a policy that has something to do. */
    public Decision stoppedBy(UUID policy) {
        return new Decision(
                policyId,
                subject,
                at,
                eventId,
                Kind.STOPPED,
                null,
                policy.toString(),
                triggers,
                conditions,
                outageId,
                List.of());
    }
}
