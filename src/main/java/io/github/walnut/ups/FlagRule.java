package io.github.walnut.ups;

import static io.github.walnut.ups.Draft.Rank.FLAG;
import static io.github.walnut.ups.Draft.Rank.FORCED_SHUTDOWN;
import static io.github.walnut.ups.Draft.Rank.TEST;

import java.time.Duration;
import java.util.List;

/**
 * How a flag becomes events.
 *
 * @param left null when its end is no event
 * @param initial an entering is told even when the first sample ever had the flag
 */
record FlagRule(
        UpsState state,
        Draft.Rank rank,
        EventName entered,
        EventName left,
        Duration enterAfter,
        Duration leaveAfter,
        boolean initial) {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(30);

    static final List<FlagRule> ALL =
            List.of(
                    new FlagRule(
                            UpsState.CAL,
                            TEST,
                            EventName.CALIBRATION_STARTED,
                            EventName.CALIBRATION_ENDED,
                            AT_ONCE,
                            AT_ONCE,
                            false),
                    new FlagRule(
                            UpsState.FSD,
                            FORCED_SHUTDOWN,
                            EventName.FORCED_SHUTDOWN,
                            null,
                            AT_ONCE,
                            AT_ONCE,
                            true),
                    severe(UpsState.OFF, EventName.OUTPUT_OFF, EventName.OUTPUT_ON, LATER, AT_ONCE),
                    severe(
                            UpsState.OVER,
                            EventName.OVERLOADED,
                            EventName.OVERLOADED_CLEARED,
                            SOON,
                            SOON),
                    severe(
                            UpsState.BYPASS,
                            EventName.BYPASS_STARTED,
                            EventName.BYPASS_ENDED,
                            AT_ONCE,
                            AT_ONCE),
                    mild(UpsState.TRIM, EventName.TRIMMING, EventName.TRIMMING_ENDED, LATER),
                    mild(UpsState.BOOST, EventName.BOOSTING, EventName.BOOSTING_ENDED, LATER),
                    mild(UpsState.CHRG, EventName.CHARGING, null, AT_ONCE),
                    mild(UpsState.DISCHRG, EventName.DISCHARGING, null, AT_ONCE),
                    mild(UpsState.HB, EventName.BATTERY_HIGH, null, AT_ONCE),
                    mild(UpsState.ECO, EventName.ECO_STARTED, EventName.ECO_ENDED, AT_ONCE));

    static final FlagRule ALARM =
            severe(UpsState.ALARM, EventName.ALARM, EventName.ALARM_CLEARED, SOON, SOON);

    Duration enterAfter(UpsConfig config) {
        Duration off = config.critical().offDuration();
        return state == UpsState.OFF && !off.isNegative() ? off : enterAfter;
    }

    private static FlagRule severe(
            UpsState state, EventName entered, EventName left, Duration enter, Duration leave) {
        return new FlagRule(state, FLAG, entered, left, enter, leave, true);
    }

    private static FlagRule mild(
            UpsState state, EventName entered, EventName left, Duration patience) {
        return new FlagRule(state, FLAG, entered, left, patience, patience, false);
    }
}
