package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.PolicyVersion;
import io.github.walnut.policy.json.DocumentTree;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.Journal;
import io.github.walnut.run.PlanStage;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Runs as the journal holds them. */
final class RunOperations implements Resource {

    private final RunReads runs;
    private final RunControl control;
    private final PolicyDryRuns figures;
    private final PolicyStore policies;
    private final Inventory inventory;
    private final UpsReads ups;
    private final RunJson runJson;
    private final Pages pages;
    private final Json json;
    private final Clock clock;

    RunOperations(ApiPorts ports, Json json, Pages pages, Clock clock) {
        this.runs = ports.runs();
        this.control = ports.runControl();
        this.figures = ports.dryRuns();
        this.policies = ports.policies();
        this.inventory = ports.inventory();
        this.ups = ports.ups();
        this.runJson = new RunJson(json);
        this.pages = pages;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "runs-list", this::list,
                "run-get", this::get,
                "run-step-get", this::step,
                "run-export", this::export);
    }

    private Reply list(Call call) {
        RunFilter filter = filter(call);
        return pages.reply(
                runs.page(filter, call.text("cursor"), call.limit())
                        .counted(call, () -> runs.count(filter)),
                entry -> runJson.writeWithoutSteps(entry.run(), entry.steps()));
    }

    private Reply get(Call call) {
        Journal.Entry entry = existing(call.uuid("id"));
        ObjectNode node = runJson.write(entry.run(), entry.steps());
        node.set("plan", json.array(plan(entry), runJson::write));
        node.set("countdown", countdown(entry.run()));
        return Reply.ok(node);
    }

    private List<PlanStage> plan(Journal.Entry entry) {
        return PlanStage.of(entry.run(), entry.steps(), figures.callsInFlight(), figures.times());
    }

    /** What ends next of all that the run waits for; null when it waits for nothing. */
    private JsonNode countdown(Run run) {
        return control.countdowns(run.id()).stream()
                .filter(end -> end.at().isAfter(clock.instant()))
                .min(Comparator.comparing(Countdown::at))
                .<JsonNode>map(
                        end ->
                                json.object()
                                        .put("what", end.kind().word())
                                        .put("ends_at", Json.at(end.at())))
                .orElse(NullNode.getInstance());
    }

    private Reply step(Call call) {
        Journal.Entry entry = existing(call.uuid("id"));
        UUID id = call.uuid("step_id");
        Step step =
                entry.steps().stream()
                        .filter(known -> known.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> Problem.notFound("step", id.toString()));
        ObjectNode node =
                runJson.write(step)
                        .put("run_id", entry.run().id().toString())
                        .put("policy_id", Json.id(entry.run().policyId()))
                        .put("mode", entry.run().mode().word());
        node.set("log", StepLog.of(step, json));
        return Reply.ok(node);
    }

    private Reply export(Call call) {
        Journal.Entry entry = existing(call.uuid("id"));
        Run run = entry.run();
        ObjectNode record = runJson.write(run, entry.steps());
        ObjectNode node = json.object().put("kind", "walnut/run").put("format", 1);
        node.put("exported_at", Json.at(clock.instant()));
        node.set("run", record);
        node.set("event", record.get("event"));
        node.set("policy", policy(run));
        node.set("facts", record.get("facts"));
        node.set("inventory", record.get("inventory"));
        return Reply.ok(node)
                .with(
                        "Content-Disposition",
                        List.of("attachment; filename=\"run-" + run.id() + ".json\""));
    }

    /** The document that was run, which the run keeps whatever becomes of the policy. */
    private ObjectNode policy(Run run) {
        if (run.snapshot() == null) {
            return null;
        }
        PolicyVersion kept =
                policies.versions(run.policyId()).stream()
                        .filter(version -> version.versionInt() == run.versionInt())
                        .filter(version -> version.document().equals(run.snapshot()))
                        .findFirst()
                        .orElse(null);
        return json.object()
                .put("id", Json.id(run.policyId()))
                .put("version_int", run.versionInt())
                .put("hash", kept == null ? null : kept.hash())
                .put("behaviour_hash", run.behaviourHash())
                .put("media_type", kept == null ? guessed(run.snapshot()) : kept.mediaType())
                .put("document", run.snapshot());
    }

    private static String guessed(String document) {
        return document.stripLeading().startsWith("{") ? DocumentTree.JSON : DocumentTree.YAML;
    }

    private Journal.Entry existing(UUID id) {
        return runs.find(id).orElseThrow(() -> Problem.notFound("run", id.toString()));
    }

    private RunFilter filter(Call call) {
        return new RunFilter(
                call.uuid("policy_id"),
                host(call.text("host_id")),
                new UpsNames(ups).meant(call.text("ups_id")),
                call.uuid("outage_id"),
                null,
                word(call, "kind", Run.Kind.class),
                word(call, "state", RunState.class),
                call.text("result"),
                word(call, "mode", Run.Mode.class),
                call.time("from"),
                call.time("to"),
                call.choice("open"));
    }

    /** By id or number; one that is gone still has its runs. */
    private String host(String named) {
        return named == null ? null : inventory.host(named).map(Host::id).orElse(named);
    }

    private static <E extends Enum<E>> E word(Call call, String name, Class<E> type) {
        String text = call.text(name);
        return text == null ? null : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }
}
