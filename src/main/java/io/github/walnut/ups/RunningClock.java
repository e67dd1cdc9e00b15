package io.github.walnut.ups;

import java.time.Instant;

/**
 * A clock that knows how long the process ran. Every reading of it is a sign of life, and somebody
 * has to read it several times a second; a longer silence between two readings is a standstill: the
 * process was stopped, or its machine frozen.
 */
public final class RunningClock implements Clock {

    /** So much between two readings is believed of a machine that is only busy. */
    private static final long MOST_MILLIS = 1_000;

    /** A monotonic clock that stood still with its machine lets the wall clock run ahead. */
    private static final long MOST_AHEAD_MILLIS = 2_000;

    private final Clock clock;
    private long read;
    private long wall;
    private long stood;
    private long resumed = Long.MIN_VALUE;

    public RunningClock(Clock clock) {
        this.clock = clock;
        this.read = clock.monotonicMillis();
        this.wall = clock.now().toEpochMilli();
    }

    @Override
    public Instant now() {
        read();
        return clock.now();
    }

    @Override
    public synchronized long monotonicMillis() {
        return read();
    }

    @Override
    public synchronized long runningMillis() {
        return read() - stood;
    }

    @Override
    public synchronized long resumedMillis() {
        read();
        return resumed;
    }

    private synchronized long read() {
        long now = clock.monotonicMillis();
        if (now - read > MOST_MILLIS) {
            stood += now - read - MOST_MILLIS;
            resumed = now;
        }
        long wallNow = clock.now().toEpochMilli();
        if (wallNow - wall - (now - read) > MOST_AHEAD_MILLIS) {
            resumed = now;
        }
        wall = wallNow;
        read = Math.max(read, now);
        return now;
    }
}
