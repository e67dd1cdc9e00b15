package io.github.walnut.store;

import io.github.walnut.policy.Condition;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.run.Course;
import io.github.walnut.run.HostReading;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Severity;
import java.sql.SQLException;

/** A run as a row of {@code policy_executions}. */
final class RunRows {

    static final String TABLE = "policy_executions";

    private RunRows() {}

    /**
     * @param epoch of the writer; a resumed run passes over to the process that writes it
     */
    static Columns columns(Run run, long epoch) {
        return new Columns()
                .set("id", run.id())
                .set("kind", run.kind())
                .set("mode", run.mode())
                .set("policy_id", run.policyId())
                .set("policy_name", run.policyName())
                .set("priority", run.priority())
                .set("version_int", run.versionInt())
                .set("behaviour_hash", run.behaviourHash())
                .set("snapshot", run.snapshot())
                .set("plan_hash", run.planHash())
                .set("state", run.state())
                .set("phase", run.phase())
                .set("result", run.result())
                .set("severity", run.severity())
                .set("reason", run.reason())
                .set("summary", run.summary())
                .set("event_id", run.event() == null ? null : run.event().id())
                .json("event", run.event())
                .set("correlation_id", run.correlationId())
                .set("outage_id", run.outageId())
                .set("episode", run.episode())
                .set("ups_id", run.upsId())
                .set("parent_run", run.parentRun())
                .json("trigger_states", run.triggers())
                .json("conditions", run.conditions())
                .json("inventory", run.inventory())
                .set("epoch", epoch)
                .set("run_seq", run.runSeq())
                .json("course", run.course())
                .set("actor", run.actor())
                .set("created_at", run.createdAt())
                .set("first_dispatch_at", run.firstDispatchAt())
                .set("committed_at", run.committedAt())
                .set("ended_at", run.endedAt());
    }

    static Run read(Row row) throws SQLException {
        return new Run(
                row.uuid("id"),
                row.word("kind", Run.Kind.class),
                row.word("mode", Run.Mode.class),
                row.uuid("policy_id"),
                row.text("policy_name"),
                row.integer("priority"),
                row.integer("version_int"),
                row.text("behaviour_hash"),
                row.text("snapshot"),
                row.text("plan_hash"),
                row.word("state", RunState.class),
                row.text("phase"),
                row.text("result"),
                row.word("severity", Severity.class),
                row.text("reason"),
                row.text("summary"),
                row.text("ups_id"),
                row.json("event", Event.class),
                row.uuid("correlation_id"),
                row.uuid("outage_id"),
                row.integer("episode"),
                row.uuid("parent_run"),
                row.list("trigger_states", TriggerState.class),
                row.list("conditions", Condition.Result.class),
                row.list("inventory", HostReading.class),
                row.text("actor"),
                row.number("epoch"),
                row.number("run_seq"),
                course(row),
                row.instant("created_at"),
                row.instant("first_dispatch_at"),
                row.instant("committed_at"),
                row.instant("ended_at"));
    }

    /** Runs of earlier versions have none. */
    private static Course course(Row row) throws SQLException {
        Course course = row.json("course", Course.class);
        return course == null ? Course.NONE : course;
    }
}
