package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.ups.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Goes through the dispatcher every two minutes, and tells when it did not come back. */
final class DispatcherHealth implements Supplier<List<Component>>, AutoCloseable {

    static final long EVERY_SECONDS = 120;
    static final long PATIENCE_MILLIS = 30_000;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("dispatcher-check"));
    private final Clock clock;
    private long begun = -1;

    /**
     * @param turn waits for its turn in the dispatcher, and comes back
     */
    DispatcherHealth(Runnable turn, Clock clock) {
        this.clock = clock;
        thread.scheduleWithFixedDelay(() -> check(turn), 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void check(Runnable turn) {
        begin(clock.monotonicMillis());
        turn.run();
        begin(-1);
    }

    private synchronized void begin(long at) {
        begun = at;
    }

    @Override
    public synchronized List<Component> get() {
        long waits = begun < 0 ? 0 : clock.monotonicMillis() - begun;
        boolean stuck = waits > PATIENCE_MILLIS;
        return List.of(
                new Component(
                        "dispatcher",
                        stuck ? "error" : "ok",
                        stuck ? "Its check has not come back for " + waits / 1000 + " s" : null,
                        null,
                        Map.of()));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
