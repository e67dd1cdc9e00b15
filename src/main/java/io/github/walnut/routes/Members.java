package io.github.walnut.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.walnut.policy.Findings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One object of a document, of which every member has to be asked for, or is refused. */
final class Members {

    private final JsonNode object;
    private final Place at;
    private final Findings findings;
    private final Set<String> asked = new HashSet<>();

    private Members(JsonNode object, Place at, Findings findings) {
        this.object = object;
        this.at = at;
        this.findings = findings;
    }

    /** Anything but an object is refused, and reads as an empty one. */
    static Members of(JsonNode node, Place at, Findings findings) {
        if (node != null && node.isObject()) {
            return new Members(node, at, findings);
        }
        findings.schema(at.pointer(), "wrong_type", "An object is expected here", null);
        return new Members(JsonNodeFactory.instance.objectNode(), at, findings);
    }

    Place at(String name) {
        return at.at(name);
    }

    /** Null when it is absent. */
    JsonNode get(String name) {
        asked.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** A text, number or boolean as text; null when it is absent. */
    String text(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isValueNode()) {
            findings.schema(at(name).pointer(), "wrong_type", name + " must be a text", null);
            return null;
        }
        return value.asText();
    }

    String required(String name) {
        String text = text(name);
        if (text == null && !object.has(name)) {
            findings.schema(at.pointer(), "missing", name + " is missing", null);
        }
        return text;
    }

    /** Refuses what nobody has asked for. */
    void end() {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!asked.contains(member.getKey())) {
                findings.schema(
                        at(member.getKey()).pointer(),
                        "not_allowed",
                        "'" + member.getKey() + "' is not allowed here",
                        asked.isEmpty() ? null : "One of " + String.join(", ", sorted()));
            }
        }
    }

    private java.util.List<String> sorted() {
        return asked.stream().sorted().toList();
    }
}
