package io.github.walnut.virtual;

import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** One UPS, told what it reports; it passes on each change as a poll would. */
public final class VirtualMains {

    private final String id;
    private final UUID outage;
    private final Clock clock;
    private final Consumer<UpsFacts> listener;
    private final Map<UpsState, UpsFacts.Holding> states = new EnumMap<>(UpsState.class);
    private Instant heardAt;
    private boolean reachable = true;
    private Double runtime;
    private Double charge = 100.0;
    private long epochs;

    VirtualMains(String id, UUID outage, Clock clock, Consumer<UpsFacts> listener) {
        this.id = id;
        this.outage = outage;
        this.clock = clock;
        this.listener = listener;
    }

    public VirtualMains onBattery() {
        states.remove(UpsState.OL);
        enter(UpsState.OB, false);
        return polled();
    }

    public VirtualMains onMains() {
        states.remove(UpsState.OB);
        enter(UpsState.OL, false);
        return polled();
    }

    public VirtualMains testing() {
        states.remove(UpsState.OL);
        enter(UpsState.OB, true);
        return polled();
    }

    public VirtualMains critical(boolean now) {
        if (now) {
            enter(UpsState.CRITICAL, false);
        } else {
            states.remove(UpsState.CRITICAL);
        }
        return polled();
    }

    public VirtualMains charge(Double percent) {
        charge = percent;
        return polled();
    }

    public VirtualMains unstable() {
        enter(UpsState.UNSTABLE, false);
        return polled();
    }

    public VirtualMains runtime(double seconds) {
        runtime = seconds;
        return polled();
    }

    /** Nothing is heard of it; what it said last is kept. */
    public VirtualMains silent() {
        reachable = false;
        enter(UpsState.COMM_LOST, false);
        listener.accept(facts());
        return this;
    }

    public VirtualMains polled() {
        reachable = true;
        states.remove(UpsState.COMM_LOST);
        heardAt = clock.now();
        listener.accept(facts());
        return this;
    }

    public boolean onBatteryNow() {
        return states.containsKey(UpsState.OB) && !states.get(UpsState.OB).excused();
    }

    /** When mains came back, or null while they are away. */
    public Instant mainsSince() {
        UpsFacts.Holding mains = states.get(UpsState.OL);
        return mains == null ? null : mains.since();
    }

    /** As after an outage that is over. */
    public UpsFacts noOutage() {
        return facts(null);
    }

    public UpsFacts facts() {
        return facts(outage);
    }

    private UpsFacts facts(UUID outage) {
        return new UpsFacts(
                id,
                states,
                sample(),
                heardAt,
                reachable,
                reachable ? null : "tcp",
                onBatteryNow() ? UpsFacts.PowerSource.BATTERY : UpsFacts.PowerSource.MAINS,
                outage,
                1,
                0,
                0,
                0,
                false,
                clock.now());
    }

    private Sample sample() {
        return new Sample(
                id,
                heardAt == null ? clock.now() : heardAt,
                1,
                Sample.Poll.FULL,
                values(),
                Set.of("OL"),
                "OL",
                Map.of(),
                List.of());
    }

    private Map<Metric, Double> values() {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        if (runtime != null) {
            values.put(Metric.RUNTIME_SECONDS, runtime);
        }
        if (charge != null) {
            values.put(Metric.BATTERY_PERCENT, charge);
        }
        return values;
    }

    private void enter(UpsState state, boolean excused) {
        UpsFacts.Holding held = states.get(state);
        if (held == null || held.excused() != excused) {
            states.put(
                    state, new UpsFacts.Holding(clock.now(), ++epochs, excused, "reported", false));
        }
    }
}
