package io.github.walnut.policy;

import java.util.List;
import java.util.Map;

/** Checks parameters against the JSON Schema that a verb declares. */
@FunctionalInterface
public interface ParamsCheck {
    /**
     * @param pointer from the parameters, for example {@code /timeout_s}; empty means the whole
     */
    record Violation(String pointer, String message) {}

    List<Violation> check(Map<String, Object> schema, Map<String, Object> params);
}
