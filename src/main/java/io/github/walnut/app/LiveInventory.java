package io.github.walnut.app;

import io.github.walnut.integration.IntegrationType;
import io.github.walnut.integration.PreparedEffects;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.store.HostRepository;
import io.github.walnut.store.InventoryRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /**
     * @param targets by host id, then type
     */
    private record Snapshot(
            Map<String, Host> hosts,
            Map<String, Map<String, List<Target>>> targets,
            Map<String, Map<String, Instant>> readAt) {}

    LiveInventory(HostRepository hosts, InventoryRepository targets, TypeRegistry types) {
        this.hosts = hosts;
        this.targets = targets;
        this.types = types;
    }

    /** Reads everything anew; in force when it returns. */
    synchronized void reload() {
        Map<String, Host> byId = new LinkedHashMap<>();
        hosts.all().forEach(stored -> byId.put(stored.host().id(), stored.host()));
        Map<String, Map<String, List<Target>>> byHost = new LinkedHashMap<>();
        for (Target target : targets.targets()) {
            byHost.computeIfAbsent(target.hostId(), id -> new LinkedHashMap<>())
                    .computeIfAbsent(target.type(), type -> new ArrayList<>())
                    .add(target);
        }
        Map<String, Map<String, Instant>> readAt = new LinkedHashMap<>();
        targets.readings()
                .forEach(
                        reading ->
                                readAt.computeIfAbsent(
                                                reading.hostId(), id -> new LinkedHashMap<>())
                                        .put(reading.targetType(), reading.at()));
        snapshot = new Snapshot(byId, byHost, readAt);
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
