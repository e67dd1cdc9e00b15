package io.github.walnut.app;

import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.store.AuditLog;
import java.util.List;

/** The audit rows of runs, for what is measured without a whole server. */
public final class AuditOfRuns implements RunListener, AutoCloseable {

    private final OwnAudit own;
    private final RunAudit runs;

    public AuditOfRuns(AuditLog log) {
        own = new OwnAudit(log);
        runs = new RunAudit(own);
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        runs.changed(type, run, changed);
    }

    @Override
    public void close() {
        own.close();
    }
}
