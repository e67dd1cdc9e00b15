package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;

/** Writes how connection tests came out. */
final class TestJson {

    private final Json json;

    TestJson(Json json) {
        this.json = json;
    }

    ObjectNode write(Integrations.Tested tested) {
        ObjectNode node = json.object();
        node.put("success", tested.ok());
        node.put("ok", tested.ok());
        node.put("status", tested.status());
        node.put("latency_ms", tested.latencyMillis());
        node.put("message", tested.message());
        node.put("fingerprint", tested.fingerprint());
        node.set("steps", json.tree(tested.steps()));
        node.set("details", json.tree(tested.details()));
        return node;
    }

    void requirePassed(Integrations.Tested tested) {
        if (!tested.ok()) {
            throw new Problem(
                            ProblemCode.TEST_FAILED,
                            "The connection test did not pass: " + tested.message())
                    .with("test", write(tested));
        }
    }
}
