package io.github.walnut.app;

import io.github.walnut.integration.IntegrationType;
import io.github.walnut.integration.PreparedEffects;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.HostContact;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.store.HostRepository;
import io.github.walnut.store.InventoryRepository;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Hosts and targets as the store has them, kept in memory, with what their types offer. Changes go
 * through {@link #reload()}.
 */
final class LiveInventory implements Inventory {

    private final HostRepository hosts;
    private final InventoryRepository targets;
    private final TypeRegistry types;
    private final PreparedEffects preparedEffects = new PreparedEffects();
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), Map.of());

    private volatile Listener listener = Listener.NOBODY;

    /** Hears after each change, on the thread that made it; it must not block. */
    interface Listener {
        Listener NOBODY =
                new Listener() {
                    @Override
                    public void hostsChanged() {}

                    @Override
                    public void targetsRead(String hostId, InventoryChange change) {}
                };

        /** Hosts came, went or were changed. */
        void hostsChanged();

        /** The targets of a host were read. */
        void targetsRead(String hostId, InventoryChange change);
    }

    /**
     * @param targets by host id, then type
     */
    private record Snapshot(
            Map<String, Host> hosts,
            Map<String, Map<String, List<Target>>> targets,
            Map<String, Map<String, Instant>> readAt) {}

    private final Map<String, HostContact> contacts;

    LiveInventory(HostRepository hosts, InventoryRepository targets, TypeRegistry types) {
        this.hosts = hosts;
        this.targets = targets;
        this.types = types;
        this.contacts = new ConcurrentHashMap<>();
    }

    private LiveInventory(LiveInventory now) {
        hosts = now.hosts;
        targets = now.targets;
        types = now.types;
        snapshot = now.snapshot;
        contacts = Map.copyOf(now.contacts);
    }

    @Override
    public Inventory still() {
        return new LiveInventory(this);
    }

    /** Somebody spoke to the host, or tried to. */
    void contacted(String hostId, HostContact contact) {
        contacts.put(hostId, contact);
    }

    @Override
    public Optional<HostContact> contact(String hostId) {
        return host(hostId).map(host -> contacts.get(host.id()));
    }

    void onChange(Listener newListener) {
        listener = newListener;
    }

    /** Reads the targets of one host anew; in force when it returns. */
    void reload(String hostId) {
        listener.targetsRead(hostId, read(hostId));
    }

    private synchronized InventoryChange read(String hostId) {
        Snapshot before = snapshot;
        Map<String, Map<String, List<Target>>> byHost = new LinkedHashMap<>(snapshot.targets());
        byHost.put(hostId, byType(targets.targets(hostId, null)));
        Map<String, Map<String, Instant>> readAt = new LinkedHashMap<>(snapshot.readAt());
        readAt.put(hostId, times(targets.readings(hostId)));
        snapshot = new Snapshot(snapshot.hosts(), byHost, readAt);
        return InventoryChange.between(
                before.targets().getOrDefault(hostId, Map.of()),
                byHost.get(hostId),
                before.readAt().getOrDefault(hostId, Map.of()),
                readAt.get(hostId));
    }

    /** Reads everything anew; in force when it returns. */
    void reload() {
        read();
        listener.hostsChanged();
    }

    private synchronized void read() {
        Map<String, Host> byId = new LinkedHashMap<>();
        hosts.all().forEach(stored -> byId.put(stored.host().id(), stored.host()));
        Map<String, Map<String, List<Target>>> byHost = new LinkedHashMap<>();
        targets.targets().stream()
                .collect(Collectors.groupingBy(Target::hostId))
                .forEach((host, ofHost) -> byHost.put(host, byType(ofHost)));
        Map<String, Map<String, Instant>> readAt = new LinkedHashMap<>();
        targets.readings().stream()
                .collect(Collectors.groupingBy(InventoryRepository.Reading::hostId))
                .forEach((host, ofHost) -> readAt.put(host, times(ofHost)));
        snapshot = new Snapshot(byId, byHost, readAt);
    }

    private static Map<String, List<Target>> byType(List<Target> ofHost) {
        return ofHost.stream()
                .collect(
                        Collectors.groupingBy(
                                Target::type, LinkedHashMap::new, Collectors.toList()));
    }

    private static Map<String, Instant> times(List<InventoryRepository.Reading> ofHost) {
        return ofHost.stream()
                .collect(
                        Collectors.toMap(
                                InventoryRepository.Reading::targetType,
                                InventoryRepository.Reading::at));
    }

    @Override
    public List<Host> hosts() {
        return List.copyOf(snapshot.hosts().values());
    }

    @Override
    public Optional<Host> host(String id) {
        Host named = snapshot.hosts().get(id);
        return named != null
                ? Optional.of(named)
                : snapshot.hosts().values().stream()
                        .filter(host -> Long.toString(host.numericId()).equals(id))
                        .findFirst();
    }

    @Override
    public List<Capability> capabilities(String hostId) {
        return host(hostId)
                .flatMap(host -> types.find(host.typeId()))
                .map(IntegrationType::manifest)
                .map(manifest -> manifest.capabilities())
                .orElse(List.of());
    }

    @Override
    public List<Target> targets(String hostId, String targetType) {
        Optional<Host> host = host(hostId);
        if (host.isEmpty()) {
            return List.of();
        }
        if (targetType.equals("host")) {
            return List.of(Target.ofHost(host.get()));
        }
        return snapshot.targets()
                .getOrDefault(host.get().id(), Map.of())
                .getOrDefault(targetType, List.of());
    }

    @Override
    public Optional<Instant> readAt(String hostId, String targetType) {
        return Optional.ofNullable(
                snapshot.readAt().getOrDefault(hostId, Map.of()).get(targetType));
    }

    @Override
    public Optional<Capability.Effect> preparedEffect(String hostId, Map<String, Object> params) {
        return host(hostId).flatMap(host -> preparedEffects.of(host, params));
    }
}
