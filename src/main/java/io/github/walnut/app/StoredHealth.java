package io.github.walnut.app;

import io.github.walnut.api.HostHealths;
import io.github.walnut.integration.Walk;
import io.github.walnut.store.HostHealth;
import io.github.walnut.store.HostHealth.Beat;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The health of hosts as the store has it: heartbeats while they are kept, hours before. */
final class StoredHealth implements HostHealths {

    private static final int MOST = 500;

    private final HostHealth stored;
    private final HostCertificates certificates;
    private final Clock clock;

    StoredHealth(HostHealth stored, HostCertificates certificates, Clock clock) {
        this.stored = stored;
        this.certificates = certificates;
        this.clock = clock;
    }

    @Override
    public Health of(String hostId, Instant from, Instant to) {
        Instant now = clock.now();
        Optional<Beat> good = stored.latest(hostId, true);
        Optional<Beat> bad = stored.latest(hostId, false);
        List<Beat> day = stored.beats(hostId, now.minus(Duration.ofDays(1)), now.plusMillis(1));
        return new Health(
                stored.since(hostId).orElse(null),
                good.map(Beat::latencyMillis).orElse(null),
                good.map(Beat::at).orElse(null),
                bad.map(beat -> new Failure(beat.at(), beat.errorClass(), beat.message()))
                        .orElse(null),
                day.isEmpty() ? null : (double) day.stream().filter(Beat::ok).count() / day.size(),
                answers(good, bad),
                certificates(hostId),
                thinned(history(hostId, from, to)));
    }

    private List<Certificate> certificates(String hostId) {
        List<Walk.Certificate> shown = certificates.of(hostId);
        return shown == null
                ? null
                : shown.stream().map(c -> new Certificate(c.subject(), c.expiresAt())).toList();
    }

    private static Boolean answers(Optional<Beat> good, Optional<Beat> bad) {
        if (good.isEmpty() && bad.isEmpty()) {
            return null;
        }
        return bad.isEmpty() || good.isPresent() && good.get().at().isAfter(bad.get().at());
    }

    private List<Point> history(String hostId, Instant from, Instant to) {
        List<Point> beats =
                stored.beats(hostId, from, to).stream()
                        .map(beat -> new Point(beat.at(), beat.state(), beat.latencyMillis()))
                        .toList();
        Instant first = beats.isEmpty() ? to : beats.get(0).at();
        Stream<Point> hours =
                stored.hours(hostId, from, first).stream()
                        .filter(hour -> !hour.at().plus(Duration.ofHours(1)).isAfter(first))
                        .map(hour -> new Point(hour.at(), state(hour), hour.p50Millis()));
        return Stream.concat(hours, beats.stream()).toList();
    }

    private static String state(HostHealth.Hour hour) {
        if (hour.ok() == hour.count()) {
            return "connected";
        }
        return hour.ok() == 0 ? "error" : "degraded";
    }

    /** Evenly, with the last one. */
    private static List<Point> thinned(List<Point> all) {
        if (all.size() <= MOST) {
            return all;
        }
        List<Point> some = new ArrayList<>();
        for (int i = 1; i <= MOST; i++) {
            some.add(all.get((int) ((long) i * all.size() / MOST) - 1));
        }
        return some;
    }
}
