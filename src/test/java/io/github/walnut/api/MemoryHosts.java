package io.github.walnut.api;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Marks;
import io.github.walnut.inventory.Sighting;
import io.github.walnut.inventory.Target;
import io.github.walnut.inventory.Topology;
import io.github.walnut.policy.Finding;
import io.github.walnut.run.Job;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Hosts of one type, each with two virtual machines once they were read. */
final class MemoryHosts
        implements Integrations,
                Inventory,
                InventoryRefresh,
                HostHealths,
                TargetMarks,
                TypePackages,
                TopologyDesk {

    static final String SEEN = "SHA256:abc";

    private final Map<String, Connected> hosts = new TreeMap<>();
    private final Map<String, Instant> read = new TreeMap<>();
    private final TestClock clock;
    private final Map<String, Marks> marks = new TreeMap<>();
    private Topology topology = new Topology(1, List.of(), List.of(), Map.of());
    private InventoryRefresh.Failure failure;

    final Map<String, String> typeStatus = new TreeMap<>(Map.of("test.vm", "valid"));

    MemoryHosts(TestClock clock) {
        this.clock = clock;
    }

    void fail(InventoryRefresh.Failure why) {
        failure = why;
    }

    @Override
    public List<IntegrationType> types() {
        return typeStatus.entrySet().stream()
                .map(type -> type(type.getKey(), type.getValue()))
                .toList();
    }

    @Override
    public Installed upload(String fileName, byte[] content, boolean replace) {
        return new Installed("acme.relay", "1.0.0", "0".repeat(64), List.of());
    }

    @Override
    public Job uploading(String fileName, byte[] content, boolean replace, String actor) {
        return rescan(actor);
    }

    @Override
    public Job rescan(String actor) {
        return Job.queued(UUID.randomUUID(), Job.Kind.UPLOAD, actor, clock.instant());
    }

    @Override
    public void delete(String typeId, boolean force) {
        typeStatus.remove(typeId);
    }

    private static IntegrationType type(String id, String status) {
        return new IntegrationType(
                id,
                "Test VMs",
                "1.0.0",
                "hypervisor",
                true,
                status,
                List.of(),
                List.of(lifecycle()),
                Map.of("type", "object"),
                Map.of(),
                null,
                null,
                List.of("password"));
    }

    @Override
    public List<Connected> all() {
        return new ArrayList<>(hosts.values());
    }

    @Override
    public Optional<Connected> find(String id) {
        return hosts.values().stream()
                .filter(
                        c ->
                                c.host().id().equals(id)
                                        || Long.toString(c.host().numericId()).equals(id))
                .findFirst();
    }

    @Override
    public List<Finding> check(Draft draft) {
        return draft.config().containsKey("host")
                ? List.of()
                : List.of(
                        new Finding(
                                Severity.ERROR,
                                "schema",
                                "/config/host",
                                "required",
                                "The host is required",
                                null));
    }

    @Override
    public Connected create(Draft draft, String actor) {
        String id = draft.id() == null ? draft.name().toLowerCase() : draft.id();
        Instant now = clock.instant();
        Host host =
                new Host(
                        id,
                        hosts.size() + 1L,
                        draft.name(),
                        draft.typeId(),
                        draft.config(),
                        draft.labels(),
                        draft.enabled(),
                        Host.State.UNKNOWN,
                        null,
                        draft.self(),
                        draft.feeds());
        Connected connected =
                new Connected(
                        host,
                        draft.secrets().keySet().stream()
                                .collect(Collectors.toMap(name -> name, name -> now)),
                        null,
                        null,
                        now,
                        now,
                        1);
        hosts.put(id, connected);
        return connected;
    }

    @Override
    public Connected update(Draft draft, int version, boolean tested, String actor) {
        Connected before = hosts.get(draft.id());
        create(draft, actor);
        Connected now = hosts.get(draft.id());
        Map<String, Instant> secrets = new TreeMap<>(before.secrets());
        draft.secrets()
                .forEach(
                        (name, value) -> {
                            if (value == null) {
                                secrets.remove(name);
                            } else {
                                secrets.put(name, clock.instant());
                            }
                        });
        Connected changed =
                new Connected(
                        now.host(),
                        secrets,
                        null,
                        null,
                        before.createdAt(),
                        clock.instant(),
                        version + 1);
        hosts.put(draft.id(), changed);
        return changed;
    }

    @Override
    public Optional<Contents> contents(String typeId) {
        return typeId.equals("test.vm")
                ? Optional.of(new Contents("id: test.vm", Map.of("test-vm", "kind: Kamelet")))
                : Optional.empty();
    }

    @Override
    public List<Finding> check(String typeId) {
        return List.of();
    }

    @Override
    public Health of(String hostId, Instant from, Instant to) {
        return new Health(
                from,
                4,
                from,
                null,
                1.0,
                true,
                List.of(new Certificate("CN=pve", from.plusSeconds(30 * 86_400))),
                List.of(new Point(from, "connected", 4)));
    }

    @Override
    public Map<String, Marks> of(String hostId) {
        return marks;
    }

    @Override
    public Map<String, Sighting> seen(String hostId, Collection<String> targetIds) {
        return Map.of();
    }

    @Override
    public boolean set(String hostId, String targetId, Marks wish) {
        marks.put(targetId, wish);
        return true;
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public Topology replace(Topology wish, int version, String actor) {
        topology = new Topology(version + 1, wish.nodes(), wish.links(), wish.feeds());
        return topology;
    }

    @Override
    public List<Finding> findings() {
        return List.of(
                new Finding(Severity.WARN, "topology", "/feeds", "host_without_feed", "pve", null));
    }

    @Override
    public void delete(String id, String actor) {
        hosts.remove(id);
    }

    @Override
    public Tested test(String id) {
        return new Tested(
                true,
                "connected",
                4,
                null,
                SEEN,
                List.of(Map.of("step", "connect", "ok", true)),
                Map.of());
    }

    @Override
    public Tested test(Draft draft) {
        boolean ok = !"down".equals(draft.config().get("host"));
        return new Tested(ok, ok ? "connected" : "error", null, null, null, List.of(), Map.of());
    }

    @Override
    public boolean trust(String id, String fingerprint, String actor) {
        return fingerprint.equals(SEEN);
    }

    @Override
    public List<Host> hosts() {
        return hosts.values().stream().map(Connected::host).toList();
    }

    @Override
    public Optional<Host> host(String id) {
        return find(id).map(Connected::host);
    }

    @Override
    public List<Capability> capabilities(String hostId) {
        return hosts.containsKey(hostId) ? List.of(lifecycle()) : List.of();
    }

    @Override
    public List<Target> targets(String hostId, String targetType) {
        return read.containsKey(hostId) && targetType.equals("vm")
                ? List.of(vm(hostId, "101", "running"), vm(hostId, "102", "stopped"))
                : List.of();
    }

    @Override
    public Optional<Instant> readAt(String hostId, String targetType) {
        return Optional.ofNullable(read.get(hostId));
    }

    @Override
    public Optional<InventoryRefresh.Failure> refresh(
            String hostId, String targetType, boolean full) {
        if (failure == null) {
            read.put(hostId, clock.instant());
        }
        return Optional.ofNullable(failure);
    }

    private static Target vm(String host, String id, String status) {
        return new Target(
                host,
                "vm",
                id,
                "vm-" + id,
                status,
                Map.of(),
                Map.of("tier", "silver"),
                status.equals("running"),
                false,
                false);
    }

    private static Capability lifecycle() {
        return new Capability(
                "vm.lifecycle",
                "Start and stop",
                List.of("vm"),
                Map.of(
                        "shutdown",
                        verb("shutdown", "start", true),
                        "start",
                        verb("start", null, false)),
                List.of());
    }

    private static Capability.Verb verb(String name, String inverse, boolean disruptive) {
        return new Capability.Verb(
                name,
                Capability.Effect.READABLE,
                Capability.Confirm.STATE,
                Duration.ofSeconds(30),
                inverse,
                false,
                disruptive,
                false,
                false,
                Capability.DryRun.REQUIRED,
                List.of(),
                Map.of("type", "object"));
    }
}
