package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.StoreUnavailableException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audit rows of what walNUT does by itself. Nobody waits for them: while the store is away they
 * wait, in order, and are written when it is back.
 */
final class OwnAudit implements AutoCloseable {

    static final String SYSTEM = "system";

    private static final Logger LOG = LoggerFactory.getLogger(OwnAudit.class);
    private static final long AGAIN_MILLIS = 1_000;
    private static final long LAST_WAIT_SECONDS = 5;

    private final ConcurrentLinkedQueue<AuditEntry> waiting = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("audit"));
    private final AuditLog log;

    OwnAudit(AuditLog log) {
        this.log = log;
    }

    /**
     * @param actor {@link #SYSTEM}, or the person for whom it is done
     * @param object what it is done to
     * @param outcome how it came out
     * @param reason or null
     * @param correlation of the run, or null
     */
    void write(
            String actor,
            String action,
            String object,
            String outcome,
            String reason,
            Map<String, Object> facts,
            UUID correlation) {
        write(
                new AuditEntry(
                        actor,
                        SYSTEM.equals(actor) ? SYSTEM : "user",
                        null,
                        action,
                        object,
                        outcome,
                        reason,
                        facts,
                        null,
                        correlation == null ? null : correlation.toString()));
    }

    void write(AuditEntry row) {
        waiting.add(row);
        thread.execute(this::drain);
    }

    private void drain() {
        for (AuditEntry next = waiting.peek(); next != null; next = waiting.peek()) {
            try {
                log.append(next);
            } catch (StoreUnavailableException e) {
                LOG.warn("{} audit rows wait for the store: {}", waiting.size(), e.getMessage());
                later();
                return;
            } catch (RuntimeException e) {
                LOG.error("The store refused the audit row {}", next, e);
            }
            waiting.remove();
        }
    }

    private void later() {
        if (!thread.isShutdown()) {
            thread.schedule(this::drain, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("{} audit rows could not be written before the end", waiting.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
