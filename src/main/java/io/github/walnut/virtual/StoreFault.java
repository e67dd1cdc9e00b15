package io.github.walnut.virtual;

import java.time.Duration;

/** Why a store does not take what is written, or takes its time over it. */
public enum StoreFault {
    /** Another process has it locked: a write is given up after two seconds. */
    LOCKED(Duration.ofSeconds(2), false),
    /** The disk has no room left. */
    FULL(Duration.ZERO, false),
    /** The file system has become read-only. */
    READ_ONLY(Duration.ZERO, false),
    /** Each write takes its time, less than after which it would be given up. */
    SLOW(Duration.ofMillis(700), true);

    private final Duration lasts;
    private final boolean writes;

    StoreFault(Duration lasts, boolean writes) {
        this.lasts = lasts;
        this.writes = writes;
    }

    /** How long a write waits for its end. */
    public Duration lasts() {
        return lasts;
    }

    /** What is written is stored in the end. */
    public boolean writes() {
        return writes;
    }
}
