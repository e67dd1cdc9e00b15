package io.github.walnut.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.policy.Finding;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What callers want a connected system to be, read and checked. */
final class IntegrationDrafts {

    private static final Set<String> RESERVED = Set.of("types", "instances", "jobs", "test");

    private final Integrations integrations;
    private final Json json;
    private final ObjectMapper mapper = new ObjectMapper();

    IntegrationDrafts(Integrations integrations, Json json) {
        this.integrations = integrations;
        this.json = json;
    }

    /** A new one. */
    Integrations.Draft made(JsonNode body) {
        return new Integrations.Draft(
                body.hasNonNull("id") ? body.get("id").asText() : null,
                body.get("type_id").asText(),
                body.get("name").asText(),
                objects(body.path("config")),
                secrets(body.path("secrets")),
                texts(body.path("labels")),
                body.path("self").asBoolean(false),
                body.path("enabled").asBoolean(true),
                feeds(body, null));
    }

    /** One that is only tried; {@code host_id} lends the secrets that are not given. */
    Integrations.Draft tried(JsonNode body) {
        String lender = body.hasNonNull("host_id") ? body.get("host_id").asText() : null;
        String id =
                lender == null
                        ? null
                        : integrations
                                .find(lender)
                                .orElseThrow(() -> Problem.notFound("integration", lender))
                                .host()
                                .id();
        return new Integrations.Draft(
                id,
                body.get("type_id").asText(),
                "test",
                objects(body.path("config")),
                secrets(body.path("secrets")),
                Map.of(),
                false,
                true,
                null);
    }

    /**
     * Members of {@code config} and {@code labels} that are left out stay, null deletes them (RFC
     * 7396); so do secrets.
     */
    Integrations.Draft changed(Host before, JsonNode body) {
        Map<String, Object> config = new LinkedHashMap<>(before.config());
        merge(config, objects(body.path("config")));
        Map<String, String> labels = new LinkedHashMap<>(before.labels());
        merge(labels, texts(body.path("labels")));
        return new Integrations.Draft(
                before.id(),
                before.typeId(),
                body.path("name").asText(before.name()),
                config,
                secrets(body.path("secrets")),
                labels,
                body.path("self").asBoolean(before.self()),
                body.path("enabled").asBoolean(before.enabled()),
                feeds(body, before.feeds()));
    }

    /** A null deletes. */
    private Map<String, Secret> secrets(JsonNode node) {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        texts(node).forEach((field, text) -> secrets.put(field, Secret.of(text)));
        return secrets;
    }

    private static <T> void merge(Map<String, T> present, Map<String, T> patch) {
        patch.forEach(
                (key, value) -> {
                    if (value == null) {
                        present.remove(key);
                    } else {
                        present.put(key, value);
                    }
                });
    }

    /** One source that is alive is enough unless the caller says otherwise. */
    private static Feeds feeds(JsonNode body, Feeds before) {
        if (!body.has("feeds") && !body.has("feeds_need")) {
            return before;
        }
        List<String> sources = new ArrayList<>();
        if (body.has("feeds")) {
            body.get("feeds").forEach(source -> sources.add(source.asText()));
        } else if (before != null) {
            sources.addAll(before.sources());
        }
        int need = body.path("feeds_need").asInt(1);
        if (sources.isEmpty() && !body.has("feeds_need")) {
            return null;
        }
        if (need < 1 || need > sources.size()) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    "feeds_need is " + need + ", expected 1 to " + sources.size());
        }
        return new Feeds(sources, need);
    }

    /** Refuses a type that cannot be used, and values that do not fit it, with all errors. */
    void check(Integrations.Draft draft) {
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
        List<Finding> findings = integrations.check(draft);
        if (!findings.isEmpty()) {
            throw new Problem(
                            ProblemCode.VALIDATION,
                            findings.size() + " error(s), first: " + findings.get(0).message())
                    .withErrors(findings);
        }
    }

    /**
     * @param own id of the host that the draft changes, or null for a new one
     */
    void refuseTaken(Integrations.Draft draft, String own) {
        if (draft.id() != null && RESERVED.contains(draft.id())) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST, "The id '" + draft.id() + "' is reserved");
        }
        integrations.all().stream()
                .map(Integrations.Connected::host)
                .filter(other -> !other.id().equals(own))
                .filter(other -> other.name().equals(draft.name()) || other.id().equals(draft.id()))
                .findFirst()
                .ifPresent(
                        twin -> {
                            throw new Problem(
                                            ProblemCode.DUPLICATE,
                                            "Name or id is that of '" + twin.id() + "'")
                                    .with("existing_id", twin.id());
                        });
    }

    private Map<String, Object> objects(JsonNode node) {
        return mapper.convertValue(
                node.isObject() ? node : json.object(),
                new TypeReference<Map<String, Object>>() {});
    }

    private Map<String, String> texts(JsonNode node) {
        return mapper.convertValue(
                node.isObject() ? node : json.object(),
                new TypeReference<Map<String, String>>() {});
    }
}
