package io.github.walnut.api;

import io.github.walnut.inventory.Capability;
import java.util.List;
import java.util.Map;

/**
 * A kind of system that can be connected.
 *
 * @param status valid, invalid or unavailable
 * @param errors why it is not valid
 * @param connectionSchema JSON Schema of {@code config} and {@code secrets}
 * @param secretFields members of the schema that are secrets
 */
public record IntegrationType(
        String id,
        String name,
        String version,
        String category,
        boolean builtIn,
        String status,
        List<String> errors,
        List<Capability> capabilities,
        Map<String, Object> connectionSchema,
        Map<String, Object> defaults,
        Map<String, Object> discovery,
        String sha256,
        List<String> secretFields) {

    public IntegrationType {
        errors = List.copyOf(errors);
        capabilities = List.copyOf(capabilities);
        secretFields = List.copyOf(secretFields);
    }
}
