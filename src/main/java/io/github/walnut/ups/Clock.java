package io.github.walnut.ups;

import java.time.Instant;

/**
 * The only source of time of the core. Ages and windows count on the monotonic side; the wall side
 * is for display, for the store and for what has to survive a restart.
 */
public interface Clock {

    /** UTC, to the millisecond. */
    Instant now();

    /** Milliseconds from an arbitrary origin; never runs backwards. */
    long monotonicMillis();

    /**
     * As {@link #monotonicMillis()}, without the time in which the process stood still: for the
     * deadlines of our own machinery.
     */
    default long runningMillis() {
        return monotonicMillis();
    }

    /** What {@link #monotonicMillis()} said when the process went on after its last standstill. */
    default long resumedMillis() {
        return Long.MIN_VALUE;
    }
}
