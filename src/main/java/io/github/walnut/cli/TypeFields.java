package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What has to be said, and what may be, of a host of a type: the options that add it. */
final class TypeFields {

    private final Output output;

    TypeFields(Output output) {
        this.output = output;
    }

    /**
     * @param type as the API tells it
     */
    void print(JsonNode type) {
        if (output.json()) {
            output.value(type);
            return;
        }
        JsonNode schema = type.path("connection_schema");
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        ArrayNode rows = Output.JSON.createArrayNode();
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            rows.add(row(field.getKey(), field.getValue(), required.contains(field.getKey())));
        }
        output.table(
                rows,
                "OPTION",
                "/option",
                "NEEDED",
                "/needed",
                "DEFAULT",
                "/default",
                "WHAT",
                "/what");
    }

    private static ObjectNode row(String name, JsonNode field, boolean needed) {
        boolean secret = field.path("secret").asBoolean() || field.path("writeOnly").asBoolean();
        JsonNode usual = field.path("default");
        ObjectNode row = Output.JSON.createObjectNode();
        row.put("option", secret ? "--secret " + name + "=@FILE" : "--set " + name + "=");
        row.put("needed", needed ? "yes" : null);
        row.put("default", usual.isMissingNode() ? null : plain(usual));
        row.put("what", what(field));
        return row;
    }

    private static String what(JsonNode field) {
        StringBuilder text = new StringBuilder(field.path("title").asText());
        if (field.hasNonNull("description")) {
            text.append(text.isEmpty() ? "" : ": ").append(field.path("description").asText());
        }
        if (field.path("enum").isArray()) {
            text.append(text.isEmpty() ? "" : ": ").append(Output.text(field.path("enum")));
        }
        return text.isEmpty() ? null : text.toString();
    }

    private static String plain(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
