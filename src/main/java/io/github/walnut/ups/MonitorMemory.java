package io.github.walnut.ups;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a monitor has to remember beside the facts to go on after a restart as if there had been
 * none. Stored with the facts, in the same transaction. Plain types only.
 *
 * @param firstSeenAt when the UPS was first listed or polled
 * @param firstGoodAt when it was first heard, or null
 * @param fullAt the last full poll, or null
 * @param listenFrom silence is not counted from before this moment
 * @param badSince the first failed poll after the last good one, or null
 * @param interrupted the process or the clock stood still; nothing may be concluded before a fresh
 *     complete poll
 * @param unobservedMillis how long that was, since the last fresh complete poll
 * @param epochs how often each state was entered
 * @param pending what differs from the facts but has not held long enough, with its begin
 * @param crossed thresholds that are crossed, with the begin
 * @param inconsistentPolls polls in a row that reported OL and OB together
 * @param ownTestUntil while a battery test of ours may run, else null
 * @param ownTestSeen the device has reported that test as running
 * @param ownTestBefore {@code ups.test.result} before that test
 * @param toldTestUntil until when a test that the device tells of, as its own, may run; null when
 *     it tells of none
 * @param lowVoltageSince first of the samples in a row with no mains at the input during a test
 * @param excuseLifted a real outage was recognised during the test
 * @param mainsReported the return of mains was reported for the open outage
 * @param mainsSince since when mains hold within the open outage, or null
 * @param earlierBatterySeconds time on battery of the earlier episodes of this outage
 * @param edges losses and returns of mains within the last ten minutes
 * @param batterySpans begin, end, begin, end… of the times on battery that reach into the last
 *     hour; the last end is missing while on battery
 * @param alertUntil end of the time of fast polls, or null
 * @param alarm text of the alarm that was reported, or null
 * @param alarmCandidate another text that has not held long enough, or null
 * @param replaceBatteryAt when a worn battery was last reported, or null
 * @param replaceBatteryReported the present RB was reported
 */
public record MonitorMemory(
        Instant firstSeenAt,
        Instant firstGoodAt,
        Instant fullAt,
        Instant listenFrom,
        Instant badSince,
        boolean interrupted,
        long unobservedMillis,
        Map<String, Long> epochs,
        Map<String, Instant> pending,
        Map<String, Instant> crossed,
        int inconsistentPolls,
        Instant ownTestUntil,
        boolean ownTestSeen,
        String ownTestBefore,
        Instant toldTestUntil,
        Instant lowVoltageSince,
        boolean excuseLifted,
        boolean mainsReported,
        Instant mainsSince,
        double earlierBatterySeconds,
        List<Instant> edges,
        List<Instant> batterySpans,
        Instant alertUntil,
        String alarm,
        String alarmCandidate,
        Instant replaceBatteryAt,
        boolean replaceBatteryReported) {

    public MonitorMemory {
        epochs = Map.copyOf(epochs);
        pending = Map.copyOf(pending);
        crossed = Map.copyOf(crossed);
        edges = List.copyOf(edges);
        batterySpans = List.copyOf(batterySpans);
    }

    /** The memory of a UPS that nothing is known about. */
    public static MonitorMemory fresh(Instant now) {
        return new MonitorMemory(
                now, null, null, now, null, false, 0, Map.of(), Map.of(), Map.of(), 0, null, false,
                null, null, null, false, false, null, 0, List.of(), List.of(), null, null, null,
                null, false);
    }
}
