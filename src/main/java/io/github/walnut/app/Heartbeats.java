package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.integration.KameletDrivers;
import io.github.walnut.integration.Manifest;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.integration.Walk;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.store.HostHealth;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every enabled host from time to time whether it still answers, and keeps what it heard. */
final class Heartbeats implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration FIRST_WITHIN = Duration.ofSeconds(5);
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);
    private static final int SLOW_MILLIS = 2000;
    private static final int FAILURES = 3;
    private static final int AT_ONCE = 16;

    /** Asking again soon might lock an account. */
    private static final Set<ErrorClass> REFUSALS =
            EnumSet.of(ErrorClass.UNAUTHENTICATED, ErrorClass.FORBIDDEN, ErrorClass.UNTRUSTED);

    private final LiveInventory inventory;
    private final TypeRegistry types;
    private final KameletDrivers drivers;
    private final HostHealth stored;
    private final HostCertificates certificates;
    private final HostStates states;
    private final Clock clock;
    private final Ids ids;
    private final Map<String, Instant> due = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("heartbeat-tick"));
    private final ExecutorService askers = NamedThreads.pool(AT_ONCE, "heartbeat");

    Heartbeats(
            LiveInventory inventory,
            TypeRegistry types,
            KameletDrivers drivers,
            HostHealth stored,
            HostCertificates certificates,
            HostStates states,
            Clock clock,
            Ids ids) {
        this.inventory = inventory;
        this.types = types;
        this.drivers = drivers;
        this.stored = stored;
        this.certificates = certificates;
        this.states = states;
        this.clock = clock;
        this.ids = ids;
    }

    void start() {
        ticker.scheduleWithFixedDelay(this::tick, 500, 500, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        Instant now = clock.now();
        forget(inventory.hosts().stream().map(Host::id).collect(Collectors.toSet()));
        for (Host host : inventory.hosts()) {
            Instant at = due.computeIfAbsent(host.id(), id -> now.plus(spread(FIRST_WITHIN)));
            if (host.enabled() && !at.isAfter(now)) {
                due.put(host.id(), Instant.MAX);
                askers.execute(() -> ask(host));
            }
        }
    }

    /** Deleted hosts. */
    private void forget(Set<String> present) {
        due.keySet().retainAll(present);
        failures.keySet().retainAll(present);
        certificates.keep(present);
    }

    private void ask(Host host) {
        Duration next = Duration.ofSeconds(60);
        try {
            Manifest manifest = types.find(host.typeId()).map(type -> type.manifest()).orElse(null);
            if (manifest != null) {
                next = Duration.ofSeconds(manifest.heartbeatSeconds());
                next = beat(host, mode(manifest), next);
            }
        } catch (StoreUnavailableException e) {
            if (!askers.isShutdown()) {
                LOG.warn("The heartbeat of {} is not stored: {}", host.id(), e.getMessage());
            }
        } catch (RuntimeException e) {
            new RoundFaults(LOG, askers::isShutdown)
                    .tell("The heartbeat of " + host.id() + " failed", e);
        } finally {
            due.put(host.id(), clock.now().plus(jittered(next)));
        }
    }

    private static DriverCall.Mode mode(Manifest manifest) {
        return manifest.operations().containsKey("heartbeat")
                ? DriverCall.Mode.HEARTBEAT
                : DriverCall.Mode.TEST;
    }

    /** When the next one shall be. */
    private Duration beat(Host host, DriverCall.Mode mode, Duration interval) {
        DriverResult result = asked(host, mode);
        ErrorClass error = result.ok() ? null : result.error().errorClass();
        if (error == ErrorClass.CANCELLED || error == ErrorClass.UNSUPPORTED) {
            return interval;
        }
        int latency = (int) result.durationMillis();
        int inRow = result.ok() ? 0 : failures.getOrDefault(host.id(), 0) + 1;
        failures.put(host.id(), inRow);
        String ending = certificates.warning(host.id(), clock.now()).orElse(null);
        Host.State state = state(host, error, latency, inRow, ending != null);
        String reason = reason(result, latency, ending);
        stored.add(
                new HostHealth.Beat(
                        host.id(),
                        clock.now(),
                        state.word(),
                        result.ok(),
                        result.ok() ? latency : null,
                        error == null ? null : error.word(),
                        result.ok() ? null : result.reason()));
        states.beat(host.id(), state, reason);
        return REFUSALS.contains(error) ? AFTER_REFUSAL : interval;
    }

    /** From time to time the whole way, to see what certificate the host shows. */
    private DriverResult asked(Host host, DriverCall.Mode mode) {
        DriverCall call = DriverCall.ofHost(mode, host, Map.of(), ids.next().toString(), LIMIT);
        if (!certificates.due(host.id(), clock.now())) {
            return drivers.call(call);
        }
        Walk walk = drivers.walk(call);
        if (walk.result().ok() || !walk.certificates().isEmpty()) {
            certificates.shown(host.id(), walk.certificates(), clock.now());
        }
        return walk.result();
    }

    /**
     * A changed connection stays in doubt until somebody has tested it.
     *
     * @param ending its certificate is good for less than a month
     */
    static Host.State state(
            Host host, ErrorClass error, int latencyMillis, int failuresInRow, boolean ending) {
        if (host.state() == Host.State.NEEDS_REVIEW) {
            return Host.State.NEEDS_REVIEW;
        }
        if (error == null) {
            return latencyMillis <= SLOW_MILLIS && !ending
                    ? Host.State.CONNECTED
                    : Host.State.DEGRADED;
        }
        return REFUSALS.contains(error) || failuresInRow >= FAILURES
                ? Host.State.ERROR
                : Host.State.DEGRADED;
    }

    private static String reason(DriverResult result, int latency, String ending) {
        if (!result.ok()) {
            return result.reason();
        }
        return latency > SLOW_MILLIS ? "It took more than two seconds to answer." : ending;
    }

    private static Duration spread(Duration within) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(within.toMillis()));
    }

    /** Ten percent more or less, so that hosts are not asked all at once. */
    private static Duration jittered(Duration interval) {
        long tenth = Math.max(1, interval.toMillis() / 10);
        return interval.plusMillis(ThreadLocalRandom.current().nextLong(-tenth, tenth + 1));
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        askers.shutdownNow();
    }
}
