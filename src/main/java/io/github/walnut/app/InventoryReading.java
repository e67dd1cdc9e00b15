package io.github.walnut.app;

import io.github.walnut.api.InventoryRefresh;
import io.github.walnut.integration.InventoryItems;
import io.github.walnut.integration.Manifest;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.store.InventoryRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a host for its targets, and stores what it says. What it does not answer stays known. */
final class InventoryReading implements InventoryRefresh {

    private static final Duration FULL = Duration.ofSeconds(60);
    private static final Duration FAST = Duration.ofSeconds(5);

    private final Inventory inventory;
    private final LiveInventory live;
    private final TypeRegistry types;
    private final Drivers drivers;
    private final InventoryRepository repository;
    private final Clock clock;
    private final Ids ids;

    InventoryReading(
            LiveInventory live,
            TypeRegistry types,
            Drivers drivers,
            InventoryRepository repository,
            Clock clock,
            Ids ids) {
        this.inventory = live;
        this.live = live;
        this.types = types;
        this.drivers = drivers;
        this.repository = repository;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Optional<Failure> refresh(String hostId, String targetType, boolean full) {
        Host host = inventory.host(hostId).orElse(null);
        if (host == null) {
            return Optional.of(new Failure(ErrorClass.NOT_FOUND, "There is no host " + hostId));
        }
        List<String> wanted =
                types
                        .find(host.typeId())
                        .map(type -> type.manifest().discovery())
                        .map(Manifest.Discovery::types)
                        .orElse(List.of())
                        .stream()
                        .filter(type -> targetType == null || type.equals(targetType))
                        .toList();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        Instant begin = clock.now();
        DriverResult result = drivers.call(call(host, wanted, full));
        Duration took = Duration.between(begin, clock.now());
        List<Target> all = InventoryItems.of(host, result.targets(), most(host));
        for (String type : wanted) {
            List<Target> found = all.stream().filter(item -> type.equals(item.type())).toList();
            repository.save(
                    new InventoryRepository.Reading(
                            host.id(),
                            type,
                            clock.now(),
                            took,
                            result.ok() && full,
                            result.ok() ? null : result.reason()),
                    found);
        }
        live.reload();
        return result.ok()
                ? Optional.empty()
                : Optional.of(new Failure(result.error().errorClass(), result.reason()));
    }

    private int most(Host host) {
        return types.find(host.typeId()).orElseThrow().manifest().discovery().maxTargets();
    }

    private DriverCall call(Host host, List<String> wanted, boolean full) {
        return new DriverCall(
                DriverCall.Mode.INVENTORY,
                host,
                null,
                "",
                "",
                Map.of(),
                Map.of("types", wanted, "fast", !full),
                null,
                null,
                ids.next().toString(),
                1,
                (full ? FULL : FAST).toMillis());
    }
}
