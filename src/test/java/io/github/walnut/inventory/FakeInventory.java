package io.github.walnut.inventory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hosts and targets that a test lists. */
public final class FakeInventory implements Inventory {
    private final List<Host> hosts = new ArrayList<>();
    private final Map<String, List<Capability>> capabilities = new HashMap<>();
    private final List<Target> targets = new ArrayList<>();
    private final Map<String, Instant> readAt = new HashMap<>();

    public FakeInventory withHost(String id, Capability... offered) {
        return host(id, false, offered);
    }

    /** A host that carries walNUT itself. */
    public FakeInventory withSelf(String id, Capability... offered) {
        return host(id, true, offered);
    }

    private FakeInventory host(String id, boolean self, Capability... offered) {
        hosts.add(
                new Host(
                        id,
                        hosts.size() + 1,
                        id,
                        "test.type",
                        Map.of(),
                        Map.of(),
                        true,
                        Host.State.CONNECTED,
                        null,
                        self));
        capabilities.put(id, List.of(offered));
        return this;
    }

    public FakeInventory target(
            String host, String type, String id, String name, Map<String, String> labels) {
        targets.add(
                new Target(
                        host,
                        type,
                        id,
                        name,
                        id.hashCode() % 2 == 0 ? "running" : "stopped",
                        Map.of("cpu", Map.of("cores", id.length()), "tier", "t" + id.length()),
                        labels,
                        true,
                        false,
                        false));
        readAt.put(host + "/" + type, Instant.EPOCH);
        return this;
    }

    public FakeInventory targets(String host, String type, String... ids) {
        for (String id : ids) {
            target(host, type, id, "name-" + id, Map.of());
        }
        return this;
    }

    public static Capability capability(String id, String type, Capability.Verb... verbs) {
        Map<String, Capability.Verb> map = new LinkedHashMap<>();
        for (Capability.Verb verb : verbs) {
            map.put(verb.name(), verb);
        }
        return new Capability(id, id, List.of(type), map, List.of("old." + id));
    }

    public static Capability.Verb verb(
            String name, Capability.Effect effect, boolean confirm, Map<String, Object> params) {
        return new Capability.Verb(
                name,
                effect,
                Capability.Confirm.STATE,
                Duration.ofSeconds(60),
                null,
                false,
                true,
                false,
                confirm,
                Capability.DryRun.REQUIRED,
                List.of("verb", "target_id"),
                params);
    }

    @Override
    public List<Host> hosts() {
        return hosts;
    }

    @Override
    public Optional<Host> host(String id) {
        return hosts.stream()
                .filter(host -> host.id().equals(id) || Long.toString(host.numericId()).equals(id))
                .findFirst();
    }

    @Override
    public List<Capability> capabilities(String hostId) {
        return capabilities.getOrDefault(hostId, List.of());
    }

    @Override
    public List<Target> targets(String hostId, String targetType) {
        if (targetType.equals("host")) {
            return host(hostId).map(Target::ofHost).stream().toList();
        }
        return targets.stream()
                .filter(t -> t.hostId().equals(hostId) && t.type().equals(targetType))
                .toList();
    }

    @Override
    public Optional<Instant> readAt(String hostId, String targetType) {
        return Optional.ofNullable(readAt.get(hostId + "/" + targetType));
    }
}
