package io.github.walnut.component.nut;

/** When the next full and the next fast round are due. Milliseconds of the monotonic clock. */
final class PollSchedule {

    private static final int INTERVALS_UNTIL_STALE = 3;

    private final long fullInterval;
    private final PollGrid full;
    private final PollGrid fast;

    /**
     * @param fastInterval 0 for no fast rounds
     */
    PollSchedule(long start, long fullInterval, long fastInterval) {
        this.fullInterval = fullInterval;
        this.full = new PollGrid(start, fullInterval);
        this.fast = fastInterval == 0 ? null : new PollGrid(start, fastInterval);
    }

    /** When to look again at the latest. */
    long next() {
        return fast == null ? full.next() : Math.min(full.next(), fast.next());
    }

    /** The round that is due now, or null. */
    PollKind due(long now) {
        if (full.due(now)) {
            return PollKind.FULL;
        }
        return fast != null && fast.due(now) ? PollKind.FAST : null;
    }

    /** By how much a round comes too late to trust what was known before; 0 in ordinary times. */
    long oversleptMillis(long now) {
        long late = full.late(now);
        return late > INTERVALS_UNTIL_STALE * fullInterval ? late : 0;
    }

    /**
     * A round has ended: what fell due while it ran is left out, never made up for.
     *
     * @return as {@link #oversleptMillis}, for the full round that would have been next
     */
    long finished(long now) {
        long overslept = oversleptMillis(now);
        full.skipTo(now);
        if (fast != null) {
            fast.skipTo(now);
        }
        return overslept;
    }
}
