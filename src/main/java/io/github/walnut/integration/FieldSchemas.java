package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** The plain JSON Schema behind connection fields: without what only a form needs. */
record FieldSchemas(Map<String, JsonNode> fields) {

    private static final Set<String> FORM_ONLY =
            Set.of(
                    "secret",
                    "format",
                    "examples",
                    "x-group",
                    "x-order",
                    "x-show-if",
                    "x-required-if");

    /** Closed: a secret, or a field that nobody declared, is an error here. */
    JsonNode withoutSecrets() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        fields.forEach(
                (name, field) -> {
                    if (!field.path("secret").asBoolean()) {
                        ObjectNode plain = field.deepCopy();
                        plain.remove(FORM_ONLY);
                        properties.set(name, plain);
                    }
                });
        return schema;
    }
}
