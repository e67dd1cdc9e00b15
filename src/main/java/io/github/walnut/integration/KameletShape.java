package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The frame around a kamelet's steps, and what no text in it may hold. */
final class KameletShape {

    private static final List<String> REFUSED =
            List.of("{{", "}}", "${", "RAW(", "resource:", "#bean");

    private KameletShape() {}

    static void check(String file, JsonNode kamelet, List<InputError> errors) {
        require(file, kamelet.path("apiVersion"), "camel.apache.org/v1", "/apiVersion", errors);
        require(file, kamelet.path("kind"), "Kamelet", "/kind", errors);
        require(
                file,
                kamelet.path("metadata").path("labels").path("camel.apache.org/kamelet.type"),
                "action",
                "/metadata/labels",
                errors);
        JsonNode name = kamelet.path("metadata").path("name");
        if (!file.equals(name.asText() + ".kamelet.yaml")) {
            errors.add(error(file, "/metadata/name", "must be the name of the file"));
        }
        require(
                file,
                kamelet.path("spec").path("template").path("from").path("uri"),
                "kamelet:source",
                "/spec/template/from/uri",
                errors);
        if (kamelet.path("spec").path("definition").has("properties")) {
            errors.add(error(file, "/spec/definition/properties", "input comes by variables"));
        }
        checkTexts(file, kamelet, "", errors);
    }

    private static void checkTexts(
            String file, JsonNode node, String pointer, List<InputError> errors) {
        if (node.isTextual()) {
            REFUSED.stream()
                    .filter(node.textValue()::contains)
                    .forEach(part -> errors.add(error(file, pointer, "must not hold " + part)));
        }
        node.properties()
                .forEach(
                        field ->
                                checkTexts(
                                        file,
                                        field.getValue(),
                                        pointer + "/" + field.getKey(),
                                        errors));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                checkTexts(file, node.get(i), pointer + "/" + i, errors);
            }
        }
    }

    private static void require(
            String file, JsonNode node, String wanted, String pointer, List<InputError> errors) {
        if (!wanted.equals(node.asText())) {
            errors.add(error(file, pointer, "must be " + wanted));
        }
    }

    static InputError error(String file, String pointer, String message) {
        return new InputError("not_allowed", "/" + file + pointer, message);
    }
}
