package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Says by which status the verb is confirmed. */
final class ExpectHelper implements Helper {

    @Override
    public void apply(ObjectNode body) {
        ArrayNode statuses =
                body.withObjectProperty("await").withObjectProperty("expect").putArray("status");
        wanted(body.path("call")).forEach(statuses::add);
    }

    static List<String> wanted(JsonNode call) {
        JsonNode params = call.path("params");
        return Transitions.wanted(
                call.path("verb").asText(),
                params.path("to_disk").asBoolean(),
                params.path("state").asText(params.path("admin").asText("")));
    }
}
