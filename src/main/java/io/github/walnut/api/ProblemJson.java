package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.publish.Json;

/** Writes refusals. */
final class ProblemJson {

    static final String MEDIA_TYPE = "application/problem+json";

    private final Json json;

    ProblemJson(Json json) {
        this.json = json;
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
        node.put("detail", problem.getMessage());
        node.put("instance", instance);
        node.put("code", code.word());
        node.put("trace_id", traceId);
        problem.extras().forEach((member, value) -> node.set(member, json.tree(value)));
        if (!problem.errors().isEmpty()) {
            node.set("errors", json.array(problem.errors(), this::item));
        }
        return node;
    }

    private ObjectNode item(Finding finding) {
        return json.object()
                .put("pointer", finding.pointer())
                .put("code", finding.code())
                .put("severity", finding.severity().word())
                .put("message", finding.message())
                .put("phase", finding.phase())
                .put("hint", finding.hint());
    }
}
