package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;

/** Wall time that runs as evenly as the monotonic clock, until the wall clock is set. */
final class SteadyTime {

    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Clock clock;
    private Instant wall;
    private long monotonic;

    SteadyTime(Clock clock) {
        this.clock = clock;
        anchor();
    }

    Instant now() {
        return wall.plusMillis(clock.monotonicMillis() - monotonic);
    }

    /** How far the wall clock was set since the last call; zero when it only drifts. */
    Duration adjust() {
        Duration skew = Duration.between(now(), clock.now());
        if (skew.abs().compareTo(TOLERANCE) <= 0) {
            return Duration.ZERO;
        }
        anchor();
        return skew;
    }

    private void anchor() {
        wall = clock.now();
        monotonic = clock.monotonicMillis();
    }
}
