package io.github.walnut.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters of a verb that its schema takes, as far as the schema alone tells. */
final class SampleParams {

    private SampleParams() {}

    /** Empty when a parameter is needed that nobody can guess. */
    static Optional<Map<String, Object>> of(Map<String, Object> schema) {
        Map<String, Object> params = new LinkedHashMap<>();
        List<?> required = schema.get("required") instanceof List<?> names ? names : List.of();
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        for (Object name : required) {
            Object value = value(properties.get(name) instanceof Map<?, ?> one ? one : Map.of());
            if (value == null) {
                return Optional.empty();
            }
            params.put(name.toString(), value);
        }
        return Optional.of(params);
    }

    private static Object value(Map<?, ?> schema) {
        if (schema.containsKey("default")) {
            return schema.get("default");
        }
        if (schema.get("enum") instanceof List<?> words && !words.isEmpty()) {
            return words.get(0);
        }
        Object type = schema.get("type");
        if ("boolean".equals(type)) {
            return true;
        }
        return "integer".equals(type) || "number".equals(type)
                ? schema.containsKey("minimum") ? schema.get("minimum") : 1
                : null;
    }
}
