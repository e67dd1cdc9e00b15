package io.github.walnut.store;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/** How long the last commits of one connection took. Written by one thread. */
public final class CommitTimes {

    private static final int KEPT = 512;

    private final long[] nanos = new long[KEPT];
    private int known;
    private int next;
    private volatile Consumer<Duration> listener = took -> {};

    /** Who hears of each commit; it must not block. */
    public void onCommit(Consumer<Duration> newListener) {
        listener = newListener;
    }

    void took(long commitNanos) {
        synchronized (this) {
            nanos[next] = commitNanos;
            next = (next + 1) % KEPT;
            known = Math.min(KEPT, known + 1);
        }
        listener.accept(Duration.ofNanos(commitNanos));
    }

    /** Of the last 512; zero before the first. */
    public synchronized Duration p99() {
        return known == 0 ? Duration.ZERO : within(0.99);
    }

    /**
     * @param share 0…1, the share of the last 512 that took no longer
     * @return milliseconds; null before the first
     */
    synchronized Double percentile(double share) {
        return known == 0 ? null : (Double) (within(share).toNanos() / 1e6);
    }

    private Duration within(double share) {
        long[] sorted = Arrays.copyOf(nanos, known);
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[(int) Math.ceil(known * share) - 1]);
    }
}
