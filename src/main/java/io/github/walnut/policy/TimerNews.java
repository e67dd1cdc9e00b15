package io.github.walnut.policy;

import java.time.Instant;

/**
 * What happened to a timer between two looks at it.
 *
 * @param dueAt when it had to fire
 * @param missed it was too late for it
 */
public record TimerNews(Instant dueAt, boolean missed) {

    /** Null when nothing happened, or when the trigger is no timer. */
    public static TimerNews of(Trigger trigger, TriggerProgress before, TriggerProgress after) {
        if (trigger instanceof Trigger.At) {
            boolean missed = TimerEvaluator.missed(before, after);
            return missed || after.turnedMetSince(before)
                    ? new TimerNews(Instant.ofEpochMilli(after.epoch()), missed)
                    : null;
        }
        if (trigger instanceof Trigger.After && after.turnedMetSince(before)) {
            return new TimerNews(
                    before.state() == Trigger.State.PENDING ? before.dueAt() : after.since(),
                    false);
        }
        return null;
    }
}
