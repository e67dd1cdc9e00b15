package io.github.walnut.app;

import io.github.walnut.integration.IntegrationType;
import io.github.walnut.integration.PreparedEffects;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.HostContact;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Marks;
import io.github.walnut.inventory.Target;
import io.github.walnut.store.HostRepository;
import io.github.walnut.store.InventoryRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Hosts and targets as the store has them, kept in memory, with what their types offer. Changes go
 * through {@link #reload()}; only what a host has just told is there before the store has it.
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
    private final OrderOutcomes outcomes;

    LiveInventory(HostRepository hosts, InventoryRepository targets, TypeRegistry types) {
        this.hosts = hosts;
        this.targets = targets;
        this.types = types;
        this.contacts = new ConcurrentHashMap<>();
        this.outcomes = new OrderOutcomes();
    }

    private LiveInventory(LiveInventory now) {
        hosts = now.hosts;
        targets = now.targets;
        types = now.types;
        snapshot = now.snapshot;
        contacts = Map.copyOf(now.contacts);
        outcomes = now.outcomes;
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

    /**
     * Takes what a host told just now before the store has it; in force when it returns. What it
     * leaves out stays known until {@link #reload(String)}.
     *
     * @param told by the reading of their type
     */
    void heard(String hostId, Map<InventoryRepository.Reading, List<Target>> told) {
        listener.targetsRead(hostId, take(hostId, told));
    }

    private synchronized InventoryChange take(
            String hostId, Map<InventoryRepository.Reading, List<Target>> told) {
        Map<String, Marks> marks = targets.marks(hostId); // here, lest one set meanwhile is lost
        Map<String, List<Target>> byType =
                new LinkedHashMap<>(snapshot.targets().getOrDefault(hostId, Map.of()));
        Map<String, Instant> readAt =
                new LinkedHashMap<>(snapshot.readAt().getOrDefault(hostId, Map.of()));
        told.forEach(
                (reading, found) -> {
                    Map<String, Target> byId = new TreeMap<>();
                    byType.getOrDefault(reading.targetType(), List.of())
                            .forEach(target -> byId.put(target.id(), target));
                    found.forEach(
                            target ->
                                    byId.put(
                                            target.id(),
                                            marks.getOrDefault(target.id(), Marks.NONE)
                                                    .on(target)));
                    byType.put(reading.targetType(), List.copyOf(byId.values()));
                    readAt.put(reading.targetType(), reading.at());
                });
        return put(hostId, byType, readAt, begun(told.keySet()));
    }

    /**
     * An order of walNUT was confirmed: its target is shown in this status until the host is read
     * again; in force when it returns.
     */
    void confirmed(String hostId, String targetId, String status, Instant at) {
        outcomes.confirmed(hostId, targetId, status, at);
        listener.targetsRead(hostId, again(hostId));
    }

    private synchronized InventoryChange again(String hostId) {
        return put(
                hostId,
                snapshot.targets().getOrDefault(hostId, Map.of()),
                snapshot.readAt().getOrDefault(hostId, Map.of()),
                Map.of());
    }

    /** Reads the targets of one host anew from the store; in force when it returns. */
    void reload(String hostId) {
        listener.targetsRead(hostId, read(hostId));
    }

    private synchronized InventoryChange read(String hostId) {
        List<InventoryRepository.Reading> readings = targets.readings(hostId);
        return put(hostId, byType(targets.targets(hostId, null)), times(readings), begun(readings));
    }

    /**
     * @param begun when the readings began that the targets are of, by type
     */
    private InventoryChange put(
            String hostId,
            Map<String, List<Target>> told,
            Map<String, Instant> times,
            Map<String, Instant> begun) {
        Snapshot before = snapshot;
        Map<String, Map<String, List<Target>>> byHost = new LinkedHashMap<>(before.targets());
        Map<String, List<Target>> byType = outcomes.on(hostId, told, begun);
        byHost.put(hostId, byType);
        Map<String, Map<String, Instant>> readAt = new LinkedHashMap<>(before.readAt());
        readAt.put(hostId, times);
        snapshot = new Snapshot(before.hosts(), byHost, readAt);
        return InventoryChange.between(
                before.targets().getOrDefault(hostId, Map.of()),
                byType,
                before.readAt().getOrDefault(hostId, Map.of()),
                times);
    }

    /** Reads everything anew; in force when it returns. */
    void reload() {
        read();
        listener.hostsChanged();
    }

    private synchronized void read() {
        Map<String, Host> byId = new LinkedHashMap<>();
        hosts.all().forEach(stored -> byId.put(stored.host().id(), stored.host()));
        Map<String, List<InventoryRepository.Reading>> readings =
                targets.readings().stream()
                        .collect(Collectors.groupingBy(InventoryRepository.Reading::hostId));
        Map<String, Map<String, List<Target>>> byHost = new LinkedHashMap<>();
        targets.targets().stream()
                .collect(Collectors.groupingBy(Target::hostId))
                .forEach(
                        (host, ofHost) ->
                                byHost.put(
                                        host,
                                        outcomes.on(
                                                host,
                                                byType(ofHost),
                                                begun(readings.getOrDefault(host, List.of())))));
        Map<String, Map<String, Instant>> readAt = new LinkedHashMap<>();
        readings.forEach((host, ofHost) -> readAt.put(host, times(ofHost)));
        snapshot = new Snapshot(byId, byHost, readAt);
    }

    private static Map<String, List<Target>> byType(List<Target> ofHost) {
        return ofHost.stream()
                .collect(
                        Collectors.groupingBy(
                                Target::type, LinkedHashMap::new, Collectors.toList()));
    }

    private static Map<String, Instant> begun(Collection<InventoryRepository.Reading> readings) {
        return readings.stream()
                .collect(
                        Collectors.toMap(
                                InventoryRepository.Reading::targetType,
                                reading -> reading.at().minus(reading.took())));
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
