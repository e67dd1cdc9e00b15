package io.github.walnut.app;

import io.github.walnut.api.InventoryRefresh.Failure;
import io.github.walnut.integration.IntegrationType;
import io.github.walnut.integration.InventoryItems;
import io.github.walnut.integration.Manifest;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.store.InventoryRepository;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a host for its targets, and stores what it says. What it does not answer stays known. While
 * the store is away, what it says is in force nevertheless.
 */
final class InventoryReading {

    private static final Logger LOG = LoggerFactory.getLogger(InventoryReading.class);
    private static final Duration FULL = Duration.ofSeconds(60);
    private static final Duration GREETING = Duration.ofSeconds(10);

    private final LiveInventory inventory;
    private final TypeRegistry types;
    private final Drivers drivers;
    private final InventoryRepository repository;
    private final Clock clock;
    private final Ids ids;

    InventoryReading(
            LiveInventory inventory,
            TypeRegistry types,
            Drivers drivers,
            InventoryRepository repository,
            Clock clock,
            Ids ids) {
        this.inventory = inventory;
        this.types = types;
        this.drivers = drivers;
        this.repository = repository;
        this.clock = clock;
        this.ids = ids;
    }

    /** How long a caller waits for a reading before it goes on with what is known. */
    Duration patience(String hostId, boolean full) {
        return full
                ? FULL
                : Duration.ofSeconds(
                        manifest(hostId).map(Manifest::refreshSeconds).orElse(Manifest.REFRESH_S));
    }

    /** The types of targets that the host can list. */
    List<String> types(String hostId) {
        return manifest(hostId)
                .map(Manifest::discovery)
                .map(Manifest.Discovery::types)
                .orElse(List.of());
    }

    /**
     * Returns when the host has answered, or when its time is over: a caller that waits less long
     * still finds a late answer stored.
     */
    Optional<Failure> read(Host host, boolean full) {
        List<String> wanted = types(host.id());
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        Instant begin = clock.now();
        DriverResult result = drivers.call(call(host, wanted, full));
        Duration took = Duration.between(begin, clock.now());
        if (inventory.host(host.id()).isEmpty()) {
            return Optional.of(
                    new Failure(
                            ErrorClass.NOT_FOUND,
                            "Host " + host.id() + " was removed while it was asked"));
        }
        Map<InventoryRepository.Reading, List<Target>> told = new LinkedHashMap<>();
        List<Target> all = InventoryItems.of(host, result.targets(), most(host));
        for (String type : wanted) {
            Map<String, Target> known = full ? Map.of() : known(host.id(), type);
            told.put(
                    new InventoryRepository.Reading(
                            host.id(),
                            type,
                            clock.now(),
                            took,
                            result.ok() && full,
                            result.ok() ? null : result.reason()),
                    all.stream()
                            .filter(item -> type.equals(item.type()))
                            .map(item -> completed(known.get(item.id()), item))
                            .toList());
        }
        if (result.ok()) {
            inventory.heard(host.id(), told);
        }
        store(host.id(), told);
        return result.ok()
                ? Optional.empty()
                : Optional.of(new Failure(result.error().errorClass(), result.reason()));
    }

    private void store(String hostId, Map<InventoryRepository.Reading, List<Target>> told) {
        try {
            told.forEach(repository::save);
        } catch (StoreUnavailableException e) {
            LOG.warn("What host {} told stays in memory only: {}", hostId, e.getMessage());
            return;
        }
        inventory.reload(hostId);
    }

    /** Asks a host nothing but to answer. */
    void greet(Host host) {
        if (host.enabled()) {
            drivers.call(
                    DriverCall.ofHost(
                            DriverCall.Mode.HEARTBEAT,
                            host,
                            Map.of(),
                            ids.next().toString(),
                            GREETING));
        }
    }

    private Map<String, Target> known(String hostId, String type) {
        return repository.discovered(hostId, type).stream()
                .collect(Collectors.toMap(Target::id, Function.identity()));
    }

    /** A fast reading may leave out what seldom changes. */
    private static Target completed(Target known, Target now) {
        return known == null ? now : merged(known, now);
    }

    private static Target merged(Target known, Target now) {
        Map<String, Object> attrs = new LinkedHashMap<>(known.attrs());
        attrs.putAll(now.attrs());
        return new Target(
                now.hostId(),
                now.type(),
                now.externalId(),
                now.name().equals(now.externalId()) ? known.name() : now.name(),
                now.status(),
                attrs,
                now.labels().isEmpty() ? known.labels() : now.labels(),
                now.active(),
                now.guarded(),
                now.self());
    }

    private Optional<Manifest> manifest(String hostId) {
        return inventory
                .host(hostId)
                .flatMap(host -> types.find(host.typeId()))
                .map(IntegrationType::manifest);
    }

    private int most(Host host) {
        return manifest(host.id()).orElseThrow().discovery().maxTargets();
    }

    private DriverCall call(Host host, List<String> wanted, boolean full) {
        return DriverCall.ofHost(
                DriverCall.Mode.INVENTORY,
                host,
                Map.of("types", wanted, "fast", !full),
                ids.next().toString(),
                full ? FULL : patience(host.id(), false).multipliedBy(2));
    }
}
