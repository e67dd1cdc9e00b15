package io.github.walnut.ups;

import static io.github.walnut.ups.Draft.Rank.FLAG;
import static io.github.walnut.ups.UpsState.RB;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Duration;

/** RB: a fact at once, but an event at most every twelve hours, because devices waver about it. */
final class WornBatteryWatch {

    private static final Duration BETWEEN = Duration.ofHours(12);

    void look(Step step) {
        Holding held = step.states.get(RB);
        if (!step.reports(RB)) {
            leave(step, held);
            return;
        }
        if (held == null) {
            held = step.enter(RB, step.now, false, Step.REPORTED);
            step.memory.replaceBatteryReported = false;
        }
        if (!step.memory.replaceBatteryReported && mayTell(step)) {
            step.memory.replaceBatteryReported = true;
            step.memory.replaceBatteryAt = step.now;
            step.raise(Draft.state(FLAG, RB, EventName.REPLACE_BATTERY, Severity.WARN, true, held));
        }
    }

    private static boolean mayTell(Step step) {
        return step.memory.replaceBatteryAt == null
                || step.reached(step.memory.replaceBatteryAt.plus(BETWEEN));
    }

    private static void leave(Step step, Holding held) {
        step.states.remove(RB);
        if (held != null && step.memory.replaceBatteryReported) {
            step.raise(
                    Draft.state(
                                    FLAG,
                                    RB,
                                    EventName.REPLACE_BATTERY_CLEARED,
                                    Severity.INFO,
                                    false,
                                    held)
                            .since(step.now));
        }
        step.memory.replaceBatteryReported = false;
    }
}
