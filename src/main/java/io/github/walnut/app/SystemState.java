package io.github.walnut.app;

import io.github.walnut.api.SystemReads;
import io.github.walnut.road.Pulse;
import io.github.walnut.store.Database;
import io.github.walnut.store.Health;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.UpsFleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How the parts of the program fare. */
final class SystemState implements SystemReads {

    private final Database database;
    private final UpsFleet fleet;
    private final NutServerAdmin servers;
    private final Pulse pulse;
    private final String instanceId;
    private final Instant startedAt;
    private final Map<String, Component> troubles = new ConcurrentHashMap<>();
    private final List<Supplier<List<Component>>> others = new CopyOnWriteArrayList<>();
    private final ComponentMemory memory = new ComponentMemory();
    private final Clock clock;
    private volatile List<Component> latest = List.of();

    SystemState(
            Database database,
            UpsFleet fleet,
            NutServerAdmin servers,
            Pulse pulse,
            String instanceId,
            Instant startedAt,
            Clock clock) {
        this.database = database;
        this.fleet = fleet;
        this.servers = servers;
        this.pulse = pulse;
        this.instanceId = instanceId;
        this.startedAt = startedAt;
        this.clock = clock;
    }

    /** Hears of each part that came to another status. */
    void onChange(Consumer<Component> listener) {
        memory.onChange(listener);
    }

    /** A part says that it is in trouble; {@code null} says that it is over. */
    void trouble(String component, String status, String message, Instant since) {
        if (message == null) {
            troubles.remove(component);
        } else {
            troubles.put(component, new Component(component, status, message, since, Map.of()));
        }
    }

    /** Further components, asked for each time. */
    void also(Supplier<List<Component>> more) {
        others.add(more);
    }

    /** As they were when they were looked at last; nothing is asked for it. */
    List<Component> latest() {
        return latest;
    }

    @Override
    public List<Component> components() {
        List<Component> all = new ArrayList<>();
        boolean stuck = !pulse.alive();
        all.add(
                component(
                        "core_loop",
                        stuck ? "error" : "ok",
                        stuck ? "No beat for " + pulse.silence() / 1000 + " s" : null));
        all.add(databaseState());
        servers.all()
                .forEach(
                        server -> {
                            String state = servers.status(server.id()).state();
                            all.add(
                                    component(
                                            "nut:" + server.id(),
                                            word(state),
                                            servers.status(server.id()).lastError()));
                        });
        others.forEach(more -> all.addAll(more.get()));
        troubles.values()
                .forEach(
                        trouble -> {
                            all.removeIf(part -> part.name().equals(trouble.name()));
                            all.add(trouble);
                        });
        latest = memory.seen(all, clock.now());
        return latest;
    }

    private static String word(String serverState) {
        return switch (serverState) {
            case "connected" -> "ok";
            case "error" -> "error";
            case "disabled" -> "off";
            default -> "degraded";
        };
    }

    private Component databaseState() {
        if (database.damaged() != null) {
            return component("database", "error", "Damaged: " + database.damaged());
        }
        try {
            Health.Report report = database.health().look();
            return component(
                    "database",
                    report.ok() ? report.degraded() ? "degraded" : "ok" : "error",
                    report.findings().isEmpty() ? null : String.join("; ", report.findings()));
        } catch (RuntimeException e) {
            return component("database", "error", e.getMessage());
        }
    }

    private static Component component(String name, String status, String message) {
        return new Component(name, status, message, null, Map.of());
    }

    @Override
    public Versions versions() {
        Build build = Build.read();
        return new Versions(
                build.commit(),
                build.at(),
                org.apache.camel.CamelContext.class.getPackage().getImplementationVersion(),
                Build.version("org.drools", "drools-core"),
                database.sqliteVersion());
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public String instanceId() {
        return instanceId;
    }

    @Override
    public long epoch() {
        return database.epoch();
    }

    int upsCount() {
        return fleet.all().size();
    }
}
