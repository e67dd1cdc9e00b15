package io.github.walnut.virtual;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.TargetResolver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Hosts and their targets, and policies about them. */
public final class Site implements Inventory, TargetResolver {

    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<Target> targets = new ArrayList<>();
    private List<Capability> capabilities = Catalogue.all();
    private Duration idempotency = Duration.ZERO;
    private List<String> neverHosts = List.of();
    private int priority = 100;
    private String globalLock;
    private boolean stale;
    private long ids;

    public Site add(String id) {
        return add(id, Host.State.CONNECTED, false);
    }

    public Site add(String id, Host.State state, boolean self) {
        hosts.put(
                id,
                new Host(
                        id,
                        hosts.size() + 1L,
                        id,
                        "walnut.virtual",
                        Map.of(),
                        Map.of(),
                        true,
                        state,
                        null,
                        self));
        return this;
    }

    public Site vm(String host, String externalId) {
        return target(host, "vm", externalId, false, false);
    }

    public Site target(String host, String type, String externalId, boolean guarded, boolean self) {
        targets.add(
                new Target(
                        host,
                        type,
                        externalId,
                        externalId,
                        "running",
                        Map.of(),
                        Map.of(),
                        true,
                        guarded,
                        self));
        return this;
    }

    public Site without(String host) {
        hosts.remove(host);
        return this;
    }

    public Site capabilities(List<Capability> value) {
        capabilities = value;
        return this;
    }

    public Site idempotency(Duration value) {
        idempotency = value;
        return this;
    }

    public Site neverHosts(String... value) {
        neverHosts = List.of(value);
        return this;
    }

    public Site globalLock(String value) {
        globalLock = value;
        return this;
    }

    public Site priority(int value) {
        priority = value;
        return this;
    }

    public Site stale() {
        stale = true;
        return this;
    }

    /** Ids that count up, so that equal runs have equal ids. */
    public UUID nextId() {
        return new UUID(0x7000L, ++ids);
    }

    /** As after a restart: ids of the new process are others. */
    public void jumpIds() {
        ids += 1_000_000;
    }

    public RunRequest live(ActionDraft... actions) {
        return request(Run.Mode.LIVE, null, actions);
    }

    public RunRequest request(Run.Mode mode, UUID outage, ActionDraft... actions) {
        return new RunRequest(
                Run.Kind.EVENT,
                mode,
                stored(Arrays.stream(actions).map(ActionDraft::done).toList()),
                null,
                "rack-a@lab",
                null,
                new UUID(1, 1),
                outage,
                outage == null ? 0 : 1,
                "system",
                mode == Run.Mode.LIVE ? null : "not_armed");
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
        return targets.stream()
                .filter(t -> t.hostId().equals(hostId) && t.type().equals(targetType))
                .sorted(Comparator.comparing(Target::externalId))
                .toList();
    }

    @Override
    public Optional<Instant> readAt(String hostId, String targetType) {
        return Optional.empty();
    }

    @Override
    public Resolution resolve(Policy.Action action) {
        List<Target> found =
                action.targetType().equals("host")
                        ? host(action.hostId()).map(Target::ofHost).stream().toList()
                        : targets(action.hostId(), action.targetType());
        return new Resolution(found, stale, List.of());
    }

    private StoredPolicy stored(List<Policy.Action> actions) {
        Policy policy =
                new Policy(
                        "Clients and storage",
                        null,
                        true,
                        priority,
                        false,
                        false,
                        Policy.Logic.ANY,
                        List.of(),
                        List.of(),
                        List.of(),
                        actions,
                        Duration.ZERO,
                        idempotency,
                        globalLock,
                        neverHosts,
                        null,
                        List.of(),
                        null);
        return new StoredPolicy(
                new UUID(2, 2),
                policy,
                "{}",
                "application/json",
                StoredPolicy.Status.ENABLED,
                true,
                "b",
                "h",
                "b",
                1,
                List.of(),
                Instant.EPOCH,
                "admin",
                Instant.EPOCH,
                "admin");
    }
}
