package io.github.walnut.publish;

import io.github.walnut.ups.Clock;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import io.github.walnut.ups.UpsUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** How walNUT judges each UPS, and what has passed through it since the start. */
public final class UpsMetrics {

    /** What lies between two updates for longer than this is not known. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(1);

    private final Supplier<List<UpsFacts>> facts;
    private final Clock clock;
    private final Map<String, Meter> meters = new ConcurrentHashMap<>();

    /** Sums of one UPS; its updates come one after the other. */
    private static final class Meter {
        private UpsFacts last;
        private volatile long outages;
        private volatile double batterySeconds;
        private volatile double joules;
    }

    public UpsMetrics(Supplier<List<UpsFacts>> facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    public void updated(UpsUpdate update) {
        UpsFacts now = update.facts();
        Meter meter = meters.computeIfAbsent(now.upsId(), id -> new Meter());
        meter.outages +=
                update.events().stream()
                        .filter(event -> event.name().equals(EventName.OUTAGE_STARTED.word()))
                        .count();
        if (meter.last != null) {
            add(meter, meter.last, seconds(meter.last.updatedAt(), now.updatedAt()));
        }
        meter.last = now;
    }

    private static void add(Meter meter, UpsFacts before, double seconds) {
        if (before.holds(UpsState.OB)) {
            meter.batterySeconds += seconds;
        }
        Double watts =
                before.reachable() && before.last() != null
                        ? before.last().value(Metric.POWER_WATTS)
                        : null;
        if (watts != null) {
            meter.joules += watts * seconds;
        }
    }

    private static double seconds(Instant from, Instant to) {
        Duration step = Duration.between(from, to);
        return step.isNegative() || step.compareTo(LONGEST_STEP) > 0 ? 0 : step.toMillis() / 1000.0;
    }

    public List<MetricFamily> families() {
        MetricFamily age =
                MetricFamily.gauge(
                        "walnut_ups_last_sample_age_seconds", "Since the last good poll");
        MetricFamily battery =
                MetricFamily.gauge(
                        "walnut_ups_on_battery_seconds", "On battery in the present outage");
        MetricFamily critical =
                MetricFamily.gauge("walnut_ups_critical", "1 while the UPS is critical");
        MetricFamily reachable =
                MetricFamily.gauge("walnut_ups_reachable", "1 while the last poll was good");
        MetricFamily unstable =
                MetricFamily.gauge("walnut_ups_unstable", "1 while its states change too often");
        MetricFamily source =
                MetricFamily.gauge(
                        "walnut_ups_power_source", "1 for where the power comes from at present");
        MetricFamily outages = MetricFamily.counter("walnut_ups_outages", "Outages that began");
        MetricFamily onBattery =
                MetricFamily.counter("walnut_ups_battery_seconds", "Time on battery");
        MetricFamily energy =
                MetricFamily.counter(
                        "walnut_ups_energy_joules", "Energy that was taken from the UPS");
        Instant now = clock.now();
        List<UpsFacts> known = facts.get();
        meters.keySet().retainAll(known.stream().map(UpsFacts::upsId).toList());
        for (UpsFacts ups : known) {
            String id = ups.upsId();
            age.add("ups", id, age(ups.lastGoodAt(), now));
            battery.add("ups", id, ups.onBatterySeconds());
            critical.add("ups", id, ups.has(UpsState.CRITICAL) ? 1 : 0);
            reachable.add("ups", id, ups.reachable() ? 1 : 0);
            unstable.add("ups", id, ups.has(UpsState.UNSTABLE) ? 1 : 0);
            source.add(Map.of("ups", id, "source", ups.powerSource().word()), 1);
            Meter meter = meters.getOrDefault(id, new Meter());
            outages.add("ups", id, meter.outages);
            onBattery.add("ups", id, meter.batterySeconds);
            energy.add("ups", id, meter.joules);
        }
        return List.of(
                age, battery, critical, reachable, unstable, source, outages, onBattery, energy);
    }

    private static Double age(Instant since, Instant now) {
        return since == null ? null : Math.max(0, Duration.between(since, now).toMillis()) / 1000.0;
    }
}
