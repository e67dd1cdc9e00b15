package io.github.walnut.store;

import io.github.walnut.inventory.Target;
import io.github.walnut.run.Obligation;
import java.sql.SQLException;

/** An obligation as a row of {@code obligations}. */
final class ObligationRows {

    static final String TABLE = "obligations";

    private ObligationRows() {}

    static Columns columns(Obligation obligation) {
        return new Columns()
                .set("id", obligation.id())
                .set("step_id", obligation.stepId())
                .set("execution_id", obligation.runId())
                .set("policy_id", obligation.policyId())
                .set("outage_id", obligation.outageId())
                .set("host_id", obligation.target().hostId())
                .set("target_id", obligation.target().id())
                .json("target", obligation.target())
                .set("action_id", obligation.actionId())
                .set("capability", obligation.capability())
                .set("verb", obligation.verb())
                .json("params", obligation.params())
                .set("state_before", obligation.stateBefore())
                .set("stage", obligation.stage())
                .set("position", obligation.position())
                .set("status", obligation.status())
                .set("recovery_run", obligation.recoveryRun())
                .set("attempts", obligation.attempts())
                .set("reason", obligation.reason())
                .set("opened_at", obligation.createdAt())
                .set("updated_at", obligation.updatedAt());
    }

    static Obligation read(Row row) throws SQLException {
        return new Obligation(
                row.uuid("id"),
                row.uuid("step_id"),
                row.uuid("execution_id"),
                row.uuid("policy_id"),
                row.uuid("outage_id"),
                row.json("target", Target.class),
                row.text("action_id"),
                row.text("capability"),
                row.text("verb"),
                row.object("params"),
                row.text("state_before"),
                row.integer("stage"),
                row.integer("position"),
                row.word("status", Obligation.Status.class),
                row.uuid("recovery_run"),
                row.integer("attempts"),
                row.text("reason"),
                row.instant("opened_at"),
                row.instant("updated_at"));
    }
}
