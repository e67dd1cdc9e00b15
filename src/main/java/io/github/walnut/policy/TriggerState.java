package io.github.walnut.policy;

import java.time.Instant;

/**
 * The state of one trigger for one subject.
 *
 * @param index of the trigger in the policy
 * @param subject UPS id, or null for a trigger that is about none
 * @param since when it turned so
 * @param dueAt while pending: when the window is over; else null
 * @param value that was looked at: the flags of the UPS or a number; null when it is unknown, or
 *     when nobody asked for it
 * @param ageSeconds of the value, or null
 */
public record TriggerState(
        int index,
        String subject,
        Trigger.State state,
        Instant since,
        Instant dueAt,
        Object value,
        Double ageSeconds) {

    /** One of which nobody asks what it looked at. */
    public TriggerState(
            int index, String subject, Trigger.State state, Instant since, Instant dueAt) {
        this(index, subject, state, since, dueAt, null, null);
    }

    public TriggerState seen(Object found, Double age) {
        return new TriggerState(index, subject, state, since, dueAt, found, age);
    }
}
