package io.github.walnut.ups;

import static io.github.walnut.ups.Draft.Rank.CONTACT;
import static io.github.walnut.ups.UpsState.COMM_LOST;
import static io.github.walnut.ups.UpsState.LB;
import static io.github.walnut.ups.UpsState.OB;

import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsFacts.PowerSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Silence: when contact counts as lost, and when silence on battery counts as an empty battery.
 * Silence on mains never becomes anything but lost contact.
 */
final class ContactWatch {

    /** The cause of silence that walNUT itself has made. */
    static final String STALE = "stale";

    private static final Duration LONG_GAP = Duration.ofMinutes(5);

    void heard(Step step) {
        step.memory.badSince = null;
        step.cause = step.memory.interrupted ? STALE : null;
        if (step.memory.firstGoodAt == null) {
            step.memory.firstGoodAt = step.now;
        }
        Holding lost = step.states.remove(COMM_LOST);
        if (lost != null) {
            step.raise(
                    Draft.state(
                                    CONTACT,
                                    COMM_LOST,
                                    EventName.COMM_RESTORED,
                                    Severity.INFO,
                                    false,
                                    lost)
                            .since(step.now));
        }
        if (step.restored && afterLongGap(step)) {
            restartStability(step);
        }
    }

    void failed(Step step, String cause) {
        step.cause = cause;
        if (step.memory.badSince != null) {
            return;
        }
        step.memory.badSince = step.now;
        if (step.before.known()) {
            step.raise(
                    Draft.token(
                                    CONTACT,
                                    "comm_bad",
                                    null,
                                    EventName.COMM_BAD,
                                    Severity.INFO,
                                    true,
                                    new Draft.Begin(step.now, false, step.nextEpoch("comm_bad")))
                            .with("cause", cause));
        }
    }

    /** Draws the conclusions from the age of the last good poll. */
    void listen(Step step) {
        endWaiting(step);
        loseContact(step);
        presumeDead(step);
    }

    /**
     * No complete poll has come for so long after a standstill that silence tells something by
     * itself. Until one comes, what nobody saw counts for no window.
     */
    private static void endWaiting(Step step) {
        if (step.memory.interrupted && step.passed(step.memory.listenFrom.plus(patience(step)))) {
            step.memory.interrupted = false;
            if (lastWord(step).isBefore(step.memory.listenFrom)) {
                nothingHeard(step);
            }
        }
    }

    private static Duration patience(Step step) {
        boolean deadSoon = step.holds(OB) && step.config.critical().deadOnBattery();
        Duration dead = step.config.deadTime();
        Duration limit = step.config.silenceLimit().plusMillis(1);
        return deadSoon && dead.compareTo(limit) < 0 ? dead : limit;
    }

    private void loseContact(Step step) {
        if (step.has(COMM_LOST)
                || !step.passed(silentSince(step).plus(step.config.silenceLimit()).plusMillis(1))) {
            return;
        }
        nothingHeard(step);
        Holding lost = step.enter(COMM_LOST, lastWord(step), false, Step.DEDUCED);
        boolean onBattery = step.holds(OB);
        step.raise(
                Draft.state(
                                CONTACT,
                                COMM_LOST,
                                EventName.COMM_LOST,
                                onBattery ? Severity.ERROR : Severity.WARN,
                                true,
                                lost)
                        .with("cause", step.cause)
                        .with("last_flags", List.copyOf(step.flagsBefore())));
        if (!onBattery) {
            step.powerSource = PowerSource.UNKNOWN;
        }
    }

    private void presumeDead(Step step) {
        if (!step.config.critical().deadOnBattery()
                || !step.holds(OB)
                || step.holds(LB)
                || !step.passed(silentSince(step).plus(step.config.deadTime()))) {
            return;
        }
        nothingHeard(step);
        LowBatteryWatch.enter(step, step.now, Step.DEDUCED, "dead_on_battery");
    }

    /** Polls may also have stopped to come at all. */
    private static void nothingHeard(Step step) {
        if (step.memory.badSince == null) {
            step.memory.badSince = step.now;
        }
    }

    private static Instant lastWord(Step step) {
        if (step.polled()) {
            return step.now;
        }
        return step.before.lastGoodAt() != null
                ? step.before.lastGoodAt()
                : step.memory.firstSeenAt;
    }

    private static Instant silentSince(Step step) {
        Instant last = lastWord(step);
        Instant from = step.memory.listenFrom;
        return from != null && from.isAfter(last) ? from : last;
    }

    private static boolean afterLongGap(Step step) {
        return step.before.lastGoodAt() != null
                && Duration.between(step.before.lastGoodAt(), step.now).compareTo(LONG_GAP) > 0;
    }

    private static void restartStability(Step step) {
        Holding battery = step.states.get(OB);
        if (battery != null && !battery.excused()) {
            Duration seen = Duration.between(battery.since(), step.before.lastGoodAt());
            step.memory.earlierBatterySeconds += seen.toMillis() / 1000.0;
        }
        step.states.replaceAll(
                (state, h) ->
                        new Holding(step.now, h.epoch(), h.excused(), h.source(), h.initial()));
        step.memory.pending.replaceAll((key, since) -> step.now);
        if (step.memory.mainsSince != null) {
            step.memory.mainsSince = step.now;
        }
    }
}
