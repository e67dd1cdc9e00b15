package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks the steps of a kamelet: kinds of steps, targets, languages, number and depth. */
final class KameletSteps {

    private static final int MOST = 200;
    private static final int DEEPEST = 10;
    private static final Set<String> PLAIN =
            Set.of("setBody", "setVariable", "removeVariable", "to", "log", "stop");
    private static final Set<String> NESTED = Set.of("choice", "filter", "split");
    private static final Set<String> OPTIONS = Set.of("request", "save", "optional");

    private final String file;
    private final Manifest manifest;
    private final List<InputError> errors;
    private int count;

    KameletSteps(String file, Manifest manifest, List<InputError> errors) {
        this.file = file;
        this.manifest = manifest;
        this.errors = errors;
    }

    void check(JsonNode steps) {
        if (!steps.isArray() || steps.isEmpty()) {
            refuse("/spec/template/from/steps", "there are no steps");
            return;
        }
        steps(steps, "/spec/template/from/steps", 1);
    }

    private void steps(JsonNode steps, String pointer, int depth) {
        if (depth > DEEPEST) {
            refuse(pointer, "is nested more than " + DEEPEST + " deep");
            return;
        }
        for (int i = 0; i < steps.size(); i++) {
            for (Map.Entry<String, JsonNode> step : steps.get(i).properties()) {
                step(
                        step.getKey(),
                        step.getValue(),
                        pointer + "/" + i + "/" + step.getKey(),
                        depth);
            }
        }
    }

    private void step(String kind, JsonNode step, String pointer, int depth) {
        if (++count == MOST + 1) {
            refuse(pointer, "there are more than " + MOST + " steps");
        }
        if (!PLAIN.contains(kind) && !NESTED.contains(kind)) {
            refuse(pointer, kind + " is none of the steps that a driver may use");
            return;
        }
        switch (kind) {
            case "to" -> to(step, pointer);
            case "log" -> log(step, pointer);
            case "choice" -> choice(step, pointer, depth);
            default -> {
                expression(step, pointer);
                steps(step.path("steps"), pointer + "/steps", depth + 1);
            }
        }
    }

    private void choice(JsonNode choice, String pointer, int depth) {
        JsonNode branches = choice.path("when");
        for (int i = 0; i < branches.size(); i++) {
            String place = pointer + "/when/" + i;
            expression(branches.get(i), place);
            steps(branches.get(i).path("steps"), place + "/steps", depth + 1);
        }
        steps(choice.path("otherwise").path("steps"), pointer + "/otherwise/steps", depth + 1);
    }

    private void to(JsonNode to, String pointer) {
        String uri = to.isTextual() ? to.textValue() : to.path("uri").asText();
        if (!allowed(uri)) {
            refuse(pointer, uri + " is no transport, helper or kamelet of this type");
        }
        to.path("parameters")
                .fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!OPTIONS.contains(name)) {
                                refuse(pointer + "/parameters/" + name, "is none of " + OPTIONS);
                            }
                        });
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

    private void log(JsonNode log, String pointer) {
        if (!"DEBUG".equals(log.path("loggingLevel").asText())
                || log.path("message").asText().contains("$")) {
            refuse(pointer, "logs are constant text at DEBUG");
        }
    }

    private void expression(JsonNode step, String pointer) {
        JsonNode expression = step.path("expression");
        JsonNode languages = expression.isMissingNode() ? step : expression;
        for (String language : List.of("constant", "variable", "jq")) {
            if (languages.has(language)) {
                JsonNode text = languages.path(language);
                JqCheck.check(
                        language,
                        text.isTextual() ? text.textValue() : text.path("expression").asText(),
                        message -> refuse(pointer + "/expression", message));
                return;
            }
        }
        if (!expression.isMissingNode()) {
            refuse(pointer + "/expression", "languages are constant, variable and jq");
        }
    }

    private void refuse(String pointer, String message) {
        errors.add(KameletShape.error(file, pointer, message));
    }
}
