package io.github.walnut.store;

import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.run.Course;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.HostReading;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs and steps of tests, with every component filled in. */
final class Runs {

    static final Instant AT = TestClock.START;
    static final UUID POLICY = UUID.fromString("0198aa00-0000-7000-8000-000000000001");

    private Runs() {}

    static Event event(UUID id, String edgeKey) {
        return new Event(
                id,
                Event.Type.UPS,
                Event.UPS_STATE,
                "mains_lost",
                Severity.WARN,
                Event.Subject.ups("rack@lab"),
                Map.of("from", List.of("OL"), "to", List.of("OB"), "charge", 81.5),
                AT,
                UUID.randomUUID(),
                UUID.randomUUID(),
                false,
                "rack@lab lost mains",
                edgeKey);
    }

    static Run run(RunState state, int priority, Instant createdAt) {
        return run(UUID.randomUUID(), state, priority, createdAt, null, null);
    }

    static Run run(
            UUID id,
            RunState state,
            int priority,
            Instant createdAt,
            Instant firstDispatchAt,
            String result) {
        return new Run(
                id,
                Run.Kind.EVENT,
                Run.Mode.LIVE,
                POLICY,
                "Stage 1",
                priority,
                3,
                "b".repeat(64),
                "{\"version\":1}",
                "c".repeat(64),
                state,
                state == RunState.ACCEPTED ? "planning" : null,
                result,
                Severity.INFO,
                null,
                "Executed 2 actions",
                "rack@lab",
                event(UUID.randomUUID(), "edge"),
                UUID.randomUUID(),
                UUID.randomUUID(),
                2,
                null,
                List.of(new TriggerState(0, "rack@lab", Trigger.State.MET, AT, null)),
                List.of(new Condition.Result("/conditions/0", 81.5, 0.4, Condition.Verdict.TRUE)),
                List.of(new HostReading("esx-1", true, AT, false)),
                "system",
                1,
                7,
                Course.NONE,
                createdAt,
                firstDispatchAt,
                null,
                state.terminal() ? createdAt.plusSeconds(60) : null);
    }

    static Step step(Run run, int position, StepState state, String key, Instant sentAt) {
        Target target =
                new Target(
                        "esx-1",
                        "vm",
                        "10" + position,
                        "web-" + position,
                        "running",
                        Map.of("cpus", 4),
                        Map.of("tier", "web"),
                        true,
                        false,
                        position == 1);
        return new Step(
                UUID.randomUUID(),
                run.id(),
                position,
                "stop-web",
                position,
                List.of("stop-db"),
                Duration.ofMillis(1500),
                Duration.ofMinutes(3),
                target,
                "vm.lifecycle",
                "shutdown",
                List.of("stop"),
                Map.of("force", false, "grace", 30),
                true,
                io.github.walnut.policy.Policy.Action.OnPowerReturn.FINISH,
                key,
                state,
                "because",
                1,
                List.of(new Step.Attempt(1, "shutdown", sentAt, AT, "UPID:1", null)),
                "running",
                "stopped",
                List.of(new DriverResult.Check("reachable", true, Map.of("ms", 3))),
                List.of(Map.of("level", "state", "status", "stopped")),
                List.of("POST /vm/10/stop"),
                true,
                AT.plusSeconds(180),
                AT.minusMillis(5),
                sentAt,
                AT.plusMillis(40),
                null);
    }

    static Step withId(Step step, UUID id) {
        return new Step(
                id,
                step.runId(),
                step.position(),
                step.actionId(),
                step.stage(),
                step.after(),
                step.delay(),
                step.budget(),
                step.target(),
                step.capability(),
                step.verb(),
                step.escalate(),
                step.params(),
                step.continueOnError(),
                step.onPowerReturn(),
                step.idempotencyKey(),
                step.state(),
                step.reason(),
                step.attempt(),
                step.attempts(),
                step.stateBefore(),
                step.stateAfter(),
                step.preconditions(),
                step.evidence(),
                step.preview(),
                step.would(),
                step.deadlineAt(),
                step.intentAt(),
                step.sentAt(),
                step.acceptedAt(),
                step.endedAt());
    }

    static Step ended(Step step, Instant at) {
        return new Step(
                step.id(),
                step.runId(),
                step.position(),
                step.actionId(),
                step.stage(),
                step.after(),
                step.delay(),
                step.budget(),
                step.target(),
                step.capability(),
                step.verb(),
                step.escalate(),
                step.params(),
                step.continueOnError(),
                step.onPowerReturn(),
                step.idempotencyKey(),
                step.state(),
                step.reason(),
                step.attempt(),
                step.attempts(),
                step.stateBefore(),
                step.stateAfter(),
                step.preconditions(),
                step.evidence(),
                step.preview(),
                step.would(),
                step.deadlineAt(),
                step.intentAt(),
                step.sentAt(),
                step.acceptedAt(),
                at);
    }

    static Obligation obligation(Run run, Step stop) {
        return new Obligation(
                UUID.randomUUID(),
                stop.id(),
                run.id(),
                run.policyId(),
                run.outageId(),
                stop.target(),
                stop.actionId(),
                stop.capability(),
                "start",
                Map.of("confirm", true),
                "running",
                stop.stage(),
                stop.position(),
                Obligation.Status.OPEN,
                null,
                0,
                null,
                AT,
                AT);
    }
}
