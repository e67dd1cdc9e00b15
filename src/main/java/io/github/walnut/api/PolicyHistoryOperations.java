package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What policies did, why they did not, and what they would do. */
final class PolicyHistoryOperations implements Resource {

    private static final int MOST_DECISIONS = 1000;

    private final ApiPorts ports;
    private final Actors actors;
    private final RunJson runJson;
    private final EventJson eventJson;
    private final PolicyJson policyJson;
    private final Pages pages;
    private final Json json;

    PolicyHistoryOperations(ApiPorts ports, Actors actors, Json json, Pages pages) {
        this.ports = ports;
        this.actors = actors;
        this.runJson = new RunJson(json);
        this.eventJson = new EventJson(json);
        this.policyJson = new PolicyJson(json);
        this.pages = pages;
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "policy-executions", this::executions,
                "policy-decisions", this::decisions,
                "policy-dry-run", this::dryRun);
    }

    private Reply executions(Call call) {
        StoredPolicy policy = PolicyOperations.existing(ports.policies(), call);
        return pages.reply(
                ports.runs()
                        .page(RunFilter.ofPolicy(policy.id()), call.text("cursor"), call.limit()),
                this::execution);
    }

    private ObjectNode execution(Journal.Entry entry) {
        Run run = entry.run();
        ObjectNode node = runJson.writeWithoutSteps(run, entry.steps());
        node.put("ts", Json.at(run.createdAt()));
        node.set("event_snapshot", run.event() == null ? null : eventJson.write(run.event()));
        node.set("actions", json.array(entry.steps(), this::action));
        return node;
    }

    private ObjectNode action(Step step) {
        return json.object()
                .put("action", step.capability() + ":" + step.verb())
                .put("target", step.target().id())
                .put("result", step.reason() == null ? step.state().word() : step.reason())
                .put("success", step.state() == StepState.CONFIRMED);
    }

    private Reply decisions(Call call) {
        StoredPolicy policy = PolicyOperations.existing(ports.policies(), call);
        List<Decision> found = ports.decisions().of(policy.id(), MOST_DECISIONS);
        return pages.reply(
                pages.cut(call, found, d -> d.at() + " " + d.subject() + " " + d.kind()),
                this::decision);
    }

    private ObjectNode decision(Decision decision) {
        ObjectNode node = json.object();
        UUID run = DecisionRuns.of(decision);
        node.put("at", Json.at(decision.at()));
        node.put("ups_id", decision.subject());
        node.put("event_id", Json.id(decision.eventId()));
        node.put("decision", decision.kind().word());
        node.put("until", Json.at(decision.until()));
        node.put("detail", decision.detail());
        node.set("trigger_states", json.array(decision.triggers(), runJson::write));
        node.set("conditions", json.array(decision.conditions(), runJson::write));
        node.put("run_id", Json.id(run));
        return node;
    }

    private Reply dryRun(Call call) {
        StoredPolicy policy = PolicyOperations.existing(ports.policies(), call);
        boolean refresh = call.body() == null || call.body().path("refresh").asBoolean(true);
        Journal.Entry entry =
                ports.dryRuns().run(policy, call.member("ups_id"), refresh, actors.name(call));
        return Reply.ok(transcript(policy, entry));
    }

    private ObjectNode transcript(StoredPolicy policy, Journal.Entry entry) {
        Run run = entry.run();
        ObjectNode node = json.object();
        node.put("severity", run.severity() == null ? "info" : run.severity().word());
        node.put("transcript_id", run.id().toString());
        node.put("run_id", run.id().toString());
        node.put("would_run", entry.steps().stream().anyMatch(Step::would));
        node.put("reason", run.reason());
        node.set("used_inventory", inventory(entry.steps()));
        node.set("results", json.array(entry.steps(), runJson::write));
        node.set("findings", policyJson.findings(policy.findings()));
        node.set("trigger_states", json.array(run.triggers(), runJson::write));
        node.set("conditions", json.array(run.conditions(), runJson::write));
        List.of("plan_seconds", "runtime_seconds", "fits", "slack_seconds").forEach(node::putNull);
        return node;
    }

    private ArrayNode inventory(List<Step> steps) {
        ArrayNode used = json.texts(List.of());
        Set<String> seen = new LinkedHashSet<>();
        for (Step step : steps) {
            String host = step.target().hostId();
            if (seen.add(host + " " + step.target().type())) {
                used.addObject()
                        .put("host_id", host)
                        .put("type", step.target().type())
                        .put(
                                "at",
                                Json.at(
                                        ports.inventory()
                                                .readAt(host, step.target().type())
                                                .orElse(null)));
            }
        }
        return used;
    }
}
