package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.LearnedTime;
import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.publish.UpsView;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Journal;
import io.github.walnut.run.PlanFigures;
import io.github.walnut.run.RehearsalRow;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsNumbers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Writes the record of a rehearsal. */
final class DryRunJson {

    private final Json json;
    private final RunJson runJson;
    private final PolicyJson policyJson;

    DryRunJson(Json json) {
        this.json = json;
        this.runJson = new RunJson(json);
        this.policyJson = new PolicyJson(json);
    }

    /**
     * @param ups that is taken to match, or every one that the policy listens to
     * @param atOnce the limit of orders in flight
     * @param times that targets have shown to take
     */
    ObjectNode write(
            StoredPolicy policy,
            Journal.Entry entry,
            DecisionReads.Prospect prospect,
            Collection<UpsView> ups,
            int atOnce,
            LearnedTimes times) {
        Run run = entry.run();
        PlanFigures figures = figures(entry, ups, atOnce, times);
        boolean acts = entry.steps().stream().anyMatch(Step::would);
        ObjectNode node = json.object();
        node.put("severity", run.severity().word());
        node.put("transcript_id", run.id().toString());
        node.put("run_id", run.id().toString());
        node.put("would_run", acts && prospect.holds());
        node.put("reason", acts ? prospect.holds() ? null : "conditions" : run.result());
        node.set("used_inventory", json.array(run.inventory(), runJson::write));
        node.set("results", json.array(entry.steps(), step -> row(step, times)));
        node.set("findings", policyJson.findings(findings(policy, figures)));
        node.set("trigger_states", json.array(prospect.triggers(), runJson::write));
        node.set("conditions", json.array(prospect.conditions(), runJson::write));
        time(node, figures);
        return node;
    }

    /** The longest that it may take, against what the batteries have left as the UPSs say. */
    private static PlanFigures figures(
            Journal.Entry entry, Collection<UpsView> ups, int atOnce, LearnedTimes times) {
        return PlanFigures.of(
                entry.steps().stream().filter(Step::would).toList(),
                atOnce,
                ups.stream().map(each -> UpsNumbers.read(each.facts(), "runtime_seconds")).toList(),
                times);
    }

    private static void time(ObjectNode node, PlanFigures figures) {
        OptionalDouble runtime = figures.runtimeSeconds();
        node.put("plan_seconds", figures.planSeconds());
        node.put("runtime_seconds", runtime.isPresent() ? runtime.getAsDouble() : null);
        node.put("fits", figures.fits());
        node.put("slack_seconds", figures.slackSeconds());
    }

    /** Those of the stored document, and what only the rehearsal knows. */
    private static List<Finding> findings(StoredPolicy policy, PlanFigures figures) {
        List<Finding> all = new ArrayList<>(policy.findings());
        boolean known = all.stream().anyMatch(f -> f.code().equals(PlanFigures.LIMITED));
        if (figures.warning() != null && !known) {
            all.add(
                    new Finding(
                            Severity.WARN,
                            "compile",
                            "/actions",
                            PlanFigures.LIMITED,
                            figures.warning(),
                            null));
        }
        return all;
    }

    /** What the driver said of each step. */
    ArrayNode rows(Journal.Entry entry, LearnedTimes times) {
        return json.array(entry.steps(), step -> row(step, times));
    }

    /** What a driver said outside a run, in the same shape. */
    ObjectNode answer(DriverResult result) {
        ObjectNode node = json.object();
        node.put("host_id", result.hostId());
        node.put("target_id", result.targetId());
        node.put("capability", result.capability());
        node.put("verb", result.verb());
        node.put("driver", result.driver());
        node.put("ok", result.ok());
        node.put("severity", result.severity().word());
        node.set("preconditions", json.array(result.preconditions(), runJson::write));
        node.put("reason", result.reason());
        if (result.error() == null) {
            node.putNull("error");
        } else {
            node.putObject("error")
                    .put("class", result.error().errorClass().word())
                    .put("code", result.error().code())
                    .put("message", result.error().message());
        }
        node.put("duration_ms", result.durationMillis());
        return node;
    }

    private ObjectNode row(Step step, LearnedTimes times) {
        RehearsalRow row = RehearsalRow.of(step);
        Map<String, Object> said = row.item();
        String target = step.target().externalId().isEmpty() ? null : step.target().id();
        ObjectNode node = json.object();
        node.put("action_id", step.actionId());
        node.put("stage", step.stage());
        node.put("host_id", step.target().hostId());
        node.put("target_id", target);
        node.put("target_name", target == null ? null : step.target().name());
        node.put("capability", step.capability());
        node.put("verb", step.verb());
        node.set("driver", json.tree(said.get("driver")));
        node.put("ok", !row.severity().atLeast(Severity.ERROR));
        node.put("severity", row.severity().word());
        node.put("idempotency_key", target == null ? null : step.idempotencyKey());
        node.set("preconditions", json.array(step.preconditions(), runJson::write));
        node.putObject("plan")
                .put("kind", String.valueOf(said.getOrDefault("plan_kind", "none")))
                .set("preview", json.tree(step.preview()));
        node.set("effects", json.tree(said.getOrDefault("effects", Map.of())));
        node.put("reason", row.reason());
        node.set("error", json.tree(said.get("error")));
        node.set("learned", learned(step, times));
        return node;
    }

    /** Null while the declared budget counts. */
    private JsonNode learned(Step step, LearnedTimes times) {
        LearnedTime time =
                times.of(step.target(), step.capability(), step.verb(), step.params()).orElse(null);
        return time == null
                ? NullNode.getInstance()
                : json.object()
                        .put("count", time.count())
                        .put("p50_seconds", time.p50().toMillis() / 1000.0)
                        .put("p95_seconds", time.p95().toMillis() / 1000.0);
    }
}
