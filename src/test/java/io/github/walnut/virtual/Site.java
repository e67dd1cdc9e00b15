package io.github.walnut.virtual;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Recovery;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.PlanBasis;
import io.github.walnut.run.Planner;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.TargetResolver;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Hosts and their targets, and policies about them. */
public final class Site implements Inventory, TargetResolver {

    /** The UPS of every run that does not name another. */
    public static final String UPS = "rack-a@lab";

    public static final UUID OUTAGE = new UUID(5, 5);

    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<Target> targets = new ArrayList<>();
    private List<Capability> capabilities = Catalogue.all();
    private Duration idempotency = Duration.ZERO;
    private List<String> neverHosts = List.of();
    private int priority = 100;
    private String globalLock;
    private Recovery recovery;
    private final Set<String> broken = new HashSet<>();
    private boolean stale;
    private Policy.Logic logic = Policy.Logic.ANY;
    private List<Trigger> triggers = List.of(onBattery(UPS));
    private long ids;

    public Site add(String id) {
        return add(id, Host.State.CONNECTED, false);
    }

    public Site add(String id, Host.State state, boolean self) {
        return add(id, state, self, null);
    }

    public Site add(String id, Feeds feeds) {
        return add(id, Host.State.CONNECTED, false, feeds);
    }

    private Site add(String id, Host.State state, boolean self, Feeds feeds) {
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
                        self,
                        feeds));
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

    public Site withoutTarget(String host, String id) {
        targets.removeIf(target -> target.hostId().equals(host) && target.id().equals(id));
        return this;
    }

    /** Its targets cannot be resolved. */
    public Site broken(String host) {
        broken.add(host);
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

    /** How what the policies stop is started again; null for not at all. */
    public Site recovery(Recovery value) {
        recovery = value;
        return this;
    }

    /** Five minutes of mains and 40 % of charge, ten seconds between starts. */
    public static Recovery recovery(
            Recovery.Order order, int retries, Recovery.OnSecondOutage second) {
        return new Recovery(
                true,
                Duration.ofMinutes(5),
                40,
                false,
                order,
                Duration.ofSeconds(10),
                Duration.ofMinutes(3),
                retries,
                Duration.ofHours(12),
                second);
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

    /** What the policies of later requests listen to. */
    public Site triggers(Policy.Logic value, Trigger... any) {
        logic = value;
        triggers = List.of(any);
        return this;
    }

    public static Trigger onBattery(String... ups) {
        return onBattery(1, ups);
    }

    public static Trigger onBattery(int atLeast, String... ups) {
        return new Trigger.InState(
                new Trigger.UpsScope(List.of(ups), atLeast, false),
                UpsState.OB,
                Duration.ZERO,
                List.of());
    }

    /** A run that every trigger of its policy led to, in an open outage. */
    public RunRequest inOutage(ActionDraft... actions) {
        RunRequest plain = request(Run.Mode.LIVE, OUTAGE, actions);
        Decision match =
                new Decision(
                        plain.policy().id(),
                        UPS,
                        Instant.EPOCH,
                        null,
                        Decision.Kind.MATCHED,
                        null,
                        null,
                        IntStream.range(0, triggers.size()).mapToObj(Site::met).toList(),
                        List.of());
        return new RunRequest(
                plain.kind(),
                plain.mode(),
                plain.policy(),
                match,
                UPS,
                null,
                plain.correlationId(),
                OUTAGE,
                1,
                plain.actor(),
                null);
    }

    /** As a person asks for it who wants it done again. */
    public RunRequest forced(ActionDraft... actions) {
        RunRequest plain = live(actions);
        return new RunRequest(
                Run.Kind.MANUAL,
                plain.mode(),
                plain.policy(),
                null,
                UPS,
                null,
                plain.correlationId(),
                plain.outageId(),
                plain.episode(),
                "admin",
                "by hand, forced: it is running again",
                true);
    }

    private static TriggerState met(int index) {
        return new TriggerState(index, UPS, Trigger.State.MET, Instant.EPOCH, null);
    }

    public RunRequest request(Run.Mode mode, UUID outage, ActionDraft... actions) {
        return new RunRequest(
                Run.Kind.EVENT,
                mode,
                stored(Arrays.stream(actions).map(ActionDraft::done).toList()),
                null,
                UPS,
                null,
                new UUID(1, 1),
                outage,
                outage == null ? 0 : 1,
                "system",
                mode == Run.Mode.LIVE ? null : "not_armed");
    }

    /** The run of a request, planned on what is known. */
    public RunBook planned(RunRequest request, Instant now) {
        NewRun runs = new NewRun(new Planner(this, this, this::nextId), this::nextId);
        RunBook book = runs.accept(request, 1, now);
        runs.plan(book, request.policy().policy(), PlanBasis.complete(List.of()), now);
        return book;
    }

    @Override
    public List<Host> hosts() {
        return List.copyOf(hosts.values());
    }

    @Override
    public Optional<Host> host(String id) {
        Host host = hosts.get(id);
        return host != null
                ? Optional.of(host)
                : hosts.values().stream()
                        .filter(other -> id.equals(other.numericId() + ""))
                        .findFirst();
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
    public Resolution resolve(Policy.Action action, boolean old) {
        if (broken.contains(action.hostId())) {
            throw new IllegalStateException("the targets of " + action.hostId() + " are broken");
        }
        List<Target> found =
                action.targetType().equals("host")
                        ? host(action.hostId()).map(Target::ofHost).stream().toList()
                        : targets(action.hostId(), action.targetType());
        return new Resolution(found, stale || old, List.of());
    }

    private StoredPolicy stored(List<Policy.Action> actions) {
        Policy policy =
                new Policy(
                        "Clients and storage",
                        null,
                        true,
                        priority,
                        false,
                        true,
                        logic,
                        triggers,
                        List.of(),
                        List.of(),
                        actions,
                        Duration.ZERO,
                        idempotency,
                        globalLock,
                        neverHosts,
                        recovery,
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
