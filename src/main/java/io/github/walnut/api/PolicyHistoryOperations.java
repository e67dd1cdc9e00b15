package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What policies did, and why they did not. */
final class PolicyHistoryOperations implements Resource {

    private static final int MOST_DECISIONS = 1000;

    private final ApiPorts ports;
    private final RunJson runJson;
    private final EventJson eventJson;
    private final Pages pages;
    private final Json json;

    PolicyHistoryOperations(ApiPorts ports, Json json, Pages pages) {
        this.ports = ports;
        this.runJson = new RunJson(json);
        this.eventJson = new EventJson(json);
        this.pages = pages;
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "policy-executions", this::executions,
                "policy-decisions", this::decisions);
    }

    private Reply executions(Call call) {
        StoredPolicy policy = PolicyOperations.existing(ports.policies(), call);
        RunFilter runs = RunFilter.ofPolicy(policy.id());
        return pages.reply(
                ports.runs()
                        .page(runs, call.text("cursor"), call.limit())
                        .counted(call, () -> ports.runs().count(runs)),
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
                .put("success", step.succeeded());
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
}
