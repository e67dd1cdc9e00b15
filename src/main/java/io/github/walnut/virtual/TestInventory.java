package io.github.walnut.virtual;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real hosts, all of them well, with the targets that a test gives them and no others. */
final class TestInventory implements Inventory {

    private static final Comparator<Target> NATURAL =
            Comparator.comparing((Target target) -> target.externalId().length())
                    .thenComparing(Target::externalId);

    private final Inventory real;
    private final Map<String, String> given;

    /**
     * @param given state by {@code host/target}
     */
    TestInventory(Inventory real, Map<String, String> given) {
        this.real = real;
        this.given = given;
    }

    @Override
    public List<Host> hosts() {
        return real.hosts().stream().map(TestInventory::well).toList();
    }

    @Override
    public Optional<Host> host(String id) {
        return real.host(id).map(TestInventory::well);
    }

    private static Host well(Host host) {
        return new Host(
                host.id(),
                host.numericId(),
                host.name(),
                host.typeId(),
                host.config(),
                host.labels(),
                true,
                Host.State.CONNECTED,
                null,
                host.self(),
                host.feeds());
    }

    @Override
    public List<Capability> capabilities(String hostId) {
        return real.capabilities(hostId);
    }

    @Override
    public List<Target> targets(String hostId, String targetType) {
        if (targetType.equals("host")) {
            return host(hostId).map(Target::ofHost).stream().toList();
        }
        List<Target> targets = new ArrayList<>();
        String prefix = hostId + "/" + targetType + ":";
        given.forEach(
                (path, state) -> {
                    if (path.startsWith(prefix)) {
                        targets.add(target(hostId, targetType, path.substring(prefix.length())));
                    }
                });
        targets.sort(NATURAL);
        return targets;
    }

    /** With the name and labels of the real one, if there is one. */
    private Target target(String hostId, String type, String externalId) {
        String state = given.get(hostId + "/" + type + ":" + externalId);
        Optional<Target> known =
                real.targets(hostId, type).stream()
                        .filter(target -> target.externalId().equals(externalId))
                        .findFirst();
        return new Target(
                hostId,
                type,
                externalId,
                known.map(Target::name).orElse(externalId),
                state,
                known.map(Target::attrs).orElse(Map.of()),
                known.map(Target::labels).orElse(Map.of()),
                true,
                known.map(Target::guarded).orElse(false),
                known.map(Target::self).orElse(false));
    }

    @Override
    public Optional<Instant> readAt(String hostId, String targetType) {
        return real.host(hostId).map(host -> VirtualTime.ORIGIN);
    }

    @Override
    public Optional<Capability.Effect> preparedEffect(String hostId, Map<String, Object> params) {
        return real.preparedEffect(hostId, params);
    }
}
