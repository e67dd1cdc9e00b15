package io.github.walnut.rules;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.HostContact;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hosts of which a test says what is known; every id is that of a host. */
final class SceneInventory implements Inventory {
    final Map<String, Feeds> feeds = new HashMap<>();
    final Map<String, HostContact> contacts = new HashMap<>();
    final Map<String, Map<String, String>> labels = new HashMap<>();
    final Map<String, Host.State> states = new HashMap<>();
    final Map<String, Instant> readAt = new HashMap<>();
    final List<Target> targets = new ArrayList<>();

    void vm(String host, String id, String status, Instant at) {
        targets.removeIf(known -> known.hostId().equals(host) && known.externalId().equals(id));
        targets.add(new Target(host, "vm", id, id, status, Map.of(), Map.of(), true, false, false));
        readAt.put(host, at);
    }

    @Override
    public List<Host> hosts() {
        return List.of();
    }

    @Override
    public Optional<Host> host(String id) {
        return Optional.of(
                new Host(
                        id,
                        1,
                        id,
                        "test.type",
                        Map.of(),
                        labels.getOrDefault(id, Map.of()),
                        true,
                        states.getOrDefault(id, Host.State.CONNECTED),
                        null,
                        false,
                        feeds.get(id)));
    }

    @Override
    public List<Capability> capabilities(String hostId) {
        return List.of();
    }

    @Override
    public List<Target> targets(String hostId, String targetType) {
        return targets.stream()
                .filter(t -> t.hostId().equals(hostId) && t.type().equals(targetType))
                .toList();
    }

    @Override
    public Optional<Instant> readAt(String hostId, String targetType) {
        return Optional.ofNullable(readAt.get(hostId));
    }

    @Override
    public Optional<HostContact> contact(String hostId) {
        return Optional.ofNullable(contacts.get(hostId));
    }
}
