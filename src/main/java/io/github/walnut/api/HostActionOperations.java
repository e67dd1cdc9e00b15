package io.github.walnut.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.CapabilityWords;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.inventory.TargetTypes;
import io.github.walnut.policy.ActionForm;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Journal;
import io.github.walnut.security.Role;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a person does to targets of one host: ask, rehearse, or for real as a run of its own. */
final class HostActionOperations implements Resource {

    private static final int MOST_PROBES = 50;

    private final ApiPorts ports;
    private final Actors actors;
    private final Json json;
    private final RunJson runJson;
    private final DryRunJson dryRunJson;
    private final ActionDocuments documents;
    private final Clock clock;
    private final ObjectMapper mapper = new ObjectMapper();

    HostActionOperations(ApiPorts ports, Actors actors, Json json, Clock clock) {
        this.ports = ports;
        this.actors = actors;
        this.json = json;
        this.runJson = new RunJson(json);
        this.dryRunJson = new DryRunJson(json);
        this.documents = new ActionDocuments(ports, clock);
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("host-action", this::act);
    }

    private Reply act(Call call) {
        String id = call.text("id");
        Host host = ports.inventory().host(id).orElseThrow(() -> Problem.notFound("host", id));
        String mode = call.member("mode");
        if (mode.equals("live")) {
            Gate.requireRole(call.principal(), Role.ADMIN);
            Gate.requireFresh(call.principal(), clock);
        }
        CapabilityWords.Named asked =
                CapabilityWords.today(
                        call.member("capability"), call.member("verb"), params(call.body()));
        Capability capability = capability(host, asked);
        Capability.Verb verb = capability.verbs().get(asked.verb());
        List<Target> targets = targets(host, capability, call);
        Map<String, Object> params = asked.params();
        return switch (mode) {
            case "probe" -> probe(host, capability, verb, targets, params);
            case "dry_run" -> rehearse(call, host, targets, ActionForm.confirmed(verb, params));
            default -> begin(call, host, verb, targets, params);
        };
    }

    private Capability capability(Host host, CapabilityWords.Named asked) {
        return ActionForm.capability(ports.inventory().capabilities(host.id()), asked.capability())
                .filter(offer -> offer.verbs().containsKey(asked.verb()))
                .orElseThrow(
                        () ->
                                new Problem(
                                        ProblemCode.INVALID_REQUEST,
                                        "Host '"
                                                + host.id()
                                                + "' cannot do "
                                                + asked.capability()
                                                + ":"
                                                + asked.verb()));
    }

    /** Those that are named; the host itself where the capability is about nothing else. */
    private List<Target> targets(Host host, Capability capability, Call call) {
        List<Target> targets = new ArrayList<>();
        for (JsonNode named : call.body().path("targets")) {
            targets.add(target(host, capability, named.asText()));
        }
        if (targets.isEmpty() && capability.hostOnly()) {
            targets.add(Target.ofHost(host));
        }
        if (targets.isEmpty()) {
            throw new Problem(ProblemCode.INVALID_REQUEST, "targets is empty, expected ids");
        }
        return targets.stream().distinct().toList();
    }

    private Target target(Host host, Capability capability, String written) {
        String id = TargetTypes.id(capability.targetTypes(), written);
        String type = TargetTypes.ofId(id);
        if (!capability.targetTypes().contains(type)) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    "targets names '"
                            + written
                            + "', expected ids of "
                            + String.join(" or ", capability.targetTypes()));
        }
        return ports.inventory().targets(host.id(), type).stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("target", written));
    }

    private Map<String, Object> params(JsonNode body) {
        return mapper.convertValue(
                body.path("params").isObject() ? body.get("params") : json.object(),
                new TypeReference<Map<String, Object>>() {});
    }

    private Reply probe(
            Host host,
            Capability capability,
            Capability.Verb verb,
            List<Target> targets,
            Map<String, Object> params) {
        if (targets.size() > MOST_PROBES) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    targets.size() + " targets are too many to probe at once: " + MOST_PROBES);
        }
        List<DriverResult> answers =
                ports.probes().probe(host.id(), targets, capability.id(), verb.name(), params);
        ObjectNode node = json.object();
        node.put("mode", "probe");
        node.putNull("run_id");
        node.set("results", json.array(answers, dryRunJson::answer));
        return Reply.ok(node);
    }

    private Reply rehearse(Call call, Host host, List<Target> targets, Map<String, Object> params) {
        StoredPolicy wish = documents.of(call, null, host, targets, params, actors.name(call));
        Journal.Entry entry = ports.dryRuns().run(wish, null, true, actors.name(call));
        ObjectNode node = json.object();
        node.put("mode", "dry_run");
        node.put("run_id", entry.run().id().toString());
        node.set("results", dryRunJson.rows(entry, ports.dryRuns().times()));
        return Reply.ok(node);
    }

    private Reply begin(
            Call call,
            Host host,
            Capability.Verb verb,
            List<Target> targets,
            Map<String, Object> params) {
        requireConfirmed(call, host, verb, targets, params);
        StoredPolicy wish =
                documents.of(call, UUID.randomUUID(), host, targets, params, actors.name(call));
        String reason = call.member("reason");
        UUID id =
                RunControlOperations.allowed(
                        () ->
                                ports.manualRuns()
                                        .act(
                                                wish,
                                                host.id(),
                                                reason == null ? "host action" : reason,
                                                actors.name(call)));
        Journal.Entry entry = ports.runs().find(id).orElseThrow();
        return Reply.begun(runJson.write(entry.run(), entry.steps()));
    }

    /** More targets than these are confirmed by the id of the host. */
    private int few() {
        return ports.settings()
                .group("execution")
                .map(group -> (Number) group.values().get("confirm_over_targets"))
                .orElseThrow()
                .intValue();
    }

    private void requireConfirmed(
            Call call,
            Host host,
            Capability.Verb verb,
            List<Target> targets,
            Map<String, Object> params) {
        boolean confirmed = Boolean.TRUE.equals(params.get("confirm"));
        if (!confirmed && ActionForm.needsConfirm(verb, ActionForm.filled(verb, params))) {
            throw new Problem(
                    ProblemCode.CONFIRM_REQUIRED,
                    verb.name() + " needs \"confirm\": true among its params");
        }
        List<String> delicate =
                targets.stream()
                        .filter(target -> target.guarded() || target.self() || host.self())
                        .map(Target::id)
                        .collect(Collectors.toList());
        boolean guarded = !delicate.isEmpty() || targets.size() > few();
        if (guarded && !host.id().equals(call.member("confirm"))) {
            String why =
                    delicate.isEmpty()
                            ? targets.size() + " targets are many"
                            : String.join(", ", delicate) + " is protected or carries walNUT";
            throw new Problem(
                            ProblemCode.CONFIRM_REQUIRED,
                            why + ": confirm must be '" + host.id() + "'")
                    .with("targets", targets.size());
        }
    }
}
