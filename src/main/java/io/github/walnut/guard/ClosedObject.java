package io.github.walnut.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One object of a document, of which every member has to be asked for, or is refused. */
public final class ClosedObject {

    private final JsonNode object;
    private final Place at;
    private final Faults faults;
    private final Set<String> asked = new HashSet<>();

    private ClosedObject(JsonNode object, Place at, Faults faults) {
        this.object = object;
        this.at = at;
        this.faults = faults;
    }

    /** Anything but an object is refused, and reads as an empty one. */
    public static ClosedObject of(JsonNode node, Place at, Faults faults) {
        if (node != null && node.isObject()) {
            return new ClosedObject(node, at, faults);
        }
        faults.add(at.pointer(), "wrong_type", "An object is expected here", null);
        return new ClosedObject(JsonNodeFactory.instance.objectNode(), at, faults);
    }

    public Place at(String name) {
        return at.at(name);
    }

    /** Null when it is absent. */
    public JsonNode get(String name) {
        asked.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** A text, number or boolean as text; null when it is absent. */
    public String text(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isValueNode()) {
            faults.add(at(name).pointer(), "wrong_type", name + " must be a text", null);
            return null;
        }
        return value.asText();
    }

    public String required(String name) {
        String text = text(name);
        if (text == null && !object.has(name)) {
            faults.add(at.pointer(), "missing", name + " is missing", null);
        }
        return text;
    }

    /** Refuses what nobody has asked for. */
    public void end() {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!asked.contains(member.getKey())) {
                faults.add(
                        at(member.getKey()).pointer(),
                        "not_allowed",
                        "'" + member.getKey() + "' is not allowed here",
                        asked.isEmpty() ? null : "One of " + String.join(", ", sorted()));
            }
        }
    }

    private List<String> sorted() {
        return asked.stream().sorted().toList();
    }
}
