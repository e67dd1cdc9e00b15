package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import io.github.walnut.security.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One operation of the contract.
 *
 * @param id also the id of its route and the name behind {@code direct:}
 * @param role the least role, or null when everybody may call it
 * @param shownOnce its answer holds a secret that is not kept
 * @param pool whose threads carry it out
 * @param produces media types of its answers; empty when it may answer without content
 * @param longWork may take longer than others until it answers
 * @param scopes of API tokens that reach it; a path parameter may stand in one, as {@code {id}}
 * @param body null when it takes none
 */
record Operation(
        String id,
        String method,
        PathTemplate path,
        Role role,
        boolean stepUp,
        boolean csrf,
        boolean audit,
        boolean shownOnce,
        boolean longWork,
        OperationPool pool,
        Set<String> produces,
        List<String> scopes,
        List<Parameter> parameters,
        Body body) {

    /**
     * @param in path, query or header
     * @param schema with every reference resolved
     */
    record Parameter(String name, String in, boolean required, JsonNode schema) {}

    /**
     * @param content schema by media type
     * @param longestText characters that one text in it may have
     * @param onDisk the file of a form is streamed to disk, as it may be large
     * @param rawUpTo bytes that it may have when the operation reads it itself, as it came; else 0
     */
    record Body(
            boolean required,
            Map<String, JsonSchema> content,
            int longestText,
            boolean onDisk,
            long rawUpTo) {

        boolean raw() {
            return rawUpTo > 0;
        }
    }

    /** Whether the query may have this parameter. */
    boolean asks(String name) {
        return parameters.stream().anyMatch(p -> p.in().equals("query") && p.name().equals(name));
    }

    boolean open() {
        return role == null;
    }
}
