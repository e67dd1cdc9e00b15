package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/** The smallest body that the contract takes for an operation, as far as its schema tells. */
final class SampleBodies {

    private static final List<String> WORDS =
            List.of("abc", "ARM", "a@b.example", "10s", "1h", "2026-05-02T09:00:00Z", "1", "", "x");

    private final JsonNode document;
    private final JsonNodeFactory make = JsonNodeFactory.instance;

    SampleBodies(JsonNode document) {
        this.document = document;
    }

    /** JSON, or {@code {}} where the operation takes something else. */
    String of(Operation operation) {
        JsonNode schema =
                document.path("paths")
                        .path(operation.path().text())
                        .path(operation.method().toLowerCase(java.util.Locale.ROOT))
                        .path("requestBody")
                        .path("content")
                        .path(BodyReader.JSON)
                        .path("schema");
        return schema.isMissingNode() ? "{}" : value(schema).toString();
    }

    private JsonNode value(JsonNode given) {
        JsonNode schema = resolved(given);
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.has(choice)) {
                return value(schema.get(choice).get(0));
            }
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        return switch (type(schema)) {
            case "array" -> list(schema);
            case "string" -> make.textNode(text(schema));
            case "integer", "number" -> make.numberNode(schema.path("minimum").asInt(1));
            case "boolean" -> make.booleanNode(true);
            default -> object(schema);
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.get(0).asText() : type.asText("object");
    }

    private JsonNode list(JsonNode schema) {
        ArrayNode list = make.arrayNode();
        for (int i = 0; i < schema.path("minItems").asInt(0); i++) {
            list.add(value(schema.path("items")));
        }
        return list;
    }

    private JsonNode object(JsonNode schema) {
        ObjectNode object = make.objectNode();
        schema.path("required")
                .forEach(
                        name ->
                                object.set(
                                        name.asText(),
                                        value(schema.path("properties").path(name.asText()))));
        for (JsonNode part : schema.path("allOf")) {
            object.setAll((ObjectNode) object(resolved(part)));
        }
        if (object.isEmpty() && schema.path("minProperties").asInt(0) > 0) {
            String name = schema.path("properties").fieldNames().next();
            object.set(name, value(schema.path("properties").path(name)));
        }
        return object;
    }

    private static String text(JsonNode schema) {
        if (schema.path("format").asText().equals("uuid")) {
            return UUID.randomUUID().toString();
        }
        if (schema.path("format").asText().equals("date-time")) {
            return "2026-05-02T09:00:00Z";
        }
        int least = schema.path("minLength").asInt(0);
        String pattern = schema.path("pattern").asText(".*");
        return WORDS.stream()
                .filter(word -> word.length() >= least && word.matches(pattern))
                .findFirst()
                .orElse("abc".repeat(1 + least / 3));
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode ref = schema.path("$ref");
        return ref.isMissingNode() ? schema : document.at(ref.asText().substring(1));
    }
}
