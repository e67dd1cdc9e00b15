package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.guard.ClosedObject;
import io.github.walnut.guard.Faults;
import io.github.walnut.guard.Place;
import io.github.walnut.guard.StepGuard;

/**
 * Reads the frame around a kamelet's steps. It has the members named here and no others, so neither
 * beans nor dependencies; what it accepts it writes anew.
 */
final class KameletShape {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String KIND_LABEL = "camel.apache.org/kamelet.type";

    private final String file;
    private final StepGuard steps;
    private final Faults faults;

    KameletShape(String file, StepGuard steps, Faults faults) {
        this.file = file;
        this.steps = steps;
        this.faults = faults;
    }

    ObjectNode read(JsonNode kamelet) {
        ClosedObject root = ClosedObject.of(kamelet, Place.ROOT, faults);
        ObjectNode written = NODES.objectNode();
        written.put("apiVersion", exactly(root, "apiVersion", "camel.apache.org/v1"));
        written.put("kind", exactly(root, "kind", "Kamelet"));
        written.set("metadata", metadata(inner(root, "metadata")));
        written.set("spec", spec(inner(root, "spec")));
        root.end();
        return written;
    }

    private ObjectNode metadata(ClosedObject metadata) {
        String name = metadata.required("name");
        if (!file.equals(name + ".kamelet.yaml")) {
            faults.add(
                    metadata.at("name").pointer(),
                    "bad_value",
                    "must be the name of the file",
                    file.replace(".kamelet.yaml", ""));
        }
        ClosedObject labels = inner(metadata, "labels");
        ObjectNode written = NODES.objectNode().put("name", name);
        written.putObject("labels").put(KIND_LABEL, exactly(labels, KIND_LABEL, "action"));
        labels.end();
        metadata.get("annotations");
        metadata.end();
        return written;
    }

    private ObjectNode spec(ClosedObject spec) {
        ObjectNode written = NODES.objectNode();
        ClosedObject definition = inner(spec, "definition");
        ObjectNode about = written.putObject("definition");
        about.put("title", definition.text("title"));
        about.put("description", definition.text("description"));
        about.put("type", definition.text("type"));
        definition.end();
        ClosedObject template = inner(spec, "template");
        ClosedObject from = inner(template, "from");
        template.end();
        spec.end();
        written.putObject("template").set("from", from(from));
        return written;
    }

    private ObjectNode from(ClosedObject from) {
        ObjectNode written = NODES.objectNode();
        written.put("uri", exactly(from, "uri", "kamelet:source"));
        JsonNode given = from.get("steps");
        if (given == null || given.isEmpty()) {
            faults.add(from.at("steps").pointer(), "missing", "there are no steps", null);
        } else {
            written.set("steps", steps.steps(given, from.at("steps")));
        }
        from.end();
        return written;
    }

    private ClosedObject inner(ClosedObject holder, String name) {
        return ClosedObject.of(holder.get(name), holder.at(name), faults);
    }

    private String exactly(ClosedObject holder, String name, String wanted) {
        if (!wanted.equals(holder.text(name))) {
            faults.add(holder.at(name).pointer(), "bad_value", "must be " + wanted, null);
        }
        return wanted;
    }
}
