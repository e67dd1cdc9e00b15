package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether routes of operators and uploaded types stay stopped, since they may be why the program
 * ended (SEC-94). All else of walNUT starts as ever.
 */
final class SafeStart implements AutoCloseable, Supplier<List<Component>> {

    /** An end within this time of a start is an early one. */
    static final Duration EARLY = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(SafeStart.class);
    private static final String NAME = "safe_start";
    private static final String STOPPED = "Operators' routes and uploaded types are stopped: ";
    private static final String ON =
            ". Start routes by 'walnut routes start ID' and types by 'walnut integrations rescan'."
                    + " At the next start they start by themselves, once this run has lasted five"
                    + " minutes";

    private static final String LEFT =
            "An administrator started what was stopped; the rest starts with the next start";

    private final StartHistory history;
    private final Instant since;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean left;

    private SafeStart(StartHistory history, Instant since) {
        this.history = history;
        this.since = since;
    }

    /**
     * @param folder of the data
     * @param early how long an end counts as an early one
     */
    static SafeStart begin(Path folder, Duration early, Clock clock) throws IOException {
        SafeStart start = new SafeStart(StartHistory.begin(folder), clock.now());
        start.history.safe().ifPresent(reason -> LOG.error("{}{}{}", STOPPED, reason, ON));
        Thread settling = new Thread(() -> start.settle(early), "start-settled");
        settling.setDaemon(true);
        settling.start();
        return start;
    }

    private void settle(Duration early) {
        try {
            if (!closed.await(early.toMillis(), TimeUnit.MILLISECONDS)) {
                history.settled();
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be written", StartHistory.FILE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why this is a safe start, when it is one that nobody has left. */
    Optional<String> reason() {
        return left ? Optional.empty() : history.safe();
    }

    boolean safe() {
        return reason().isPresent();
    }

    /** An administrator started something that was stopped. */
    void leave() {
        if (safe()) {
            left = true;
            LOG.info("The safe start is left: the next start is an ordinary one");
            try {
                history.left();
            } catch (IOException e) {
                LOG.warn(
                        "{} cannot be written: the next start is a safe one too",
                        StartHistory.FILE,
                        e);
            }
        }
    }

    /** The component of the system's state, as long as things are stopped. */
    @Override
    public List<Component> get() {
        return history.safe().map(this::component).stream().toList();
    }

    private Component component(String why) {
        return left
                ? new Component(NAME, "ok", LEFT, since, Map.of())
                : new Component(NAME, "degraded", STOPPED + why + ON, since, Map.of());
    }

    /** The program is asked to end: from here on no end of this run is an early one. */
    void stopping() {
        if (closed.getCount() == 0) {
            return;
        }
        try {
            history.stopped();
        } catch (IOException e) {
            LOG.warn("{} cannot be written: this stop counts as an end", StartHistory.FILE, e);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        history.close();
    }
}
