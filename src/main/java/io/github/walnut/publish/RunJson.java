package io.github.walnut.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Gate;
import io.github.walnut.run.HostReading;
import io.github.walnut.run.PlanStage;
import io.github.walnut.run.PowerReading;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The one JSON form of a run and of its steps. */
public final class RunJson {

    private final Json json;
    private final EventJson events;

    public RunJson(Json json) {
        this.json = json;
        this.events = new EventJson(json);
    }

    /** The record with its steps and their number by state. */
    public ObjectNode write(Run run, List<Step> steps) {
        ObjectNode node = writeWithoutSteps(run, steps);
        node.set("facts", facts(run.course().facts(), run.createdAt()));
        node.set("steps", json.array(steps, this::write));
        return node;
    }

    /** As in lists: the steps are counted by state and left out. */
    public ObjectNode writeWithoutSteps(Run run, List<Step> steps) {
        ObjectNode node = json.object();
        node.put("id", Json.id(run.id()));
        node.put("kind", run.kind().word());
        node.put("mode", run.mode().word());
        outcome(node, run);
        origin(node, run);
        node.set("triggers", json.array(run.triggers(), this::write));
        node.set("conditions", json.array(run.conditions(), this::write));
        node.set("inventory", json.array(run.inventory(), this::write));
        node.set("gates", json.array(run.course().gates(), this::write));
        node.put("actor", run.actor());
        node.put("forced", run.course().forced());
        node.put("cancelled_by", run.course().cancelledBy());
        node.put("run_seq", run.runSeq());
        node.put("created_at", Json.at(run.createdAt()));
        node.put("first_dispatch_at", Json.at(run.firstDispatchAt()));
        node.put("committed_at", Json.at(run.committedAt()));
        node.put("held_until", heldUntil(run));
        node.put("ended_at", Json.at(run.endedAt()));
        node.set("counts", json.tree(counts(steps)));
        return node;
    }

    /** A change of a run as it is told live; the record travels with the first and the last one. */
    public ObjectNode change(String type, Run run, List<Step> changed) {
        ObjectNode node = json.object();
        node.put("run_id", Json.id(run.id()));
        node.put("run_seq", run.runSeq());
        node.put("state", run.state().word());
        node.put("phase", run.phase());
        node.put("result", run.result());
        node.put("held_until", heldUntil(run));
        if (type.equals("run.created") || type.equals("run.closed")) {
            node.set("run", write(run, changed));
        }
        if (type.equals("step.state")) {
            node.set("steps", json.array(changed, this::write));
            if (changed.size() == 1) {
                node.set("step", write(changed.get(0)));
            }
        }
        return node;
    }

    /** When what the run waits for is over, as it is told live. */
    public ObjectNode countdown(Run run, List<Countdown> ends) {
        ObjectNode node = json.object();
        node.put("run_id", Json.id(run.id()));
        node.put("run_seq", run.runSeq());
        node.set("ends", json.array(ends, this::write));
        return node;
    }

    private ObjectNode write(Countdown end) {
        return json.object()
                .put("kind", end.kind().word())
                .put("stage", end.stage())
                .put("action_id", end.actionId())
                .put("at", Json.at(end.at()));
    }

    public ObjectNode write(Step step) {
        ObjectNode node = json.object();
        node.put("id", Json.id(step.id()));
        node.put("index", step.position());
        node.put("action_id", step.actionId());
        node.put("stage", step.stage());
        node.put("host_id", step.target().hostId());
        node.put("target_id", step.target().id());
        node.put("target_name", step.target().name());
        node.put("capability", step.capability());
        node.put("verb", step.verb());
        node.set("params", json.tree(step.params()));
        node.put("state", step.state().word());
        node.put("reason", step.reason());
        node.put("idempotency_key", step.idempotencyKey());
        node.put("deadline_at", Json.at(step.deadlineAt()));
        node.put("started_at", Json.at(step.intentAt()));
        node.put("ended_at", Json.at(step.endedAt()));
        node.set("attempts", json.array(step.attempts(), this::write));
        node.set("evidence", json.tree(step.evidence()));
        node.set("preconditions", json.array(step.preconditions(), this::write));
        node.set("preview", json.tree(step.preview()));
        node.put("would", step.would());
        node.put("state_before", step.stateBefore());
        node.put("state_after", step.stateAfter());
        node.put("duration_ms", duration(step));
        return node;
    }

