package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Resolution;
import io.github.walnut.inventory.SelectorResolver;
import io.github.walnut.inventory.TargetTypes;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.SelectorNotes;
import io.github.walnut.policy.json.SelectorDocuments;
import io.github.walnut.publish.Json;
import io.github.walnut.ups.Severity;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Selectors tried out while a policy is written. */
final class SelectorOperations implements Resource {

    private final Inventory inventory;
    private final PolicyJson policyJson;
    private final Json json;
    private final Clock clock;

    SelectorOperations(ApiPorts ports, Json json, Clock clock) {
        this.inventory = ports.inventory();
        this.policyJson = new PolicyJson(json);
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("selector-preview", this::preview);
    }

    private Reply preview(Call call) {
        String named = call.member("host_id");
        Host host = inventory.host(named).orElseThrow(() -> Problem.notFound("host", named));
        String type = HostJson.type(inventory, host.id(), call.member("target_type"));
        JsonNode written = call.body().get("selector");
        SelectorDocuments.Reading reading = SelectorDocuments.read(written, "/selector");
        List<Finding> findings = new ArrayList<>(reading.findings());
        if (!TargetTypes.known(type) && !HostJson.types(inventory, host.id()).contains(type)) {
            findings.add(unknown(type));
        }
        Instant at = inventory.readAt(host.id(), type).orElse(null);
        boolean stale = at == null || at.plus(HostOperations.STALE_AFTER).isBefore(clock.instant());
        ObjectNode answer = json.object();
        if (reading.blocked()) {
            answer.putArray("targets");
            answer.putArray("missing");
        } else {
            Resolution found =
                    new SelectorResolver(inventory)
                            .resolve(reading.selector(), host.id(), type, stale);
            found.notes().forEach(note -> findings.add(finding(note)));
            targets(answer, found);
        }
        answer.set("findings", policyJson.findings(findings));
        answer.put("inventory_at", Json.at(at));
        answer.put("stale", stale);
        return Reply.ok(answer);
    }

    private void targets(ObjectNode answer, Resolution found) {
        answer.set(
                "targets",
                json.array(
                        found.targets().stream()
                                .filter(target -> !found.unverified().contains(target.id()))
                                .toList(),
                        target ->
                                json.object()
                                        .put("id", target.id())
                                        .put("name", target.name())
                                        .put("status", target.status())));
        answer.set(
                "missing",
                json.texts(
                        Stream.concat(
                                        found.missing().stream(),
                                        found.unverified().stream().sorted())
                                .toList()));
    }

    private static Finding unknown(String type) {
        return new Finding(
                Severity.BLOCKER,
                "compile",
                "/target_type",
                "unknown_target_type",
                "Unknown target type '" + type + "'",
                null);
    }

    private static Finding finding(Resolution.Note note) {
        return new Finding(
                SelectorNotes.severity(note),
                "compile",
                "/selector",
                note.code(),
                note.message(),
                null);
    }
}
