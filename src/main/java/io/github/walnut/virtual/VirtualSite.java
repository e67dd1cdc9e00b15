package io.github.walnut.virtual;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An inventory in memory. */
public final class VirtualSite implements Inventory {

    private final List<Capability> capabilities;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, List<Target>> targets = new LinkedHashMap<>();

    /**
     * @param capabilities that every host offers
     */
    public VirtualSite(List<Capability> capabilities) {
        this.capabilities = List.copyOf(capabilities);
    }

    public VirtualSite host(String id, boolean self) {
        long number = hosts.size() + 1L;
        hosts.put(
                id,
                new Host(
                        id,
                        number,
                        id,
                        "walnut.virtual",
                        Map.of(),
                        Map.of(),
                        true,
                        Host.State.CONNECTED,
                        null,
                        self));
        return this;
    }

    public VirtualSite target(String host, String type, String externalId, String status) {
        targets.computeIfAbsent(host + " " + type, key -> new ArrayList<>())
                .add(
                        new Target(
                                host,
                                type,
                                externalId,
                                externalId,
                                status,
                                Map.of(),
                                Map.of(),
                                true,
                                false,
                                false));
        return this;
    }

    @Override
    public List<Host> hosts() {
        return List.copyOf(hosts.values());
    }

    @Override
    public Optional<Host> host(String id) {
        return Optional.ofNullable(hosts.get(id));
    }

    @Override
    public List<Capability> capabilities(String hostId) {
        return hosts.containsKey(hostId) ? capabilities : List.of();
    }

    @Override
    public List<Target> targets(String hostId, String targetType) {
        return targetType.equals("host")
                ? host(hostId).map(Target::ofHost).stream().toList()
                : List.copyOf(targets.getOrDefault(hostId + " " + targetType, List.of()));
    }

    @Override
    public Optional<Instant> readAt(String hostId, String targetType) {
        return host(hostId).map(host -> VirtualTime.ORIGIN);
    }
}
