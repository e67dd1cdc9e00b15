package io.github.walnut.store;

import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A step as a row of {@code policy_actions}. */
final class StepRows {

    static final String TABLE = "policy_actions";

    private static final Told NOTHING = new Told(List.of(), List.of(), false);

    /** So it stands for every step of a new run. */
    private static final String NOTHING_TOLD = Json.write(NOTHING);

    private StepRows() {}

    /** What the plan fixed and no query asks for. */
    private record Planned(
            Target target,
            Duration delay,
            Duration budget,
            List<String> escalate,
            boolean continueOnError,
            OnPowerReturn onPowerReturn) {}

    /** What the driver said before the call. */
    private record Told(
            List<DriverResult.Check> preconditions, List<Object> preview, boolean would) {}

    static Columns columns(Step step) {
        return changes(
                new Columns()
                        .set("id", step.id())
                        .set("execution_id", step.runId())
                        .set("action_id", step.actionId())
                        .json("after", step.after())
                        .set("host_id", step.target().hostId())
                        .set("target_id", step.target().id())
                        .set("target_name", step.target().name())
                        .set("capability", step.capability())
                        .json("params", step.params()),
                step);
    }

    /** What may differ from what the row of this step holds already. */
    static Columns changing(Step step) {
        return changes(new Columns(), step);
    }

    private static Columns changes(Columns columns, Step step) {
        return columns.set("position", step.position())
                .set("stage", step.stage())
                .set("verb", step.verb())
                .json("plan", planned(step))
                .set("state", step.state())
                .set("reason", step.reason())
                .set("attempt", step.attempt())
                .json("attempts", step.attempts())
                .set("key", step.idempotencyKey())
                .set("state_before", step.stateBefore())
                .set("state_after", step.stateAfter())
                .json("evidence", step.evidence())
                .set("result", told(step))
                .set("deadline_at", step.deadlineAt())
                .set("intent_at", step.intentAt())
                .set("sent_at", step.sentAt())
                .set("accepted_at", step.acceptedAt())
                .set("ended_at", step.endedAt());
    }

    private static String told(Step step) {
        Told told = new Told(step.preconditions(), step.preview(), step.would());
        return told.equals(NOTHING) ? NOTHING_TOLD : Json.write(told);
    }

    private static Planned planned(Step step) {
        return new Planned(
                step.target(),
                step.delay(),
                step.budget(),
                step.escalate(),
                step.continueOnError(),
                step.onPowerReturn());
    }

    static Step read(Row row) throws SQLException {
        Planned planned = row.json("plan", Planned.class);
        Told told = row.json("result", Told.class);
        return new Step(
                row.uuid("id"),
                row.uuid("execution_id"),
                row.integer("position"),
                row.text("action_id"),
                row.integer("stage"),
                row.list("after", String.class),
                planned.delay(),
                planned.budget(),
                planned.target(),
                row.text("capability"),
                row.text("verb"),
                planned.escalate(),
                row.object("params"),
                planned.continueOnError(),
                planned.onPowerReturn(),
                row.text("key"),
                row.word("state", StepState.class),
                row.text("reason"),
                row.integer("attempt"),
                row.list("attempts", Step.Attempt.class),
                row.text("state_before"),
                row.text("state_after"),
                told.preconditions(),
                evidence(row),
                told.preview(),
                told.would(),
                row.instant("deadline_at"),
                row.instant("intent_at"),
                row.instant("sent_at"),
                row.instant("accepted_at"),
                row.instant("ended_at"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> evidence(Row row) throws SQLException {
        return (List<Map<String, Object>>) (List<?>) row.list("evidence", Map.class);
    }
}
