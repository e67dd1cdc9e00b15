package io.github.walnut.road;

import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsUpdate;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the samples of a round, so that they are written together. */
public final class SampleRound {

    private static final Logger LOG = LoggerFactory.getLogger(SampleRound.class);
    private static final int MOST = 10_000;

    private final List<Sample> samples = new ArrayList<>();

    public synchronized void add(UpsUpdate update) {
        if (update.sample() == null) {
            return;
        }
        if (samples.size() >= MOST) {
            LOG.warn("{} samples wait for the store; the oldest is dropped", MOST);
            samples.remove(0);
        }
        samples.add(update.sample());
    }

    /** What came since the last call. */
    public synchronized List<Sample> take() {
        List<Sample> taken = List.copyOf(samples);
        samples.clear();
        return taken;
    }
}
