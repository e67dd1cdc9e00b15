package io.github.walnut.ups;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory of a monitor while one poll or tick is digested; fields as in {@link MonitorMemory}.
 */
final class Scratch {

    Instant firstSeenAt;
    Instant firstGoodAt;
    Instant fullAt;
    Instant listenFrom;
    Instant badSince;
    boolean interrupted;
    long unobservedMillis;
    final Map<String, Long> epochs;
    final Map<String, Instant> pending;
    final Map<String, Instant> crossed;
    int inconsistentPolls;
    Instant ownTestUntil;
    boolean ownTestSeen;
    String ownTestBefore;
    Instant toldTestUntil;
    Instant lowVoltageSince;
    boolean excuseLifted;
    boolean mainsReported;
    Instant mainsSince;
    double earlierBatterySeconds;
    final List<Instant> edges;
    final List<Instant> batterySpans;
    Instant alertUntil;
    String alarm;
    String alarmCandidate;
    Instant replaceBatteryAt;
    boolean replaceBatteryReported;

    Scratch(MonitorMemory from) {
        firstSeenAt = from.firstSeenAt();
        firstGoodAt = from.firstGoodAt();
        fullAt = from.fullAt();
        listenFrom = from.listenFrom();
        badSince = from.badSince();
        interrupted = from.interrupted();
        unobservedMillis = from.unobservedMillis();
        epochs = new HashMap<>(from.epochs());
        pending = new HashMap<>(from.pending());
        crossed = new HashMap<>(from.crossed());
        inconsistentPolls = from.inconsistentPolls();
        ownTestUntil = from.ownTestUntil();
        ownTestSeen = from.ownTestSeen();
        ownTestBefore = from.ownTestBefore();
        toldTestUntil = from.toldTestUntil();
        lowVoltageSince = from.lowVoltageSince();
        excuseLifted = from.excuseLifted();
        mainsReported = from.mainsReported();
        mainsSince = from.mainsSince();
        earlierBatterySeconds = from.earlierBatterySeconds();
        edges = new ArrayList<>(from.edges());
        batterySpans = new ArrayList<>(from.batterySpans());
        alertUntil = from.alertUntil();
        alarm = from.alarm();
        alarmCandidate = from.alarmCandidate();
        replaceBatteryAt = from.replaceBatteryAt();
        replaceBatteryReported = from.replaceBatteryReported();
    }

    MonitorMemory freeze() {
        return new MonitorMemory(
                firstSeenAt,
                firstGoodAt,
                fullAt,
                listenFrom,
                badSince,
                interrupted,
                unobservedMillis,
                epochs,
                pending,
                crossed,
                inconsistentPolls,
                ownTestUntil,
                ownTestSeen,
                ownTestBefore,
                toldTestUntil,
                lowVoltageSince,
                excuseLifted,
                mainsReported,
                mainsSince,
                earlierBatterySeconds,
                edges,
                batterySpans,
                alertUntil,
                alarm,
                alarmCandidate,
                replaceBatteryAt,
                replaceBatteryReported);
    }
}
