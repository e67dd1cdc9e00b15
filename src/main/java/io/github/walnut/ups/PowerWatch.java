package io.github.walnut.ups;

import static io.github.walnut.ups.Draft.Rank.FLAG;
import static io.github.walnut.ups.Draft.Rank.MAINS;
import static io.github.walnut.ups.UpsState.OB;
import static io.github.walnut.ups.UpsState.OL;

import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsFacts.PowerSource;
import java.time.Instant;

/** Mains and battery: where the power comes from, and whether mains were lost or came back. */
final class PowerWatch {

    private static final int POLLS_OF_DOUBT = 2;

    private final OutageWatch outages;
    private final FlapWatch flaps;

    PowerWatch(OutageWatch outages, FlapWatch flaps) {
        this.outages = outages;
        this.flaps = flaps;
    }

    void look(Step step) {
        boolean mains = step.reports(OL);
        boolean battery = step.reports(OB);
        if (mains && battery) {
            doubt(step);
            boolean believed = step.memory.inconsistentPolls > POLLS_OF_DOUBT;
            battery = believed || step.before.has(OB);
            mains = !believed && step.before.has(OL);
        } else {
            step.memory.inconsistentPolls = 0;
        }
        battery(step, battery);
        mains(step, mains);
        source(step, mains, battery);
    }

    private static void doubt(Step step) {
        if (!step.polled()) {
            return;
        }
        step.memory.inconsistentPolls++;
        if (step.memory.inconsistentPolls == POLLS_OF_DOUBT + 1) {
            step.raise(
                    Draft.token(
                            FLAG,
                            "inconsistent",
                            null,
                            EventName.UPS_INCONSISTENT,
                            Severity.WARN,
                            true,
                            new Draft.Begin(step.now, false, step.nextEpoch("inconsistent"))));
        }
    }

    private void battery(Step step, boolean on) {
        Holding held = step.states.get(OB);
        boolean counted = held != null && !held.excused();
        if (!on) {
            leaveBattery(step, held, counted);
        } else if (!counted && step.excusing) {
            if (held == null) {
                step.enter(OB, step.now, true, Step.REPORTED);
            }
        } else if (!counted) {
            mainsLost(step, begin(step, held));
        }
    }

    private static void leaveBattery(Step step, Holding held, boolean counted) {
        step.memory.excuseLifted = false;
        step.states.remove(OB);
        if (counted) {
            step.memory.earlierBatterySeconds += BatteryTime.seen(step, held.since());
            BatteryTime.leave(step);
        }
    }

    /** Within a test that turned out to be an outage: when its first sign was seen. */
    static Instant begin(Step step, Holding excused) {
        if (excused == null || !step.memory.excuseLifted) {
            return step.now;
        }
        Instant sign = step.memory.lowVoltageSince;
        return sign == null || sign.isBefore(excused.since()) ? excused.since() : sign;
    }

    private void mainsLost(Step step, Instant since) {
        Holding held = step.enter(OB, since, false, Step.REPORTED);
        step.raise(Draft.state(MAINS, OB, EventName.MAINS_LOST, Severity.WARN, true, held));
        outages.mainsLost(step, since);
        BatteryTime.enter(step, since);
        flaps.edge(step);
    }

    private void mains(Step step, boolean on) {
        Holding held = step.states.get(OL);
        if (!on) {
            step.states.remove(OL);
            step.memory.mainsSince = null;
            return;
        }
        if (held == null) {
            held = step.enter(OL, step.now, false, Step.REPORTED);
        }
        if (step.outage == null || step.holds(OB)) {
            return;
        }
        if (step.memory.mainsSince == null) {
            step.memory.mainsSince = step.now;
        }
        if (!step.memory.mainsReported) {
            mainsReturned(step, held);
        }
    }

    private void mainsReturned(Step step, Holding mains) {
        step.memory.mainsReported = true;
        Draft draft = Draft.state(MAINS, OL, EventName.MAINS_RETURNED, Severity.INFO, true, mains);
        if (step.restored) {
            draft.with("while_down", true);
        }
        step.raise(draft);
        flaps.edge(step);
    }

    private static void source(Step step, boolean mains, boolean battery) {
        if (battery) {
            step.powerSource = PowerSource.BATTERY;
        } else if (mains) {
            step.powerSource = PowerSource.MAINS;
        } else if (step.reports(UpsState.BYPASS)) {
            step.powerSource = PowerSource.BYPASS;
        } else if (step.reports(UpsState.OFF)) {
            step.powerSource = PowerSource.OFF;
        } else {
            step.powerSource = PowerSource.UNKNOWN;
        }
    }
}
