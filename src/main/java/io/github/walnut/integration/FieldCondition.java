package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of other fields, each one or a list of them, on which a field depends. */
record FieldCondition(JsonNode condition) {

    /** False without a condition. */
    boolean holds(Map<String, Object> config) {
        return condition.isObject()
                && condition.properties().stream()
                        .allMatch(each -> is(each.getValue(), config.get(each.getKey())));
    }

    /** The values that made it hold, for example {@code kind is ntfy}. */
    String words(Map<String, Object> config) {
        return condition.properties().stream()
                .map(each -> each.getKey() + " is " + config.get(each.getKey()))
                .collect(Collectors.joining(" and "));
    }

    private static boolean is(JsonNode wanted, Object given) {
        if (!wanted.isArray()) {
            return wanted.asText().equals(String.valueOf(given));
        }
        for (JsonNode each : wanted) {
            if (each.asText().equals(String.valueOf(given))) {
                return true;
            }
        }
        return false;
    }
}
