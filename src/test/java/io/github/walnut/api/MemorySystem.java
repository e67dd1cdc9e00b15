package io.github.walnut.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The global switch, the NUT servers, the parts of the program and the audit trail in memory. */
final class MemorySystem implements Arming, SystemReads, NutServers, AuditTrail, AuditReads {

    @Override
    public Usual usual() {
        return new Usual(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    private final Map<String, Server> servers = new TreeMap<>();
    private final List<Entry> audit = new CopyOnWriteArrayList<>();
    private final List<Component> components = new CopyOnWriteArrayList<>();
    private final TestClock clock;
    private State state = new State(false, null, null, null);

    MemorySystem(TestClock clock) {
        this.clock = clock;
        components.add(new Component("database", "ok", null, null, Map.of()));
    }

    final Map<String, String> trusted = new ConcurrentHashMap<>();

    List<Entry> audit() {
        return audit;
    }

    void component(String name, String status) {
        components.add(new Component(name, status, null, clock.instant(), Map.of()));
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public State set(boolean armed, String reason, String actor) {
        state = new State(armed, reason, clock.instant(), actor);
        return state;
    }

    @Override
    public List<Component> components() {
        return components;
    }

    @Override
    public Versions versions() {
        return new Versions(null, null, "4.17.0", "10.2.0", "3.40.1");
    }

    @Override
    public Instant startedAt() {
        return Instant.parse("2026-05-02T07:59:00Z");
    }

    @Override
    public String instanceId() {
        return "test";
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public List<Server> all() {
        return List.copyOf(servers.values());
    }

    @Override
    public Optional<Server> find(String id) {
        return Optional.ofNullable(servers.get(id));
    }

    @Override
    public Status status(String id) {
        return new Status("unknown", null, "unverified", List.of(), null);
    }

    @Override
    public Server create(Server server, String password, String actor) {
        servers.put(server.id(), server);
        return server;
    }

    @Override
    public Server update(
            Server server, int version, String password, boolean keepPassword, String actor) {
        Server now =
                new Server(
                        server.id(),
                        server.host(),
                        server.port(),
                        server.username(),
                        keepPassword || password != null,
                        server.tls(),
                        server.tlsTrust(),
                        server.tlsPin(),
                        server.pollInterval(),
                        server.fastInterval(),
                        server.heartbeatTimeout(),
                        server.enabled(),
                        version + 1);
        servers.put(server.id(), now);
        return now;
    }

    @Override
    public Tried test(Server server, String password, boolean login) {
        return new Tried(
                true,
                List.of(Map.of("step", "connect", "ok", true)),
                3,
                null,
                "upsd 2.8.1",
                "1.3",
                false,
                login ? "ok" : "unverified",
                List.of(new TriedUps("rack1", "Rack", "OL")));
    }

    @Override
    public void trust(String id, String sha256) {
        trusted.put(id, String.valueOf(sha256));
    }

    @Override
    public void delete(String id, String actor) {
        servers.remove(id);
    }

    @Override
    public void write(Entry entry) {
        audit.add(entry);
    }

    @Override
    public Page<Row> page(Filter filter, String cursor, int limit) {
        List<Row> rows = new ArrayList<>();
        for (Entry entry : audit) {
            if (filter.actor() == null || filter.actor().equals(entry.actor())) {
                rows.add(0, new Row(rows.size() + 1L, clock.instant(), entry, "0".repeat(64)));
            }
        }
        return new Page<>(rows, null);
    }

    @Override
    public long count(Filter filter) {
        return page(filter, null, Integer.MAX_VALUE).items().size();
    }

    @Override
    public Verification verify() {
        return new Verification(true, audit.size(), null, null);
    }

    Server server(String id) {
        return new Server(
                id,
                id,
                3493,
                null,
                false,
                "auto",
                "first-use",
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                true,
                1);
    }
}
