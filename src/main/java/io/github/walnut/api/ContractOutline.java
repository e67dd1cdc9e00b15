package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What Camel needs of the contract to dispatch requests: paths, operations, media types, parameters
 * and their defaults. Camel keeps what it has read for as long as it runs, and of the whole
 * contract that is several megabytes of schemas and texts which it never looks at.
 */
final class ContractOutline {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode document;

    private ContractOutline(JsonNode document) {
        this.document = document;
    }

    /** An OpenAPI document of version 3.0, as JSON. */
    static String of(JsonNode document) {
        return new ContractOutline(document).whole().toString();
    }

    private ObjectNode whole() {
        ObjectNode outline = NODES.objectNode().put("openapi", "3.0.3");
        outline.putObject("info")
                .put("title", document.at("/info/title").asText())
                .put("version", document.at("/info/version").asText());
        ObjectNode paths = outline.putObject("paths");
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            ObjectNode operations = paths.putObject(path.getKey());
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (ContractReader.METHODS.contains(method.getKey())) {
                    operations.set(method.getKey(), operation(method.getValue()));
                }
            }
        }
        return outline;
    }

    private ObjectNode operation(JsonNode whole) {
        ObjectNode operation = NODES.objectNode();
        operation.set("operationId", whole.get("operationId"));
        ArrayNode parameters = operation.putArray("parameters");
        whole.path("parameters").forEach(item -> parameters.add(parameter(resolve(item))));
        if (whole.has("requestBody")) {
            JsonNode body = whole.get("requestBody");
            operation
                    .putObject("requestBody")
                    .put("required", body.path("required").asBoolean(false))
                    .set("content", mediaTypes(body));
        }
        ObjectNode responses = operation.putObject("responses");
        for (Map.Entry<String, JsonNode> response : whole.path("responses").properties()) {
            JsonNode answer = resolve(response.getValue());
            ObjectNode kept = responses.putObject(response.getKey()).put("description", "");
            if (answer.has("content")) {
                kept.set("content", mediaTypes(answer));
            }
        }
        return operation;
    }

    private ObjectNode parameter(JsonNode whole) {
        JsonNode schema = resolve(whole.path("schema"));
        ObjectNode parameter = NODES.objectNode();
        parameter.set("name", whole.get("name"));
        parameter.set("in", whole.get("in"));
        parameter.put("required", whole.path("required").asBoolean(false));
        ObjectNode type = parameter.putObject("schema");
        type.put("type", schema.path("type").asText("string"));
        if (schema.has("default")) {
            type.set("default", schema.get("default"));
        }
        return parameter;
    }

    private static ObjectNode mediaTypes(JsonNode body) {
        ObjectNode content = NODES.objectNode();
        body.path("content")
                .fieldNames()
                .forEachRemaining(
                        type -> content.putObject(type).putObject("schema").put("type", "object"));
        return content;
    }

    private JsonNode resolve(JsonNode node) {
        JsonNode ref = node.path("$ref");
        return ref.isMissingNode() ? node : document.at(ref.asText().substring(1));
    }
}
