package io.github.walnut.app;

import io.github.walnut.api.AuditTrail;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;

/** What the API's callers did, written to the chain of the audit log. */
final class AuditEntries implements AuditTrail {

    private final AuditLog log;

    AuditEntries(AuditLog log) {
        this.log = log;
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
