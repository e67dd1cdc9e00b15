package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at every component now and then, so that a scrape finds what it tells in memory. */
final class HealthRound implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthRound.class);
    private static final long SECONDS = 10;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("health"));

    HealthRound(SystemState system) {
        timer.scheduleWithFixedDelay(() -> look(system), 0, SECONDS, TimeUnit.SECONDS);
    }

    private void look(SystemState system) {
        try {
            system.components();
        } catch (RuntimeException e) {
            new RoundFaults(LOG, timer::isShutdown).tell("Health cannot be told", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
