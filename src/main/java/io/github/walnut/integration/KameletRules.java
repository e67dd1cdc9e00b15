package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.guard.ClosedObject;
import io.github.walnut.guard.Faults;
import io.github.walnut.guard.Place;
import io.github.walnut.guard.StepRules;
import java.util.List;
import java.util.Set;

/** What a kamelet may use (INT-55). */
final class KameletRules implements StepRules {

    private static final Set<String> STEPS =
            Set.of(
                    "setBody",
                    "setVariable",
                    "removeVariable",
                    "to",
                    "log",
                    "stop",
                    "choice",
                    "filter",
                    "split");
    private static final Set<String> LANGUAGES = Set.of("constant", "variable", "jq");
    private static final List<String> OPTIONS = List.of("request", "save", "optional");
    private static final String VALUE = "[A-Za-z0-9_-]{1,64}";
    private static final int MOST_STEPS = 200;
    private static final int DEEPEST = 10;

    private final Manifest manifest;
    private final Faults faults;

    KameletRules(Manifest manifest, Faults faults) {
        this.manifest = manifest;
        this.faults = faults;
    }

    @Override
    public Set<String> steps() {
        return STEPS;
    }

    @Override
    public Set<String> languages() {
        return LANGUAGES;
    }

    @Override
    public int mostSteps() {
        return MOST_STEPS;
    }

    @Override
    public int deepest() {
        return DEEPEST;
    }

    @Override
    public boolean quietLogs() {
        return true;
    }

    @Override
    public ObjectNode to(JsonNode content, Place at) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        if (content.isTextual()) {
            checkTarget(content.textValue(), at);
            return written.put("uri", content.textValue());
        }
        ClosedObject to = ClosedObject.of(content, at, faults);
        String uri = to.required("uri");
        JsonNode parameters = to.get("parameters");
        to.end();
        if (uri != null) {
            checkTarget(uri, to.at("uri"));
        }
        written.put("uri", uri);
        if (parameters != null) {
            parameters(
                    ClosedObject.of(parameters, to.at("parameters"), faults),
                    written.putObject("parameters"));
        }
        return written;
    }

    private void parameters(ClosedObject given, ObjectNode written) {
        for (String option : OPTIONS) {
            String value = given.text(option);
            if (value != null && !value.matches(VALUE)) {
                faults.add(
                        given.at(option).pointer(),
                        "bad_value",
                        option + " cannot be '" + value + "'",
                        "letters, digits, - and _");
            }
            if (value != null) {
                written.put(option, value);
            }
        }
        given.end();
    }

    private void checkTarget(String uri, Place at) {
        if (!allowed(uri)) {
            faults.add(
                    at.pointer(),
                    "endpoint_not_allowed",
                    "'" + uri + "' is no transport, helper or kamelet of this type",
                    "device: and a transport of plugin.yaml, helper: or kamelet:");
        }
    }

    private boolean allowed(String uri) {
        if (uri.startsWith("device:")) {
            return manifest.transports().containsKey(uri.substring("device:".length()));
        }
        if (uri.startsWith("helper:")) {
            return Helper.NAMES.contains(uri.substring("helper:".length()));
        }
        return uri.startsWith("kamelet:")
                && manifest.operations().containsValue(uri.substring("kamelet:".length()));
    }
}
