package io.github.walnut.virtual;

import io.github.walnut.simulation.Scenario;
import io.github.walnut.simulation.Scenario.Fault;
import io.github.walnut.simulation.SimulatedUps;
import io.github.walnut.ups.UpsId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A UPS whose battery drains and charges on virtual time, and whose status follows a script. */
public final class VirtualUps {

    private static final Set<String> FAST =
            Set.of("ups.status", "battery.charge", "battery.runtime", "ups.load", "input.voltage");

    private final String id;
    private final SimulatedUps device;
    private Instant lookedAt;

    /**
     * @param id as {@code name@server}
     */
    public VirtualUps(String id, Map<String, String> variables, Scenario.Battery battery) {
        this.id = id;
        this.device =
                new SimulatedUps(
                        new Scenario.Unit(
                                UpsId.parse(id).name(),
                                "",
                                variables,
                                java.util.List.of(),
                                java.util.List.of(),
                                battery));
    }

    public String id() {
        return id;
    }

    /** What a poll at this moment finds. */
    synchronized Map<String, String> variables(Instant now, boolean fast) {
        drift(now);
        Map<String, String> all = device.variables();
        if (fast) {
            all.keySet().retainAll(FAST);
        }
        return all;
    }

    public synchronized void set(Instant now, Map<String, String> values) {
        drift(now);
        device.set(values);
    }

    /** Adds tokens of {@code ups.status} in this order, and removes others. */
    public synchronized void flags(Instant now, List<String> enter, Set<String> leave) {
        drift(now);
        Set<String> flags =
                new LinkedHashSet<>(
                        Arrays.asList(device.variables().get("ups.status").trim().split("\\s+")));
        flags.removeAll(leave);
        flags.addAll(enter);
        device.set(new TreeMap<>(Map.of("ups.status", String.join(" ", flags))));
    }

    public void fault(Fault fault) {
        device.fault(fault);
    }

    Fault fault() {
        return device.fault();
    }

    private void drift(Instant now) {
        if (lookedAt != null && now.isAfter(lookedAt)) {
            device.pass(Duration.between(lookedAt, now));
        }
        lookedAt = now;
    }
}
