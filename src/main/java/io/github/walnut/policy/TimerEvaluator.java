package io.github.walnut.policy;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells how far a trigger by the clock is. The epoch of its progress is the scheduled time that was
 * dealt with last.
 */
final class TimerEvaluator {
    /** How long a timer stays met. */
    static final Duration MET_FOR = Duration.ofSeconds(60);

    /** A time that was missed is made up for, but not later than this. */
    private static final Duration LATEST = Duration.ofMinutes(5);

    private final Schedules schedules;

    TimerEvaluator(Schedules schedules) {
        this.schedules = schedules;
    }

    /** Times before this moment do not count. */
    TriggerProgress begin(Trigger.At trigger, Instant at) {
        long past = schedules.latest(trigger.schedule(), at).toEpochMilli();
        return TriggerProgress.unmetSince(at)
                .entered(past, false)
                .lookAgainAt(schedules.next(trigger.schedule(), at));
    }

    TriggerProgress look(Trigger.At trigger, TriggerProgress before, Instant at) {
        Instant latest = schedules.latest(trigger.schedule(), at);
        boolean isNew = before.epoch() == null || latest.toEpochMilli() > before.epoch();
        if (isNew) {
            boolean inTime = Duration.between(latest, at).compareTo(LATEST) <= 0;
            TriggerProgress seen = before.entered(latest.toEpochMilli(), inTime);
            return inTime ? seen.metUntil(at.plus(MET_FOR), at) : waiting(trigger, seen, at);
        }
        return before.met() && at.isBefore(before.dueAt()) ? before : waiting(trigger, before, at);
    }

    private TriggerProgress waiting(Trigger.At trigger, TriggerProgress seen, Instant at) {
        return seen.unmet(at, false).lookAgainAt(schedules.next(trigger.schedule(), at));
    }

    /** Whether a time went by for which it was too late. */
    static boolean missed(TriggerProgress before, TriggerProgress after) {
        return before.epoch() != null && after.epoch() > before.epoch() && after.ignored();
    }
}
