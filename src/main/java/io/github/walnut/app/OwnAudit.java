package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audit rows of what walNUT does by itself. Nobody waits for them: while the store is away they
 * wait, in order, and are written when it is back.
 */
final class OwnAudit implements AutoCloseable {

    static final String SYSTEM = "system";

    private static final Logger LOG = LoggerFactory.getLogger(OwnAudit.class);
    private static final int AT_ONCE = 100;

    /** Orders that end together send the next ones just then: their rows keep out of the way. */
    private static final long TOGETHER_MILLIS = 250;

    private static final long AGAIN_MILLIS = 1_000;
    private static final long LAST_WAIT_SECONDS = 5;

    private final ConcurrentLinkedQueue<AuditEntry> waiting = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("audit"));
    private final AtomicBoolean planned = new AtomicBoolean();
    private final AuditLog log;
    private volatile Future<?> next;

    OwnAudit(AuditLog log) {
        this.log = log;
    }

    /**
     * @param actor {@link #SYSTEM}, or the person, token or route for which it is done
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
                        kind(actor),
                        null,
                        action,
                        object,
                        outcome,
                        reason,
                        facts,
                        null,
                        correlation == null ? null : correlation.toString()));
    }

    /** Of which kind an actor is, by the form of its name. */
    static String kind(String actor) {
        if (SYSTEM.equals(actor)) {
            return SYSTEM;
        }
        if (actor.startsWith("route ")) {
            return "route";
        }
        return actor.contains(":") ? "token" : "user";
    }

    void write(AuditEntry row) {
        waiting.add(row);
        if (planned.compareAndSet(false, true)) {
            next = thread.schedule(this::drain, TOGETHER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What has come together meanwhile shares a transaction. */
    private void drain() {
        planned.set(false);
        while (!waiting.isEmpty()) {
            List<AuditEntry> rows = waiting.stream().limit(AT_ONCE).toList();
            try {
                append(rows);
            } catch (StoreUnavailableException e) {
                LOG.warn("{} audit rows wait for the store: {}", waiting.size(), e.getMessage());
                later();
                return;
            }
        }
    }

    private void append(List<AuditEntry> rows) {
        try {
            log.append(rows);
            rows.forEach(row -> waiting.remove());
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            if (rows.size() == 1) {
                LOG.error("The store refused the audit row {}", rows.get(0), e);
                waiting.remove();
            } else {
                rows.forEach(row -> append(List.of(row)));
            }
        }
    }

    private void later() {
        if (!thread.isShutdown()) {
            thread.schedule(this::drain, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        if (next != null) {
            next.cancel(false);
        }
        thread.execute(this::drain);
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
