package io.github.walnut.app;

import io.github.walnut.api.AuditReads;
import io.github.walnut.api.AuditTrail;
import io.github.walnut.api.Page;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.InvalidCursorException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the audit log for the API, checks it soon after the start and daily, remembers the newest
 * row that it saw, and tells its head to the program's log hourly and at the end: whoever cuts rows
 * off has to forge that log as well.
 */
final class AuditWatch implements AuditReads, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditWatch.class);
    private static final Duration HEAD_EVERY = Duration.ofHours(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration FIRST_CHECK = Duration.ofMinutes(1);
    private static final Duration CHECK_EVERY = Duration.ofDays(1);
    private static final long LAST_WAIT_SECONDS = 5;

    private final AuditLog log;
    private final BiConsumer<String, String> trouble;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("audit-watch"));
    private volatile AuditLog.Head newest;
    private volatile Boolean sound;

    /**
     * @param trouble takes status and message of the component; a null message says all is well
     */
    AuditWatch(AuditLog log, BiConsumer<String, String> trouble) {
        this.log = log;
        this.trouble = trouble;
    }

    void start() {
        every(Duration.ZERO, HEAD_EVERY, this::tellHead);
        every(LOOK_EVERY, LOOK_EVERY, this::remember);
        every(FIRST_CHECK, CHECK_EVERY, this::verify);
    }

    private void every(Duration first, Duration period, Runnable work) {
        thread.scheduleWithFixedDelay(
                () -> guarded(work), first.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("The audit log cannot be read now: {}", e.getMessage());
        }
    }

    private void tellHead() {
        log.sign();
        remember();
        log.head().ifPresent(head -> LOG.info("Audit head: row {} {}", head.seq(), head.hash()));
    }

    /** One that is gone stays in memory, so that the next check finds that it is. */
    void remember() {
        if (newest == null || log.holds(newest)) {
            log.head().ifPresent(head -> newest = head);
        }
    }

    /** The newest check found nothing; null before the first one. */
    Boolean sound() {
        return sound;
    }

    @Override
    public Verification verify() {
        AuditLog.Verification found = log.verify(newest);
        sound = found.ok();
        if (found.ok()) {
            trouble.accept("ok", null);
        } else {
            LOG.error("The audit log is not as it was written from row {} on", found.badSeq());
            trouble.accept("error", "Not as it was written from row " + found.badSeq() + " on");
        }
        return verification(found);
    }

    static Verification verification(AuditLog.Verification found) {
        return new Verification(found.ok(), found.rows(), found.badSeq(), found.checkpointAt());
    }

    @Override
    public Page<Row> page(Filter filter, String cursor, int limit) {
        return page(log, filter, cursor, limit);
    }

    static Page<Row> page(AuditLog log, Filter filter, String cursor, int limit) {
        try {
            io.github.walnut.store.Page<AuditLog.AuditRow> page =
                    log.page(stored(filter), cursor, limit);
            return new Page<>(
                    page.items().stream().map(AuditWatch::row).toList(), page.nextCursor());
        } catch (InvalidCursorException e) {
            throw new Problem(ProblemCode.INVALID_CURSOR, e.getMessage());
        }
    }

    @Override
    public long count(Filter filter) {
        return log.count(stored(filter));
    }

    private static AuditLog.Filter stored(Filter filter) {
        return new AuditLog.Filter(
                filter.from(), filter.to(), filter.actor(), filter.action(), filter.object());
    }

    private static Row row(AuditLog.AuditRow row) {
        AuditEntry entry = row.entry();
        return new Row(
                row.seq(),
                row.at(),
                new AuditTrail.Entry(
                        entry.actor(),
                        entry.actorKind(),
                        entry.ip(),
                        entry.action(),
                        entry.object(),
                        entry.outcome(),
                        entry.reason(),
                        entry.diff(),
                        entry.requestId(),
                        entry.correlationId()),
                row.hash());
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LAST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A check of the audit log did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        guarded(this::tellHead);
    }
}
