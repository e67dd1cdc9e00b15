package io.github.walnut.policy;

import java.time.Instant;

/**
 * The state of one trigger for one subject.
 *
 * @param index of the trigger in the policy
 * @param subject UPS id
 * @param since when it turned so
 * @param dueAt while pending: when the window is over; else null
 */
public record TriggerState(
        int index, String subject, Trigger.State state, Instant since, Instant dueAt) {}
