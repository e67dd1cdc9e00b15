package io.github.walnut.road;

import io.github.walnut.ups.Clock;

/** Tells whether the core still lives: each thing that it handles is a beat. */
public final class Pulse {

    private static final long STUCK_MILLIS = 15_000;

    private final Clock clock;
    private volatile long last;

    public Pulse(Clock clock) {
        this.clock = clock;
        this.last = clock.runningMillis();
    }

    void beat() {
        last = clock.runningMillis();
    }

    /** Milliseconds since the last beat, without those in which the process stood still. */
    public long silence() {
        return clock.runningMillis() - last;
    }

    /** False when nothing was handled for 15 s, although time alone is handled every 200 ms. */
    public boolean alive() {
        return silence() < STUCK_MILLIS;
    }
}
