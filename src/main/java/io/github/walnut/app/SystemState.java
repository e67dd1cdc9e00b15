package io.github.walnut.app;

import io.github.walnut.api.NutServers;
import io.github.walnut.api.SystemReads;
import io.github.walnut.road.Pulse;
import io.github.walnut.store.CommitTimes;
import io.github.walnut.store.Database;
import io.github.walnut.store.Health;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** How the parts of the program fare. */
final class SystemState implements SystemReads {

    private static final Duration SLOW_COMMIT = Duration.ofMillis(500);

    /** A look writes to the database, so that those who ask often share one. */
    private static final long LOOK_MILLIS = 500;

    private final Database database;
    private final UpsFleet fleet;
    private final NutServerAdmin servers;
    private final Pulse pulse;
    private final String instanceId;
    private final Instant startedAt;
    private final Map<String, Component> troubles = new ConcurrentHashMap<>();
    private final List<Supplier<List<Component>>> others = new CopyOnWriteArrayList<>();
    private final ComponentMemory memory = new ComponentMemory();
    private final Unknowns unknowns;
    private final Clock clock;
    private volatile Function<String, List<String>> holds = server -> List.of();
    private final ReentrantLock looking = new ReentrantLock();
    private volatile List<Component> latest = List.of();
    private volatile long lookedAt = Long.MIN_VALUE / 2;

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
        this.unknowns = new Unknowns(clock);
    }

    /** Hears of each part that came to another status. */
    void onChange(Consumer<Component> listener) {
        memory.onChange(listener);
    }

    /** A part says that it is in trouble; {@code null} says that it is over. */
    void trouble(String component, String status, String message, Instant since) {
        lookedAt = Long.MIN_VALUE / 2;
        if (message == null) {
            troubles.remove(component);
        } else {
            troubles.put(component, new Component(component, status, message, since, Map.of()));
        }
    }

    /**
     * @param failed what keeps primaries of a NUT server from waiting, by its id
     */
    void holds(Function<String, List<String>> failed) {
        holds = failed;
    }

    /** Further components, asked for each time. */
    void also(Supplier<List<Component>> more) {
        others.add(more);
    }

    /** As they were when they were looked at last; nothing is asked for it. */
    List<Component> latest() {
        return latest;
    }

    /**
     * Of half a second ago at most, save the core itself, which is asked each time: many who ask
     * neither write to the database more often nor wait for each other.
     */
    @Override
    public List<Component> components() {
        boolean due = clock.monotonicMillis() - lookedAt >= LOOK_MILLIS;
        if (latest.isEmpty()) {
            looking.lock();
        } else if (!due || !looking.tryLock()) {
            return withCore(latest);
        }
        try {
            return due || latest.isEmpty() ? look() : withCore(latest);
        } finally {
            looking.unlock();
        }
    }

    private List<Component> withCore(List<Component> known) {
        Component core = core();
        return known.stream()
                .map(
                        part ->
                                part.name().equals(core.name())
                                                && !part.status().equals(core.status())
                                        ? core
                                        : part)
                .toList();
    }

    private Component core() {
        boolean stuck = !pulse.alive();
        return component(
                "core_loop",
                stuck ? "error" : "ok",
                stuck ? "No beat for " + pulse.silence() / 1000 + " s" : null);
    }

    private List<Component> look() {
        lookedAt = clock.monotonicMillis();
        List<Component> all = new ArrayList<>();
        all.add(core());
        all.add(databaseState());
        servers.all()
                .forEach(
                        server -> {
                            NutServers.Status status = servers.status(server.id());
                            boolean unknown = status.state().equals("unknown");
                            boolean borne = unknowns.patient(server.id(), unknown);
                            List<String> lost = status.ups().stream().filter(this::lost).toList();
                            all.add(
                                    nut(
                                            server.id(),
                                            unknown && !borne ? "error" : status.state(),
                                            status.credentials(),
                                            status.lastError(),
                                            lost,
                                            holds.apply(server.id())));
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

    private boolean lost(String upsId) {
        return fleet.facts(upsId).filter(facts -> facts.has(UpsState.COMM_LOST)).isPresent();
    }

    /**
     * @param lost the UPSs of the server that are silent
     * @param holds what keeps its primaries from waiting
     */
    static Component nut(
            String serverId,
            String state,
            String credentials,
            String error,
            List<String> lost,
            List<String> holds) {
        boolean refused = credentials.equals("refused");
        String status =
                switch (state) {
                    case "connected" ->
                            refused
                                    ? "error"
                                    : lost.isEmpty() && holds.isEmpty() ? "ok" : "degraded";
                    case "error" -> "error";
                    case "disabled" -> "off";
                    default -> "degraded";
                };
        String message = refused ? "The server refuses the credentials" : error;
        if (message == null && !lost.isEmpty()) {
            message = "No contact: " + String.join(", ", lost);
        } else if (message == null && !holds.isEmpty()) {
            message = String.join("; ", holds);
        } else if (message == null && !status.equals("ok")) {
            message = "Nothing was heard of it yet";
        }
        return component("nut:" + serverId, status, status.equals("off") ? null : message);
    }

    private Component databaseState() {
        if (database.damaged() != null) {
            return component("database", "error", "Damaged: " + database.damaged());
        }
        try {
            Health.Report report = database.health().look();
            List<String> findings = new ArrayList<>(report.findings());
            boolean slow = false;
            for (Map.Entry<String, CommitTimes> lane : database.commits().entrySet()) {
                Duration p99 = lane.getValue().p99();
                if (p99.compareTo(SLOW_COMMIT) > 0) {
                    slow = true;
                    findings.add(
                            "One in a hundred commits of the "
                                    + lane.getKey()
                                    + " takes "
                                    + p99.toMillis()
                                    + " ms");
                }
            }
            return component(
                    "database",
                    report.ok() ? report.degraded() || slow ? "degraded" : "ok" : "error",
                    findings.isEmpty() ? null : String.join("; ", findings));
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
