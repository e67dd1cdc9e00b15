package io.github.walnut.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How far one trigger is for one UPS, and what it has to remember to tell the next change.
 *
 * @param since when it turned into this state
 * @param dueAt when it may change although no fact does: while pending the end of the window, while
 *     met the end of that, while unmet the next time of a timer; else null
 * @param epoch of the entering of the watched state that was looked at last, or null
 * @param ignoredEpoch an entering that does not count, because it was there before the policy
 * @param countFrom the window does not count from earlier than this, or null
 * @param fromEpoch of the state that has to be left, when it was seen last, or of the crossing of a
 *     limit that is under way, or null
 * @param leftAt when that state was left, or null while it holds; or when the limit was crossed
 * @param lost the fact became unknown, so its window starts anew when it is known again
 * @param inTest the watched state was entered as the trigger asks, but only a test explains it so
 *     far: should it outlive the test, nothing else is missing
 */
public record TriggerProgress(
        Trigger.State state,
        Instant since,
        Instant dueAt,
        Long epoch,
        Long ignoredEpoch,
        Instant countFrom,
        Long fromEpoch,
        Instant leftAt,
        boolean lost,
        boolean inTest) {

    static TriggerProgress unmetSince(Instant at) {
        return new TriggerProgress(
                Trigger.State.UNMET, at, null, null, null, null, null, null, false, false);
    }

    public boolean met() {
        return state == Trigger.State.MET;
    }

    /** Whether it is met now and was not at the earlier look, or was met by another entering. */
    public boolean turnedMetSince(TriggerProgress before) {
        return met() && !(before.met() && Objects.equals(epoch, before.epoch));
    }

    public boolean sameStateAs(TriggerProgress other) {
        return state == other.state
                && (state == Trigger.State.UNMET
                        || (Objects.equals(dueAt, other.dueAt)
                                && Objects.equals(epoch, other.epoch)));
    }

    TriggerProgress unmet(Instant at, boolean nowLost) {
        Instant from = state == Trigger.State.UNMET ? since : at;
        return new TriggerProgress(
                Trigger.State.UNMET,
                from,
                null,
                epoch,
                ignoredEpoch,
                countFrom,
                fromEpoch,
                leftAt,
                nowLost,
                false);
    }

    /** The state holds since {@code start}: pending until the window is over, then met. */
    TriggerProgress holding(Instant start, Duration window, Instant at) {
        Instant from = lost ? at : countFrom;
        Instant begin = from != null && from.isAfter(start) ? from : start;
        Instant due = begin.plus(window);
        Trigger.State next = at.isBefore(due) ? Trigger.State.PENDING : Trigger.State.MET;
        return new TriggerProgress(
                next,
                next == state ? since : next == Trigger.State.MET ? at : begin,
                next == Trigger.State.MET ? null : due,
                epoch,
                ignoredEpoch,
                from,
                fromEpoch,
                leftAt,
                false,
                false);
    }

    /** Waits for this moment, unless it is there: then it is met for a minute. */
    TriggerProgress countdown(Instant due, Instant at) {
        return at.isBefore(due)
                ? new TriggerProgress(
                        Trigger.State.PENDING,
                        state == Trigger.State.PENDING ? since : at,
                        due,
                        epoch,
                        ignoredEpoch,
                        null,
                        fromEpoch,
                        leftAt,
                        false,
                        inTest)
                : metUntil(at.plus(TimerEvaluator.MET_FOR), at);
    }

    /** Goes on with a countdown that began, or with what came of it, which happens once. */
    TriggerProgress countdown(Instant at) {
        return countdown(at, Duration.ZERO);
    }

    /**
     * @param unobserved does not count
     */
    TriggerProgress countdown(Instant at, Duration unobserved) {
        if (state == Trigger.State.PENDING) {
            return at.isBefore(dueAt.plus(unobserved)) ? this : countdown(at, at);
        }
        return met() && at.isBefore(dueAt) ? this : spent(at);
    }

    TriggerProgress metUntil(Instant until, Instant at) {
        return new TriggerProgress(
                Trigger.State.MET,
                at,
                until,
                epoch,
                ignoredEpoch,
                null,
                fromEpoch,
                leftAt,
                false,
                inTest);
    }

    /** What made it met counts no more. */
    public TriggerProgress spent(Instant at) {
        return epoch == null ? unmet(at, false) : entered(epoch, false).unmetFrom(at);
    }

    private TriggerProgress unmetFrom(Instant at) {
        return new TriggerProgress(
                Trigger.State.UNMET,
                at,
                null,
                epoch,
                ignoredEpoch,
                countFrom,
                fromEpoch,
                leftAt,
                lost,
                inTest);
    }

    /** Another time at which it may change. */
    public TriggerProgress lookAgainAt(Instant due) {
        return new TriggerProgress(
                state, since, due, epoch, ignoredEpoch, countFrom, fromEpoch, leftAt, lost, inTest);
    }

    /** The same after the clock was set. */
    public TriggerProgress shifted(Duration by) {
        return new TriggerProgress(
                state,
                shifted(since, by),
                shifted(dueAt, by),
                epoch,
                ignoredEpoch,
                shifted(countFrom, by),
                fromEpoch,
                shifted(leftAt, by),
                lost,
                inTest);
    }

    private static Instant shifted(Instant at, Duration by) {
        return at == null ? null : at.plus(by);
    }

    /** As {@link #holding}, but never met yet, however short the window. */
    TriggerProgress pending(Duration window, Instant at) {
        return new TriggerProgress(
                Trigger.State.PENDING,
                at,
                at.plus(window),
                epoch,
                ignoredEpoch,
                at,
                fromEpoch,
                leftAt,
                false,
                false);
    }

    /** As far as it is, but the next look is the first that finds it so. */
    public TriggerProgress unnoticed() {
        return new TriggerProgress(
                Trigger.State.UNMET,
                since,
                since,
                epoch,
                ignoredEpoch,
                countFrom,
                fromEpoch,
                leftAt,
                lost,
                inTest);
    }

    /** Another entering was seen; what the one before was counted from is over. */
    TriggerProgress entered(long newEpoch, boolean counts) {
        return new TriggerProgress(
                Trigger.State.UNMET,
                since,
                null,
                newEpoch,
                counts ? ignoredEpoch : (Long) newEpoch,
                null,
                fromEpoch,
                leftAt,
                false,
                false);
    }

    TriggerProgress from(Long seenEpoch, Instant left) {
        return new TriggerProgress(
                state, since, dueAt, epoch, ignoredEpoch, countFrom, seenEpoch, left, lost, inTest);
    }

    /** A test explains the state that was entered, or does no more. */
    TriggerProgress inTest(boolean now) {
        return new TriggerProgress(
                state, since, dueAt, epoch, ignoredEpoch, countFrom, fromEpoch, leftAt, lost, now);
    }

    boolean ignored() {
        return epoch != null && epoch.equals(ignoredEpoch);
    }
}
