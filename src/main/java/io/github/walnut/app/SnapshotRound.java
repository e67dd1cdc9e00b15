package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.store.Database;
import io.github.walnut.store.StateSnapshots;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a snapshot of what protection needs when it has changed, once a minute at most, and each
 * hour in any case; looks at every page of the database once a day.
 */
final class SnapshotRound implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotRound.class);
    private static final int MINUTES_AN_HOUR = 60;
    private static final int LAST_WAIT_SECONDS = 5;
    private static final int MINUTES_A_DAY = 24 * MINUTES_AN_HOUR;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("snapshot"));
    private final RoundFaults faults =
            new RoundFaults(LOG, () -> thread.isShutdown() && !thread.isTerminated());
    private final Database database;
    private final StateSnapshots snapshots;
    private int minutes;

    SnapshotRound(Database database, StateSnapshots snapshots) {
        this.database = database;
        this.snapshots = snapshots;
    }

    /** The first one is taken now. */
    void start() {
        thread.scheduleWithFixedDelay(this::round, 0, 1, TimeUnit.MINUTES);
    }

    private void round() {
        if (database.damaged() != null) {
            return;
        }
        try {
            snapshots.take(database, minutes % MINUTES_AN_HOUR == 0);
            if (minutes % MINUTES_A_DAY == MINUTES_A_DAY - 1) {
                lookAtPages();
            }
            minutes++;
        } catch (IOException | RuntimeException e) {
            faults.tell("The snapshot of the present state failed", e);
        }
    }

    private void lookAtPages() {
        List<String> wrong = database.health().pages();
        if (!wrong.isEmpty()) {
            database.damage().begin(wrong.get(0));
        }
    }

    /** What has changed in the last minute is kept as well. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        if (thread.awaitTermination(LAST_WAIT_SECONDS, TimeUnit.SECONDS)) {
            round();
        }
    }
}
