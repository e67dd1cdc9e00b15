package io.github.walnut.dispatch;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.HostReading;
import io.github.walnut.run.HostTrouble;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/** Asks every host of a policy to answer, and tells which cannot be relied on, and why. */
final class HostTroubles {

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Inventory inventory;
    private final Drivers drivers;
    private final ExecutorService threads;

    HostTroubles(Inventory inventory, Drivers drivers, ExecutorService threads) {
        this.inventory = inventory;
        this.drivers = drivers;
        this.threads = threads;
    }

    /** Begins to ask; by host id. */
    Map<String, CompletableFuture<DriverResult>> ask(Set<String> hosts, String correlationId) {
        Map<String, CompletableFuture<DriverResult>> asked = new LinkedHashMap<>();
        hosts.stream()
                .flatMap(id -> inventory.host(id).stream())
                .filter(HostTroubles::canBeAsked)
                .forEach(
                        host ->
                                asked.put(
                                        host.id(),
                                        CompletableFuture.supplyAsync(
                                                () -> heartbeat(host, correlationId), threads)));
        return asked;
    }

    /** Others are refused for what they are. */
    private static boolean canBeAsked(Host host) {
        return host.enabled() && host.state() != Host.State.TYPE_UNAVAILABLE;
    }

    private DriverResult heartbeat(Host host, String correlationId) {
        return drivers.call(
                DriverCall.ofHost(
                        DriverCall.Mode.HEARTBEAT, host, Map.of(), correlationId, HEARTBEAT));
    }

    /**
     * @param readings of the hosts whose targets had to be read; one without a time was never read
     */
    Map<String, HostTrouble> of(
            Map<String, CompletableFuture<DriverResult>> asked, List<HostReading> readings) {
        Set<String> unread =
                readings.stream()
                        .filter(reading -> reading.stale() && reading.at() == null)
                        .map(HostReading::hostId)
                        .collect(Collectors.toSet());
        Map<String, HostTrouble> troubles = new LinkedHashMap<>();
        asked.forEach(
                (host, answer) ->
                        of(host, answer.join(), unread.contains(host))
                                .ifPresent(trouble -> troubles.put(host, trouble)));
        return troubles;
    }

    private Optional<HostTrouble> of(String hostId, DriverResult heartbeat, boolean unread) {
        Optional<HostTrouble> silent = HostTrouble.ofHeartbeat(hostId, heartbeat);
        if (silent.isPresent()) {
            return silent;
        }
        return unread
                ? Optional.of(HostTrouble.neverRead(hostId))
                : inventory.host(hostId).flatMap(HostTrouble::ofState);
    }
}
