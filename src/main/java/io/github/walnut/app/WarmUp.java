package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.run.Journal;
import io.github.walnut.virtual.PlayedOutage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a made-up outage once, a while after the start, so that the first real one does not have to
 * wait for code to be loaded and compiled (a third of a second for a thousand targets). While an
 * outage is open it is left out: the real one does the same then.
 */
final class WarmUp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final long SECONDS = 10;

    private final ScheduledExecutorService once =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("warm-up"));
    private volatile boolean closed;
    private final BooleanSupplier outage;
    private final Consumer<Journal.Entry> rehearse;

    /**
     * @param rehearse writes the run that was played and takes it back
     */
    WarmUp(BooleanSupplier outage, Consumer<Journal.Entry> rehearse) {
        this.outage = outage;
        this.rehearse = rehearse;
    }

    /** Begins to wait; its thread ends after the one time. */
    void begin() {
        once.schedule(this::quietly, SECONDS, TimeUnit.SECONDS);
        once.shutdown();
    }

    private void quietly() {
        Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
        try {
            play();
        } catch (RuntimeException e) {
            new RoundFaults(LOG, () -> closed)
                    .tell("The outage for warming up could not be played", e);
        }
    }

    void play() {
        if (!outage.getAsBoolean()) {
            rehearse.accept(PlayedOutage.play());
        }
    }

    @Override
    public void close() {
        closed = true;
        once.shutdownNow();
    }
}
