package io.github.walnut.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.publish.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Connected systems. */
final class IntegrationOperations implements Resource {

    private static final Set<String> RESERVED = Set.of("types", "instances", "jobs", "test");

    private final ApiPorts ports;
    private final Integrations integrations;
    private final Actors actors;
    private final HostJson hostJson;
    private final Pages pages;
    private final Json json;
    private final ObjectMapper mapper = new ObjectMapper();

    IntegrationOperations(ApiPorts ports, Actors actors, Json json, Pages pages) {
        this.ports = ports;
        this.integrations = ports.integrations();
        this.actors = actors;
        this.hostJson = new HostJson(ports, json);
        this.pages = pages;
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "integration-types-list", this::types,
                "integrations-list", this::list,
                "integration-create", this::create,
                "integration-get", this::get,
                "integration-delete", this::delete,
                "integration-test", this::test,
                "integration-trust", this::trust);
    }

    private Reply types(Call call) {
        return pages.reply(pages.cut(call, integrations.types(), IntegrationType::id), this::write);
    }

    private Reply list(Call call) {
        return pages.reply(
                pages.cut(call, integrations.all(), connected -> connected.host().id()),
                hostJson::integration);
    }

    private Reply get(Call call) {
        Integrations.Connected connected = existing(integrations, call);
        return Reply.ok(hostJson.integration(connected)).withVersion(connected.version());
    }

    private Reply create(Call call) {
        Integrations.Draft draft = draft(call.body());
        IntegrationType type =
                integrations.types().stream()
                        .filter(known -> known.id().equals(draft.typeId()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new Problem(
                                                ProblemCode.TYPE_NOT_FOUND,
                                                "There is no type '" + draft.typeId() + "'"));
        if (!type.status().equals("valid")) {
            throw new Problem(
                    ProblemCode.TYPE_NOT_VALID, "Type '" + type.id() + "' is " + type.status());
        }
        refuseTaken(draft);
        List<Finding> findings = integrations.check(draft);
        if (!findings.isEmpty()) {
            throw new Problem(
                            ProblemCode.VALIDATION,
                            findings.size() + " error(s), first: " + findings.get(0).message())
                    .withErrors(findings);
        }
        if (call.flag("test")) {
            requirePassed(integrations.test(draft));
        }
        Integrations.Connected made = integrations.create(draft, actors.name(call));
        return Reply.created(hostJson.integration(made), "/api/integrations/" + made.host().id())
                .withVersion(made.version());
    }

    private void refuseTaken(Integrations.Draft draft) {
        if (draft.id() != null && RESERVED.contains(draft.id())) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST, "The id '" + draft.id() + "' is reserved");
        }
        integrations.all().stream()
                .filter(
                        other ->
                                other.host().name().equals(draft.name())
                                        || other.host().id().equals(draft.id()))
                .findFirst()
                .ifPresent(
                        twin -> {
                            throw new Problem(
                                            ProblemCode.DUPLICATE,
                                            "Name or id is that of '" + twin.host().id() + "'")
                                    .with("existing_id", twin.host().id());
                        });
    }

    private Reply delete(Call call) {
        Integrations.Connected connected = existing(integrations, call);
        ETags.check(call, connected.version());
        String id = connected.host().id();
        List<String> policies = hostJson.protectedBy(id);
        if (!policies.isEmpty() && !call.flag("force")) {
            throw new Problem(
                            ProblemCode.IN_USE,
                            "'" + id + "' is named by " + policies.size() + " policies")
                    .with("policy_ids", policies);
        }
        integrations.delete(id, actors.name(call));
        return Reply.noContent();
    }

    private Reply test(Call call) {
        return Reply.ok(write(integrations.test(existing(integrations, call).host().id())));
    }

    private Reply trust(Call call) {
        String id = existing(integrations, call).host().id();
        String fingerprint = call.member("fingerprint");
        if (!integrations.trust(id, fingerprint, actors.name(call))) {
            throw new Problem(
                    ProblemCode.CONFLICT,
                    "The last test of '" + id + "' did not see " + fingerprint);
        }
        return Reply.ok(hostJson.integration(existing(integrations, call)));
    }

    private void requirePassed(Integrations.Tested tested) {
        if (!tested.ok()) {
            throw new Problem(ProblemCode.TEST_FAILED, "The connection test did not pass")
                    .with("test", write(tested));
        }
    }

    static Integrations.Connected existing(Integrations integrations, Call call) {
        String id = call.text("id");
        return integrations.find(id).orElseThrow(() -> Problem.notFound("integration", id));
    }

    private Integrations.Draft draft(JsonNode body) {
        return new Integrations.Draft(
                body.hasNonNull("id") ? body.get("id").asText() : null,
                body.get("type_id").asText(),
                body.get("name").asText(),
                mapper.convertValue(
                        body.path("config").isObject() ? body.get("config") : json.object(),
                        new TypeReference<Map<String, Object>>() {}),
                texts(body.path("secrets")),
                texts(body.path("labels")),
                body.path("self").asBoolean(false),
                body.path("enabled").asBoolean(true));
    }

    private Map<String, String> texts(JsonNode node) {
        return node.isObject()
                ? mapper.convertValue(node, new TypeReference<Map<String, String>>() {})
                : Map.of();
    }

    private ObjectNode write(Integrations.Tested tested) {
        ObjectNode node = json.object();
        node.put("ok", tested.ok());
        node.put("status", tested.status());
        node.put("latency_ms", tested.latencyMillis());
        node.put("message", tested.message());
        node.put("fingerprint", tested.fingerprint());
        node.set("steps", json.tree(tested.steps()));
        return node;
    }

    private ObjectNode write(IntegrationType type) {
        ObjectNode node = json.object();
        node.put("id", type.id());
        node.put("name", type.name());
        node.put("version", type.version());
        node.put("category", type.category());
        node.put("origin", type.builtIn() ? "built-in" : "uploaded");
        node.put("status", type.status());
        node.set(
                "errors",
                json.array(type.errors(), message -> json.object().put("message", message)));
        node.set("capabilities", json.array(type.capabilities(), hostJson::capability));
        node.set("connection_schema", json.tree(type.connectionSchema()));
        node.set("defaults", json.tree(type.defaults()));
        node.set("discovery", json.tree(type.discovery()));
        node.put("sha256", type.sha256());
        node.put(
                "instances",
                ports.integrations().all().stream()
                        .filter(connected -> connected.host().typeId().equals(type.id()))
                        .count());
        return node;
    }
}
