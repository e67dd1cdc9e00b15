package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.publish.Json;
import io.github.walnut.security.SecretFilter;

/** Writes refusals. */
final class ProblemJson {

    static final String MEDIA_TYPE = "application/problem+json";

    private final Json json;
    private final SecretFilter filter;

    /**
     * @param filter takes secrets out of every text
     */
    ProblemJson(Json json, SecretFilter filter) {
        this.json = json;
        this.filter = filter;
    }

    /**
     * @param instance the path that was asked for
     */
    ObjectNode write(Problem problem, String instance, String traceId) {
        ProblemCode code = problem.code();
        ObjectNode node = json.object();
        node.put("type", "urn:walnut:problem:" + code.word());
        node.put("title", code.title());
        node.put("status", code.status());
        node.put("detail", filter.mask(problem.getMessage()));
        node.put("instance", filter.mask(instance));
        node.put("code", code.word());
        node.put("trace_id", traceId);
        problem.extras().forEach((member, value) -> node.set(member, masked(value)));
        if (!problem.errors().isEmpty()) {
            node.set("errors", json.array(problem.errors(), this::item));
        }
        return node;
    }

    private JsonNode masked(Object value) {
        return json.tree(filter.maskAll(json.value(json.tree(value))));
    }

    private ObjectNode item(Finding finding) {
        return json.object()
                .put("pointer", finding.pointer())
                .put("code", finding.code())
                .put("severity", finding.severity().word())
                .put("message", filter.mask(finding.message()))
                .put("phase", finding.phase())
                .put("hint", filter.mask(finding.hint()));
    }
}
