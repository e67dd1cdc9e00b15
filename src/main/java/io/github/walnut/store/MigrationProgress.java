package io.github.walnut.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of a migration of a file with content that it goes on, and which step takes its time. */
final class MigrationProgress implements Callback, AutoCloseable {

    static final Duration USUAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(MigrationProgress.class);
    private static final long MIB = 1 << 20;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(MigrationProgress::thread);
    private final Path log;
    private final long begun = System.nanoTime();
    private volatile String step = "the beginning";

    /**
     * @param every so often it is told
     */
    MigrationProgress(DatabasePath path, Duration every) {
        log = path.file().resolveSibling(path.file().getFileName() + "-wal");
        timer.scheduleAtFixedRate(
                this::tell, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "migration-progress");
        thread.setDaemon(true);
        return thread;
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }

    private void tell() {
        LOG.info(
                "The migration goes on since {} s, at {}; {} MiB are written",
                seconds(),
                step,
                size() / MIB);
    }

    /** What is written stands beside the file until the migration is complete. */
    private long size() {
        try {
            return Files.size(log);
        } catch (IOException notYet) {
            return 0;
        }
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        step =
                "step "
                        + context.getMigrationInfo().getVersion()
                        + " ("
                        + context.getMigrationInfo().getDescription()
                        + ")";
    }

    @Override
    public String getCallbackName() {
        return "progress";
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
