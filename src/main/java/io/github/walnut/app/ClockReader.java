package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.ups.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads the clock several times a second, so that it knows when the process stood still. */
final class ClockReader implements AutoCloseable {

    private static final long EVERY_MILLIS = 200;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("clock-reader"));

    ClockReader(Clock clock) {
        thread.scheduleWithFixedDelay(
                clock::runningMillis, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
