package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.ObligationJson;
import io.github.walnut.publish.RunJson;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Starts that are owed: what they wait for, and what a person may do about them. */
final class ObligationOperations implements Resource {

    private final ObligationControl control;
    private final RunReads runs;
    private final Actors actors;
    private final ObligationJson obligationJson;
    private final Json json;
    private final RunJson runJson;
    private final Pages pages;

    ObligationOperations(ApiPorts ports, Actors actors, Json json, Pages pages) {
        this.control = ports.obligations();
        this.runs = ports.runs();
        this.actors = actors;
        this.obligationJson = new ObligationJson(json);
        this.json = json;
        this.runJson = new RunJson(json);
        this.pages = pages;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "obligations-list", this::list,
                "obligation-dismiss", this::dismiss,
                "obligation-retry", this::retry,
                "run-recover", this::recover);
    }

    private Reply list(Call call) {
        return pages.reply(
                pages.cut(call, control.owed(), owed -> owed.obligation().id().toString()),
                owed -> write(owed.obligation(), owed.gates()));
    }

    private Reply dismiss(Call call) {
        UUID id = existing(call.uuid("id"));
        return control.dismiss(id, call.member("reason"), actors.name(call))
                .map(gone -> Reply.ok(write(gone, List.of())))
                .orElseThrow(
                        () ->
                                new Problem(
                                        ProblemCode.CONFLICT,
                                        "A recovery run is starting the target of obligation "
                                                + id));
    }

    private Reply retry(Call call) {
        UUID id = existing(call.uuid("id"));
        return control.retry(id, actors.name(call))
                .map(open -> Reply.accepted(write(open, List.of())))
                .orElseThrow(
                        () ->
                                new Problem(
                                        ProblemCode.CONFLICT,
                                        "Obligation " + id + " has not failed"));
    }

    private Reply recover(Call call) {
        UUID id = call.uuid("id");
        runs.find(id).orElseThrow(() -> Problem.notFound("run", id.toString()));
        boolean gates = !"false".equals(call.member("gates"));
        UUID begun = control.recover(id, gates, actors.name(call));
        Journal.Entry entry =
                runs.find(begun).orElseThrow(() -> Problem.notFound("run", begun.toString()));
        return Reply.begun(runJson.write(entry.run(), entry.steps()));
    }

    private UUID existing(UUID id) {
        return control.owed().stream()
                .map(owed -> owed.obligation().id())
                .filter(id::equals)
                .findFirst()
                .orElseThrow(() -> Problem.notFound("open obligation", id.toString()));
    }

    private JsonNode write(Obligation owed, List<Gate> gates) {
        ObjectNode node = obligationJson.write(owed);
        node.set("gates", json.array(gates, runJson::write));
        return node;
    }
}
