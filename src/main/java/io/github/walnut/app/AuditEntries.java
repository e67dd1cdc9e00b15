package io.github.walnut.app;

import io.github.walnut.api.AuditTrail;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.AuditScope;
import io.github.walnut.store.StoreUnavailableException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the API's callers did, written to the chain of the audit log. */
final class AuditEntries implements AuditTrail {

    private final AuditLog log;
    private final OwnAudit own;
    private final Supplier<String> damaged;
    private final BooleanSupplier outage;

    /**
     * @param own writes what can wait for the store
     * @param damaged what is wrong with the database, or null
     * @param outage whether a UPS is on battery
     */
    AuditEntries(AuditLog log, OwnAudit own, Supplier<String> damaged, BooleanSupplier outage) {
        this.outage = outage;
        this.log = log;
        this.own = own;
        this.damaged = damaged;
    }

    @Override
    public String closed() {
        return damaged.get();
    }

    @Override
    public void settle() {
        log.settle();
    }

    @Override
    public Scope begin(Function<Map<String, Object>, Entry> row) {
        AuditScope scope = AuditScope.begin(log, diff -> stored(row.apply(diff)));
        return new Scope() {
            @Override
            public boolean written() {
                return scope.written();
            }

            @Override
            public boolean told() {
                return scope.told();
            }

            @Override
            public void close() {
                scope.close();
            }
        };
    }

    @Override
    public void write(Entry entry) {
        log.append(stored(entry));
    }

    @Override
    public void writeAhead(Entry entry, boolean urgent) {
        if (urgent) {
            log.appendPromptly(stored(entry));
        } else {
            log.append(stored(entry));
        }
    }

    @Override
    public boolean outage() {
        return outage.getAsBoolean();
    }

    @Override
    public void writeInTime(Entry entry) {
        AuditEntry row = stored(entry);
        try {
            log.append(row);
        } catch (StoreUnavailableException e) {
            own.write(row);
        }
    }

    private static AuditEntry stored(Entry entry) {
        return new AuditEntry(
                entry.actor(),
                entry.actorKind(),
                entry.ip(),
                entry.action(),
                entry.object(),
                entry.outcome(),
                entry.reason(),
                entry.diff(),
                entry.requestId(),
                entry.correlationId());
    }
}
