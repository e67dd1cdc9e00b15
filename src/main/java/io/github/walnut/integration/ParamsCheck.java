package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.ErrorClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Holds the parameters of a call against the verb's schema and fills in its defaults. */
final class ParamsCheck {

    private final Documents documents = new Documents();
    private final Map<Map<String, Object>, Schema> schemas = new ConcurrentHashMap<>();

    Map<String, Object> check(DriverCall call, Capability.Verb verb) throws DriverFailure {
        JsonNode schema = documents.tree(verb.params());
        Map<String, Object> filled = new LinkedHashMap<>(call.params());
        schema.path("properties")
                .properties()
                .forEach(
                        param -> {
                            if (param.getValue().has("default")) {
                                filled.putIfAbsent(
                                        param.getKey(),
                                        documents.plain(param.getValue().get("default")));
                            }
                        });
        List<InputError> errors =
                schemas.computeIfAbsent(verb.params(), params -> new Schema(schema))
                        .check(documents.tree(filled));
        if (!errors.isEmpty()) {
            throw refused(
                    errors.stream()
                            .map(error -> error.pointer() + " " + error.message())
                            .collect(Collectors.joining("; ")));
        }
        if (call.mode() == DriverCall.Mode.EXECUTE && needsConfirm(verb, schema, filled)) {
            throw refused("The verb " + verb.name() + " needs confirm: true.");
        }
        return filled;
    }

    private static boolean needsConfirm(
            Capability.Verb verb, JsonNode schema, Map<String, Object> params) {
        if (Boolean.TRUE.equals(params.get("confirm"))) {
            return false;
        }
        boolean byValue =
                schema.path("x-confirm-when").properties().stream()
                        .anyMatch(rule -> holds(rule.getValue(), params.get(rule.getKey())));
        return verb.confirmRequired() || byValue;
    }

    private static boolean holds(JsonNode values, Object given) {
        for (JsonNode value : values) {
            if (value.asText().equals(String.valueOf(given))) {
                return true;
            }
        }
        return false;
    }

    private static DriverFailure refused(String message) {
        return new DriverFailure(ErrorClass.VALIDATION, "validation_error", message);
    }
}
