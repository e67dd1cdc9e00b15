package io.github.walnut.app;

import io.github.walnut.integration.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Certificates that hosts have shown since the start. */
final class HostCertificates {

    /** Anew so often, for each time costs the host a handshake. */
    private static final Duration LOOKED_AT_FOR = Duration.ofHours(1);

    private static final Duration SOON = Duration.ofDays(30);

    private record Look(Instant at, List<Walk.Certificate> shown) {}

    private final Map<String, Look> looks = new ConcurrentHashMap<>();

    /** It was not looked at lately. */
    boolean due(String hostId, Instant now) {
        Look last = looks.get(hostId);
        return last == null || !last.at().plus(LOOKED_AT_FOR).isAfter(now);
    }

    void shown(String hostId, List<Walk.Certificate> certificates, Instant now) {
        looks.put(hostId, new Look(now, List.copyOf(certificates)));
    }

    /** Of hosts that are gone nothing is kept. */
    void keep(Collection<String> present) {
        looks.keySet().retainAll(present);
    }

    /** Null when it was not looked at yet. */
    List<Walk.Certificate> of(String hostId) {
        Look last = looks.get(hostId);
        return last == null ? null : last.shown();
    }

    /** The one that ends first, when that is within a month. */
    Optional<Walk.Certificate> ending(String hostId, Instant now) {
        Look last = looks.get(hostId);
        return last == null
                ? Optional.empty()
                : last.shown().stream()
                        .filter(shown -> shown.expiresAt().isBefore(now.plus(SOON)))
                        .min(Comparator.comparing(Walk.Certificate::expiresAt));
    }

    /** What there is to be said of that one. */
    Optional<String> warning(String hostId, Instant now) {
        return ending(hostId, now)
                .map(
                        shown ->
                                "expires_soon: the certificate "
                                        + shown.subject()
                                        + " is good until "
                                        + shown.expiresAt()
                                        + ".");
    }
}
