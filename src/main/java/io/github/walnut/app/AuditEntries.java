package io.github.walnut.app;

import io.github.walnut.api.AuditTrail;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import java.util.function.Supplier;

/** What the API's callers did, written to the chain of the audit log. */
final class AuditEntries implements AuditTrail {

    private final AuditLog log;
    private final Supplier<String> damaged;

    /**
     * @param damaged what is wrong with the database, or null
     */
    AuditEntries(AuditLog log, Supplier<String> damaged) {
        this.log = log;
        this.damaged = damaged;
    }

    @Override
    public String closed() {
        return damaged.get();
    }

    @Override
    public void write(Entry entry) {
        log.append(
                new AuditEntry(
                        entry.actor(),
                        entry.actorKind(),
                        entry.ip(),
                        entry.action(),
                        entry.object(),
                        entry.outcome(),
                        entry.reason(),
                        entry.diff(),
                        entry.requestId(),
                        entry.correlationId()));
    }
}