    public ObjectNode write(TriggerState trigger) {
        ObjectNode node = json.object();
        node.put("index", trigger.index());
        node.put("subject", trigger.subject());
        node.put("state", trigger.state().name().toLowerCase(Locale.ROOT));
        node.put("since", Json.at(trigger.since()));
        node.put("due_at", Json.at(trigger.dueAt()));
        node.set("value", json.tree(trigger.value()));
        node.put("age_seconds", trigger.ageSeconds());
        return node;
    }

    public ObjectNode write(Condition.Result condition) {
        ObjectNode node = json.object();
        node.put("pointer", condition.pointer());
        node.set("value", json.tree(condition.value()));
        node.put("age_seconds", condition.ageSeconds());
        node.put("verdict", condition.verdict().name().toLowerCase(Locale.ROOT));
        return node;
    }

    public ObjectNode write(HostReading reading) {
        return json.object()
                .put("host_id", reading.hostId())
                .put("refreshed", reading.refreshed())
                .put("at", Json.at(reading.at()))
                .put("stale", reading.stale());
    }

    public ObjectNode write(Gate gate) {
        return json.object()
                .put("gate", gate.kind().word())
                .put("open", gate.open())
                .put("opens_at", Json.at(gate.opensAt()))
                .put("detail", gate.detail());
    }

    /** One stage of the plan in time. */
    public ObjectNode write(PlanStage stage) {
        return json.object()
                .put("stage", stage.stage())
                .put("steps", stage.steps())
                .put("hosts", stage.hosts())
                .put("planned_start_at", Json.at(stage.plannedStartAt()))
                .put("opened_at", Json.at(stage.openedAt()))
                .put("budget_seconds", stage.budget().toMillis() / 1000.0)
                .put("estimate_seconds", stage.estimate().toMillis() / 1000.0);
    }

    private JsonNode facts(PowerReading read, Instant begun) {
        if (read == null) {
            return NullNode.getInstance();
        }
        ObjectNode node = json.object();
        node.put("ups_id", read.upsId());
        node.put("at", Json.at(read.at()));
        node.put("age_seconds", Duration.between(read.at(), begun).toMillis() / 1000.0);
        node.put("reachable", read.reachable());
        node.put("power_source", read.powerSource());
        node.set("states", json.tree(read.states()));
        node.put("on_battery_seconds", read.onBatterySeconds());
        node.set("values", json.tree(read.values()));
        return node;
    }

    private static void outcome(ObjectNode node, Run run) {
        node.put("state", run.state().word());
        node.put("phase", run.phase());
        node.put("result", run.result());
        node.put("severity", run.severity() == null ? null : run.severity().word());
        node.put("reason", run.reason());
        node.put("summary", run.summary());
    }

    private void origin(ObjectNode node, Run run) {
        node.put("policy_id", Json.id(run.policyId()));
        node.put("policy_name", run.policyName());
        node.put("priority", run.priority());
        node.put("version_int", run.versionInt());
        node.put("behaviour_hash", run.behaviourHash());
        node.put("plan_hash", run.planHash());
        node.put("ups_id", run.upsId());
        node.put("event_id", run.event() == null ? null : Json.id(run.event().id()));
        node.set("event", run.event() == null ? null : events.write(run.event()));
        node.put("outage_id", Json.id(run.outageId()));
        node.put("episode", run.episode());
        node.put("parent_run", Json.id(run.parentRun()));
        node.put("correlation_id", Json.id(run.correlationId()));
    }

    private ObjectNode write(Step.Attempt attempt) {
        return json.object()
                .put("n", attempt.n())
                .put("verb", attempt.verb())
                .put("sent_at", Json.at(attempt.sentAt()))
                .put("accepted_at", Json.at(attempt.acceptedAt()))
                .put("task", attempt.task())
                .put("error", attempt.error());
    }

    public ObjectNode write(DriverResult.Check check) {
        ObjectNode node = json.object();
        node.put("check", check.check());
        node.put("ok", check.ok());
        node.set("details", json.tree(check.details()));
        return node;
    }

    private static String heldUntil(Run run) {
        return run.course().hold() == null ? null : Json.at(run.course().hold().until());
    }

    private static Map<String, Long> counts(List<Step> steps) {
        return steps.stream()
                .collect(
                        Collectors.groupingBy(
                                step -> step.state().word(), TreeMap::new, Collectors.counting()));
    }

    private static Long duration(Step step) {
        return step.intentAt() == null || step.endedAt() == null
                ? null
                : Duration.between(step.intentAt(), step.endedAt()).toMillis();
    }
}
