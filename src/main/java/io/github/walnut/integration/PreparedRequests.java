package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.run.ErrorClass;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests with places for values. A place is {@code {name}}; values go into path segments, query
 * values and texts in JSON or form, each of which the transport encodes as a whole.
 */
record PreparedRequests(List<JsonNode> requests) {

    static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z0-9_]*)}");

    JsonNode find(String id, JsonNode vars) throws DriverFailure {
        for (JsonNode request : requests) {
            if (request.path("id").asText().equals(id)) {
                ObjectNode filled = (ObjectNode) fill(request, vars);
                filled.set("path", segments(request.path("path"), vars));
                return filled;
            }
        }
        throw new DriverFailure(
                ErrorClass.VALIDATION,
                "request_unknown",
                "The host has no prepared request " + id + ".");
    }

    /** The path is cut into segments before values go in, so a value can never add one. */
    private static ArrayNode segments(JsonNode path, JsonNode vars) throws DriverFailure {
        ArrayNode segments = JsonNodeFactory.instance.arrayNode();
        for (String segment : path.asText().split("/")) {
            if (!segment.isEmpty()) {
                segments.add(insert(segment, vars));
            }
        }
        return segments;
    }

    private static JsonNode fill(JsonNode node, JsonNode vars) throws DriverFailure {
        if (node.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            for (var field : node.properties()) {
                boolean isPath = field.getKey().equals("path");
                filled.set(
                        field.getKey(), isPath ? field.getValue() : fill(field.getValue(), vars));
            }
            return filled;
        }
        if (node.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : node) {
                filled.add(fill(item, vars));
            }
            return filled;
        }
        return node.isTextual() ? value(node.textValue(), vars) : node;
    }

    /** A text that is one place only takes the value with its type. */
    private static JsonNode value(String text, JsonNode vars) throws DriverFailure {
        Matcher whole = PLACE.matcher(text);
        return whole.matches()
                ? required(whole.group(1), vars)
                : JsonNodeFactory.instance.textNode(insert(text, vars));
    }

    private static String insert(String text, JsonNode vars) throws DriverFailure {
        Matcher places = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (places.find()) {
            String value = required(places.group(1), vars).asText();
            places.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return places.appendTail(filled).toString();
    }

    private static JsonNode required(String name, JsonNode vars) throws DriverFailure {
        JsonNode value = vars.path(name);
        if (!value.isValueNode() || value.isNull()) {
            throw new DriverFailure(
                    ErrorClass.VALIDATION,
                    "var_missing",
                    "The prepared request needs the value " + name + ".");
        }
        return value;
    }
}
