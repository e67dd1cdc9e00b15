package io.github.walnut.app;

import io.github.walnut.api.InventoryRefresh;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.dispatch.TargetReadings;
import io.github.walnut.inventory.Host;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.road.Anticipation;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.HostReading;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Readings of hosts' targets: those who ask for the same host at the same time share one, and each
 * waits as long as the host's type says. What comes later is stored nevertheless.
 */
final class Refreshes implements InventoryRefresh, TargetReadings, Anticipation, AutoCloseable {

    /** So old a reading is as good as a new one. */
    private static final Duration FRESH = Duration.ofSeconds(60);

    /** So long before a match is due what was read when its window began is read again. */
    private static final Duration AHEAD = Duration.ofSeconds(20);

    /** Leaves places among all reads for the questions before orders. */
    private static final int AT_ONCE = 24;

    private record Reading(String hostId, boolean full) {}

    private final Map<Reading, CompletableFuture<Optional<Failure>>> underWay =
            new ConcurrentHashMap<>();

    /** Hosts that are being asked to answer. */
    private final Set<String> greeted = ConcurrentHashMap.newKeySet();

    private final ExecutorService readers = NamedThreads.pool(AT_ONCE, "inventory");
    private final ExecutorService tellers =
            Executors.newCachedThreadPool(new NamedThreads("inventory-told"));
    private final LiveInventory inventory;
    private final InventoryReading reading;
    private final Clock clock;

    Refreshes(LiveInventory inventory, InventoryReading reading, Clock clock) {
        this.inventory = inventory;
        this.reading = reading;
        this.clock = clock;
    }

    @Override
    public Optional<Failure> refresh(String hostId, String targetType, boolean full) {
        Duration patience = reading.patience(hostId, full);
        try {
            return begin(hostId, full)
                    .copy()
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                return Optional.of(
                        new Failure(
                                ErrorClass.TIMEOUT,
                                "Host "
                                        + hostId
                                        + " did not tell its targets within "
                                        + patience.toSeconds()
                                        + " s"));
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Begins a reading of the host, or joins the one that is under way. */
    CompletableFuture<Optional<Failure>> begin(String hostId, boolean full) {
        Reading key = new Reading(id(hostId), full);
        CompletableFuture<Optional<Failure>> begun = new CompletableFuture<>();
        CompletableFuture<Optional<Failure>> other = underWay.putIfAbsent(key, begun);
        if (other != null) {
            return other;
        }
        readers.execute(
                () -> {
                    try {
                        Optional<Failure> read = read(key);
                        underWay.remove(key);
                        begun.complete(read);
                    } catch (RuntimeException e) {
                        underWay.remove(key);
                        begun.completeExceptionally(e);
                    }
                });
        return begun;
    }

    private Optional<Failure> read(Reading key) {
        Optional<Host> host = inventory.host(key.hostId());
        return host.isEmpty()
                ? Optional.of(new Failure(ErrorClass.NOT_FOUND, "There is no host " + key.hostId()))
                : reading.read(host.get(), key.full());
    }

    @Override
    public Optional<HostReading> fresh(String hostId, Set<String> targetTypes) {
        if (reading.types(hostId).stream().noneMatch(targetTypes::contains)) {
            return Optional.of(new HostReading(hostId, false, null, true));
        }
        Instant at = readAt(hostId, targetTypes);
        return at == null || at.isBefore(clock.now().minus(FRESH))
                ? Optional.empty()
                : Optional.of(new HostReading(hostId, true, at, false));
    }

    @Override
    public void read(String hostId, Set<String> targetTypes, Consumer<HostReading> heard) {
        CompletableFuture<Optional<Failure>> all = begin(hostId, false);
        all.copy()
                .orTimeout(reading.patience(hostId, false).toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (failure, late) -> {
                            boolean good = late == null && failure.isEmpty();
                            heard.accept(told(hostId, targetTypes, good));
                            return good;
                        },
                        tellers)
                .thenAcceptBothAsync(
                        all,
                        (intime, failure) -> {
                            if (!intime && failure.isEmpty()) {
                                heard.accept(told(hostId, targetTypes, true));
                            }
                        },
                        tellers);
    }

    @Override
    public void pending(StoredPolicy policy, Instant dueAt) {
        prepare(policy.policy());
        Duration left = dueAt == null ? Duration.ZERO : Duration.between(clock.now(), dueAt);
        if (left.compareTo(FRESH) > 0) {
            CompletableFuture.delayedExecutor(
                            left.minus(AHEAD).toMillis(), TimeUnit.MILLISECONDS, tellers)
                    .execute(() -> prepare(policy.policy()));
        }
    }

    private void prepare(Policy policy) {
        policy.actions().stream()
                .filter(action -> action.enabled() && policy.dynamicResolution())
                .filter(action -> fresh(action.hostId(), Set.of(action.targetType())).isEmpty())
                .map(Policy.Action::hostId)
                .distinct()
                .forEach(host -> begin(host, false));
        know(policy);
    }

    /** Asks the hosts of which conditions of the policy want to know, unless it is known. */
    void know(Policy policy) {
        asked(policy, Condition.Scope.HOST).filter(this::unheard).forEach(this::greet);
        asked(policy, Condition.Scope.VM)
                .filter(host -> policy.actions().stream().anyMatch(a -> unread(a, host)))
                .forEach(host -> begin(host, false));
    }

    /** The hosts about which conditions of this scope ask. */
    private static Stream<String> asked(Policy policy, Condition.Scope scope) {
        List<Condition> about =
                Stream.concat(policy.all().stream(), policy.any().stream())
                        .filter(condition -> condition.scope() == scope)
                        .toList();
        Stream<String> named = about.stream().map(Condition::host).filter(Objects::nonNull);
        boolean all = about.stream().anyMatch(condition -> condition.host() == null);
        Stream<String> acted =
                policy.actions().stream()
                        .filter(action -> all && action.enabled())
                        .map(Policy.Action::hostId);
        return Stream.concat(named, acted).distinct();
    }

    private boolean unread(Policy.Action action, String hostId) {
        return action.hostId().equals(hostId)
                && fresh(hostId, Set.of(action.targetType())).isEmpty();
    }

    private void greet(String hostId) {
        Optional<Host> host = inventory.host(hostId);
        if (host.isPresent() && greeted.add(host.get().id())) {
            readers.execute(
                    () -> {
                        try {
                            reading.greet(host.get());
                        } finally {
                            greeted.remove(host.get().id());
                        }
                    });
        }
    }

    private boolean unheard(String hostId) {
        return inventory
                .contact(hostId)
                .filter(contact -> contact.at().isAfter(clock.now().minus(FRESH)))
                .isEmpty();
    }

    private HostReading told(String hostId, Set<String> targetTypes, boolean good) {
        return new HostReading(hostId, good, readAt(hostId, targetTypes), !good);
    }

    /** When the oldest of these was read; null when one of them never was. */
    private Instant readAt(String hostId, Set<String> targetTypes) {
        List<Optional<Instant>> times =
                reading.types(hostId).stream()
                        .filter(targetTypes::contains)
                        .map(type -> inventory.readAt(id(hostId), type))
                        .toList();
        return times.stream().anyMatch(Optional::isEmpty)
                ? null
                : times.stream().flatMap(Optional::stream).min(Instant::compareTo).orElse(null);
    }

    private String id(String hostId) {
        return inventory.host(hostId).map(Host::id).orElse(hostId);
    }

    @Override
    public void close() {
        readers.shutdownNow();
        tellers.shutdownNow();
    }
}
