package io.github.walnut.component.nut;

/**
 * Points in time at a fixed distance from the first one, so that the time that work takes never
 * adds up.
 */
final class PollGrid {

    private final long interval;
    private long next;

    PollGrid(long first, long interval) {
        this.next = first;
        this.interval = interval;
    }

    long next() {
        return next;
    }

    boolean due(long now) {
        return now >= next;
    }

    /** How far {@code now} is behind the next point; 0 before it. */
    long late(long now) {
        return Math.max(0, now - next);
    }

    /** Leaves out every point up to {@code now}, that included. */
    void skipTo(long now) {
        if (now >= next) {
            next += (1 + (now - next) / interval) * interval;
        }
    }
}
