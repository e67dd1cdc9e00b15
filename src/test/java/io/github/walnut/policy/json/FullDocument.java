package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A document that has every member of a schema, and a trigger of every kind; its values have the
 * right types but need not make sense together.
 */
final class FullDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode root;

    FullDocument(JsonNode root) {
        this.root = root;
    }

    ObjectNode write() {
        ObjectNode document = (ObjectNode) value(root);
        ArrayNode triggers = NODES.arrayNode();
        for (JsonNode kind : root.at("/$defs/trigger/properties/type/enum")) {
            triggers.add(trigger(kind.asText()));
        }
        if (document.has("trigger_group")) {
            ((ObjectNode) document.get("trigger_group")).set("triggers", triggers);
            document.put("version", 1);
        } else {
            document.remove("trigger");
            document.set("triggers", triggers);
        }
        return document;
    }

    private ObjectNode trigger(String kind) {
        JsonNode schema = root.at("/$defs/trigger");
        ObjectNode trigger = (ObjectNode) value(schema);
        for (JsonNode branch : schema.get("allOf")) {
            if (branch.at("/if/properties/type/const").asText().equals(kind)) {
                members(branch.get("then"), trigger);
            }
        }
        return trigger.put("type", kind);
    }

    private JsonNode value(JsonNode schema) {
        if (schema.has("$ref")) {
            return value(root.at(schema.get("$ref").asText().substring(1)));
        }
        for (String alternatives : new String[] {"oneOf", "anyOf"}) {
            if (!schema.has("properties") && schema.has(alternatives)) {
                JsonNode all = schema.get(alternatives);
                return value(all.get(all.size() - 1));
            }
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.get(0).asText() : type.asText()) {
            case "object" -> members(schema, NODES.objectNode());
            case "array" -> NODES.arrayNode().add(value(schema.path("items")));
            case "integer", "number" -> NODES.numberNode(schema.path("minimum").asInt(1));
            case "boolean" -> NODES.booleanNode(true);
            default ->
                    schema.has("examples") ? schema.get("examples").get(0) : NODES.textNode("abc");
        };
    }

    private ObjectNode members(JsonNode schema, ObjectNode object) {
        schema.path("properties")
                .properties()
                .forEach(member -> object.set(member.getKey(), value(member.getValue())));
        return object;
    }
}
