package io.github.walnut.road;

import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsUpdate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the samples of a round, so that they are written together. */
public final class SampleRound {

    /** More than these do not wait for the store; the oldest go. */
    public static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(SampleRound.class);

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long dropped;

    public synchronized void add(UpsUpdate update) {
        if (update.sample() != null) {
            samples.addLast(update.sample());
            trim();
        }
    }

    /** What came since the last call. */
    public synchronized List<Sample> take() {
        List<Sample> taken = List.copyOf(samples);
        samples.clear();
        return taken;
    }

    /** The store did not take them; they go first the next time. */
    public synchronized void putBack(List<Sample> untaken) {
        for (int i = untaken.size() - 1; i >= 0; i--) {
            samples.addFirst(untaken.get(i));
        }
        trim();
    }

    public synchronized int size() {
        return samples.size();
    }

    /** How many found no room since the start. */
    public synchronized long dropped() {
        return dropped;
    }

    private void trim() {
        if (samples.size() > MOST) {
            LOG.warn("{} samples wait for the store; the oldest are dropped", MOST);
        }
        while (samples.size() > MOST) {
            samples.removeFirst();
            dropped++;
        }
    }
}
