package io.github.walnut.ups;

import static io.github.walnut.ups.Draft.Rank.LOW_BATTERY;
import static io.github.walnut.ups.UpsState.LB;
import static io.github.walnut.ups.UpsState.OB;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Instant;

/** LB: reported by the device, or deduced from silence on battery and disproved by contact. */
final class LowBatteryWatch {

    void look(Step step) {
        Holding held = step.states.get(LB);
        boolean reported = step.reports(LB);
        if (held != null && held.source().equals(Step.DEDUCED)) {
            confirmOrWithdraw(step, held, reported);
        } else if (reported) {
            report(step, held);
        } else if (held != null) {
            leave(step, held, "flag");
        }
    }

    private static void confirmOrWithdraw(Step step, Holding deduced, boolean reported) {
        if (reported) {
            step.states.put(
                    LB, new Holding(deduced.since(), deduced.epoch(), false, Step.REPORTED, false));
        } else {
            leave(step, deduced, "contact");
        }
    }

    private static void report(Step step, Holding held) {
        if (held != null && !held.excused()) {
            return;
        }
        boolean excused = step.excusing && !step.holds(OB);
        if (!excused) {
            enter(step, PowerWatch.begin(step, held), Step.REPORTED, "flag");
        } else if (held == null) {
            step.enter(LB, step.now, true, Step.REPORTED);
        }
    }

    static void enter(Step step, Instant since, String source, String reason) {
        Holding begun = step.enter(LB, since, false, source);
        step.raise(
                Draft.state(
                                LOW_BATTERY,
                                LB,
                                EventName.LOW_BATTERY,
                                step.holds(OB) ? Severity.ERROR : Severity.WARN,
                                true,
                                begun)
                        .with("reason", reason));
    }

    private static void leave(Step step, Holding held, String reason) {
        step.states.remove(LB);
        if (!held.excused()) {
            step.raise(
                    Draft.state(
                                    LOW_BATTERY,
                                    LB,
                                    EventName.LOW_BATTERY_CLEARED,
                                    Severity.INFO,
                                    false,
                                    held)
                            .since(step.now)
                            .with("reason", reason));
        }
    }
}
