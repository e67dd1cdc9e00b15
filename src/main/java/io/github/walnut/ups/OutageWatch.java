package io.github.walnut.ups;

import static io.github.walnut.ups.Draft.Rank.OUTAGE;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The book of one outage: its begin, its episodes, its worst values and its end. */
final class OutageWatch {

    private final Ids ids;
    private final Sites sites;

    OutageWatch(Ids ids, Sites sites) {
        this.ids = ids;
        this.sites = sites;
    }

    /** Ends the outage once mains have held long enough; a silent UPS ends nothing. */
    void expire(Step step) {
        Instant back = step.memory.mainsSince;
        if (step.outage == null || back == null) {
            return;
        }
        boolean seenHolding = step.reports(UpsState.OL) || step.before.reachable();
        if (!step.reached(back.plus(step.config.outageMerge())) || !seenHolding) {
            return;
        }
        Outage o = step.outage;
        change(
                step,
                new Outage(
                        o.id(),
                        o.siteId(),
                        o.upsId(),
                        o.startedAt(),
                        back,
                        o.episodes(),
                        o.minBatteryPercent(),
                        o.minRuntimeSeconds(),
                        o.maxLoadPercent(),
                        o.energyWh()));
        raise(step, EventName.OUTAGE_ENDED, "ended", step.outage)
                .with("duration_seconds", seconds(o.startedAt(), back))
                .with("min_battery_percent", o.minBatteryPercent())
                .with("energy_wh", o.energyWh());
        step.outage = null;
        step.memory.mainsSince = null;
    }

    void mainsLost(Step step, Instant since) {
        step.memory.mainsSince = null;
        step.memory.mainsReported = false;
        if (step.outage != null) {
            change(step, withEpisode(step.outage));
            raise(step, EventName.OUTAGE_EPISODE, "episode", step.outage);
            return;
        }
        step.memory.earlierBatterySeconds = 0;
        UUID id = ids.next();
        UUID site = sites.join(since, id);
        change(
                step,
                new Outage(id, site, step.before.upsId(), since, null, 1, null, null, null, null));
        raise(step, EventName.OUTAGE_STARTED, "started", step.outage);
    }

    /** Takes the worst values and the energy drawn since the poll before. */
    void measure(Step step) {
        if (step.outage == null || !step.polled()) {
            return;
        }
        Outage o = step.outage;
        Sample now = step.raw;
        Outage measured =
                new Outage(
                        o.id(),
                        o.siteId(),
                        o.upsId(),
                        o.startedAt(),
                        null,
                        o.episodes(),
                        least(o.minBatteryPercent(), now.value(Metric.BATTERY_PERCENT)),
                        least(o.minRuntimeSeconds(), now.value(Metric.RUNTIME_SECONDS)),
                        most(o.maxLoadPercent(), now.value(Metric.LOAD_PERCENT)),
                        sum(o.energyWh(), energy(step)));
        if (!measured.equals(o)) {
            change(step, measured);
        }
    }

    private static Double energy(Step step) {
        Instant last = step.before.lastGoodAt();
        Double watts = step.sample.value(Metric.POWER_WATTS);
        if (watts == null || last == null || !step.holds(UpsState.OB)) {
            return null;
        }
        Instant begin = step.states.get(UpsState.OB).since();
        Instant from = begin.isAfter(last) ? begin : last;
        boolean known = Duration.between(from, step.now).compareTo(step.config.silenceLimit()) <= 0;
        return known ? watts * seconds(from, step.now) / 3600 : null;
    }

    private static void change(Step step, Outage outage) {
        step.outages.removeIf(o -> o.id().equals(outage.id()));
        step.outages.add(outage);
        step.outage = outage;
    }

    private static Draft raise(Step step, EventName name, String phase, Outage outage) {
        Draft draft =
                new Draft(
                        OUTAGE,
                        phase.equals("ended") ? "0" : "1",
                        name,
                        name.severities().get(0),
                        step.epoch(UpsState.OB.name()));
        draft.outageId = outage.id();
        draft.with("phase", phase)
                .with("episode", outage.episodes())
                .with("site_id", outage.siteId().toString());
        step.raise(draft);
        return draft;
    }

    private static Outage withEpisode(Outage o) {
        return new Outage(
                o.id(),
                o.siteId(),
                o.upsId(),
                o.startedAt(),
                null,
                o.episodes() + 1,
                o.minBatteryPercent(),
                o.minRuntimeSeconds(),
                o.maxLoadPercent(),
                o.energyWh());
    }

    private static Double least(Double a, Double b) {
        return a == null ? b : b == null ? a : Double.valueOf(Math.min(a, b));
    }

    private static Double most(Double a, Double b) {
        return a == null ? b : b == null ? a : Double.valueOf(Math.max(a, b));
    }

    private static Double sum(Double a, Double b) {
        return a == null ? b : b == null ? a : Double.valueOf(a + b);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
