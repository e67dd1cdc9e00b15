package io.github.walnut.app;

import io.github.walnut.run.Hold;
import io.github.walnut.run.HoldChange;
import io.github.walnut.run.Reasons;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.store.AuditEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Audit rows of runs: each begin and end, what came of each order, what walNUT leaves out or tries
 * again by itself, and the end of holds. What people ask for leaves a row of its own where they
 * ask.
 */
final class RunAudit implements RunListener {

    private final OwnAudit audit;

    RunAudit(OwnAudit audit) {
        this.audit = audit;
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        switch (type) {
            case "run.created" -> audit.write(begin(run));
            case "run.closed" ->
                    audit.write(
                            OwnAudit.SYSTEM,
                            "run-end",
                            run.id().toString(),
                            String.valueOf(run.result()),
                            run.summary(),
                            facts(run),
                            run.correlationId());
            case "step.state" -> changed.forEach(step -> changed(run, step));
            default -> {}
        }
    }

    /** A run that an event led to was begun by its policy. */
    private static AuditEntry begin(Run run) {
        boolean ofPolicy = run.kind() == Run.Kind.EVENT && OwnAudit.SYSTEM.equals(run.actor());
        return new AuditEntry(
                run.actor(),
                ofPolicy ? "policy" : OwnAudit.kind(run.actor()),
                null,
                "run-begin",
                run.id().toString(),
                "ok",
                run.reason(),
                facts(run),
                null,
                run.correlationId() == null ? null : run.correlationId().toString());
    }

    private void changed(Run run, Step step) {
        if (run.mode() == Run.Mode.LIVE && step.intentAt() != null && RunBook.settled(step)) {
            write(run, step, "step-end", step.state().word(), step.reason());
        }
        if (step.state() == StepState.INTENT && step.attempt() > 1) {
            write(run, step, "step-retry", "ok", "attempt " + step.attempt());
        }
        if (step.state() == StepState.SKIPPED && !Reasons.BY_USER.equals(step.reason())) {
            write(run, step, "step-skip", "ok", step.reason());
        }
    }

    private void write(Run run, Step step, String action, String outcome, String reason) {
        Map<String, Object> facts = facts(run);
        facts.put("step_id", step.id().toString());
        facts.put("target", step.target().hostId() + "/" + step.target().id());
        facts.put("verb", step.capability() + ":" + step.verb());
        facts.put("idempotency_key", step.idempotencyKey());
        facts.put("attempts", step.attempt());
        audit.write(
                OwnAudit.SYSTEM,
                action,
                run.id().toString(),
                outcome,
                reason,
                facts,
                run.correlationId());
    }

    /**
     * @param run null for a hold of all
     */
    void held(HoldChange change, Hold hold, Run run) {
        if (change != HoldChange.ENDED) {
            return;
        }
        audit.write(
                OwnAudit.SYSTEM,
                "hold-end",
                run == null ? null : run.id().toString(),
                "ok",
                hold.reason(),
                Map.of(
                        "by", hold.by(),
                        "by_kind", hold.kind() == null ? "user" : hold.kind(),
                        "until", hold.until().toString()),
                run == null ? null : run.correlationId());
    }

    /** A rehearsal: it tells no listener. */
    void rehearsed(Run run) {
        audit.write(
                run.actor(),
                "run-rehearse",
                run.id().toString(),
                String.valueOf(run.result()),
                run.summary(),
                facts(run),
                run.correlationId());
    }

    private static Map<String, Object> facts(Run run) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", run.kind().word());
        facts.put("mode", run.mode().word());
        facts.put("policy_id", run.policyId() == null ? null : run.policyId().toString());
        facts.put("version_int", run.versionInt());
        facts.put("ups_id", run.upsId());
        return facts;
    }
}
