package io.github.walnut.ups;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Moves all moments of a UPS by the same time, so that every age stays what it is. */
public final class TimeShift {

    private final Duration by;

    public TimeShift(Duration by) {
        this.by = by;
    }

    UpsMonitor.Stored apply(UpsMonitor.Stored stored) {
        return new UpsMonitor.Stored(
                facts(stored.facts()), memory(stored.memory()), outage(stored.openOutage()));
    }

    public UpsFacts facts(UpsFacts f) {
        Map<UpsState, Holding> states = new HashMap<>(f.states());
        states.replaceAll(
                (state, h) ->
                        new Holding(
                                at(h.since()), h.epoch(), h.excused(), h.source(), h.initial()));
        return new UpsFacts(
                f.upsId(),
                states,
                sample(f.last()),
                at(f.lastGoodAt()),
                f.reachable(),
                f.cause(),
                f.powerSource(),
                f.outageId(),
                f.episode(),
                f.onBatterySeconds(),
                f.onBatterySeconds1h(),
                f.flaps10m(),
                f.absent(),
                at(f.updatedAt()),
                f.standstill());
    }

    private Sample sample(Sample s) {
        return s == null
                ? null
                : new Sample(
                        s.upsId(),
                        at(s.at()),
                        s.seq(),
                        s.poll(),
                        s.values(),
                        s.flags(),
                        s.status(),
                        s.variables(),
                        s.suspect());
    }

    public Outage outage(Outage o) {
        return o == null
                ? null
                : new Outage(
                        o.id(),
                        o.siteId(),
                        o.upsId(),
                        at(o.startedAt()),
                        at(o.endedAt()),
                        o.episodes(),
                        o.minBatteryPercent(),
                        o.minRuntimeSeconds(),
                        o.maxLoadPercent(),
                        o.energyWh());
    }

    /** All but {@code firstSeenAt}, which names this life of the UPS in the keys of its edges. */
    private MonitorMemory memory(MonitorMemory m) {
        Scratch s = new Scratch(m);
        s.firstGoodAt = at(s.firstGoodAt);
        s.fullAt = at(s.fullAt);
        s.listenFrom = at(s.listenFrom);
        s.badSince = at(s.badSince);
        s.pending.replaceAll((key, moment) -> at(moment));
        s.crossed.replaceAll((key, moment) -> at(moment));
        s.ownTestUntil = at(s.ownTestUntil);
        s.toldTestUntil = at(s.toldTestUntil);
        s.lowVoltageSince = at(s.lowVoltageSince);
        s.mainsSince = at(s.mainsSince);
        s.edges.replaceAll(this::at);
        s.batterySpans.replaceAll(this::at);
        s.alertUntil = at(s.alertUntil);
        s.replaceBatteryAt = at(s.replaceBatteryAt);
        return s.freeze();
    }

    private Instant at(Instant moment) {
        return moment == null ? null : moment.plus(by);
    }
}
