package io.github.walnut.store;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The audit row of what a thread is about to do. It is written in the first transaction of the
 * journal that the thread makes: the row and that effect stand or fall together, and what the
 * thread does later has its row already.
 */
public final class AuditScope implements AutoCloseable {

    private static final ThreadLocal<AuditScope> PRESENT = new ThreadLocal<>();

    private final AuditLog log;
    private final Function<Map<String, Object>, AuditEntry> row;
    private Map<String, Object> diff;
    private boolean written;

    private AuditScope(AuditLog log, Function<Map<String, Object>, AuditEntry> row) {
        this.log = log;
        this.row = row;
    }

    /**
     * Begins one on this thread.
     *
     * @param row makes it of what has changed, which may be null
     */
    public static AuditScope begin(AuditLog log, Function<Map<String, Object>, AuditEntry> row) {
        AuditScope scope = new AuditScope(log, row);
        PRESENT.set(scope);
        return scope;
    }

    /** What is about to change, secrets masked; without a scope it is nobody's business. */
    public static void tell(Map<String, Object> changes) {
        AuditScope scope = PRESENT.get();
        if (scope != null && !scope.written) {
            scope.diff = changes;
        }
    }

    /** What this writes is not yet the effect, which may still be refused. */
    public static <T> T apart(Supplier<T> work) {
        AuditScope scope = PRESENT.get();
        PRESENT.remove();
        try {
            return work.get();
        } finally {
            if (scope != null) {
                PRESENT.set(scope);
            }
        }
    }

    /** That of this thread, while its row is not written; else null. */
    static AuditScope waiting(Lane lane) {
        AuditScope scope = lane == Lane.JOURNAL ? PRESENT.get() : null;
        return scope == null || scope.written ? null : scope;
    }

    /** This thread has written a part of what it was asked for. */
    static boolean underWay() {
        AuditScope scope = PRESENT.get();
        return scope != null && scope.written;
    }

    /** The work and the row in one transaction. */
    <T> Function<JdbcClient, T> with(Function<JdbcClient, T> work) {
        AuditEntry entry = row.apply(diff);
        return tx -> {
            T result = work.apply(tx);
            log.append(entry);
            return result;
        };
    }

    void committed() {
        written = true;
    }

    /** The row is in the store. */
    public boolean written() {
        return written;
    }

    /** It holds what was told. */
    public boolean told() {
        return diff != null;
    }

    @Override
    public void close() {
        PRESENT.remove();
    }
}
