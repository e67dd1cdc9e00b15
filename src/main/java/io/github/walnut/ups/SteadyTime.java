package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;

/**
 * Wall time that runs as evenly as the monotonic clock, until the wall clock is set. Safe for
 * several threads.
 */
public final class SteadyTime {

    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Clock clock;
    private Instant wall;
    private long monotonic;
    private Duration adjusted = Duration.ZERO;
    private Instant watched;
    private long watchedMillis;
    private long lookedBefore;

    public SteadyTime(Clock clock) {
        this.clock = clock;
        anchor();
    }

    public synchronized Instant now() {
        return wall.plusMillis(clock.monotonicMillis() - monotonic);
    }

    /**
     * The moment up to which somebody watched: whoever judges by it never judges a time in which
     * the process stood still before the watch has noticed that. Now, while nobody watches.
     */
    public synchronized Instant seen() {
        return watched == null ? now() : watched;
    }

    /** Somebody watches, and looks now. */
    synchronized Instant watched() {
        watched = now();
        lookedBefore = watchedMillis;
        watchedMillis = clock.monotonicMillis();
        return watched;
    }

    /** What the monotonic clock said at the end of the standstill that the latest look noticed. */
    synchronized long resumedMillis() {
        long resumed = clock.resumedMillis();
        return resumed > lookedBefore ? resumed : watchedMillis;
    }

    /**
     * How far the wall clock was set in all, as far as {@link #adjust} noticed: by so much
     * everybody who keeps times has to move them.
     */
    public synchronized Duration adjusted() {
        return adjusted;
    }

    /** How far the wall clock was set since the last call; zero when it only drifts. */
    synchronized Duration adjust() {
        Duration skew = Duration.between(now(), clock.now());
        if (skew.abs().compareTo(TOLERANCE) <= 0) {
            return Duration.ZERO;
        }
        anchor();
        adjusted = adjusted.plus(skew);
        watched = watched == null ? null : watched.plus(skew);
        return skew;
    }

    private void anchor() {
        wall = clock.now();
        monotonic = clock.monotonicMillis();
    }
}
