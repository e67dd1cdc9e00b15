package io.github.walnut.api;

import io.github.walnut.security.Role;
import io.github.walnut.security.TokenScope;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Lets an API token reach the operations whose scopes it has, with no more rights than the scope
 * and its owner have. What names no scope is out of its reach.
 */
final class ScopeGate {

    /** In the contract: every token, whatever its scopes. */
    static final String ANY = "any";

    private ScopeGate() {}

    /**
     * The caller with the rights of the widest scope that fits.
     *
     * @param now when an executing scope counts as proven, since step-up was needed to make it
     */
    static Principal admit(
            Operation operation, Map<String, String> path, Principal caller, Instant now) {
        Optional<String> widest =
                operation.scopes().stream()
                        .map(scope -> filled(scope, path))
                        .filter(scope -> scope.equals(ANY) || has(caller, scope))
                        .max(Comparator.comparing(ScopeGate::limit));
        if (widest.isEmpty()) {
            throw new Problem(
                    ProblemCode.FORBIDDEN,
                    operation.scopes().isEmpty()
                            ? "API tokens cannot do this"
                            : "This needs the scope " + String.join(" or ", operation.scopes()));
        }
        Role owner = caller.role();
        Role limit = limit(widest.get());
        return caller.limited(
                owner.includes(limit) ? limit : owner,
                TokenScope.executes(widest.get()) ? now : Instant.EPOCH);
    }

    /** As a reader of everything that a viewer may hear, or refused. */
    static Principal reader(Principal caller) {
        if (!has(caller, TokenScope.READ)) {
            throw new Problem(ProblemCode.FORBIDDEN, "This needs the scope read");
        }
        return caller.limited(Role.VIEWER, Instant.EPOCH);
    }

    private static boolean has(Principal caller, String scope) {
        return caller.token().scopes().contains(scope);
    }

    private static Role limit(String scope) {
        return scope.equals(ANY) ? Role.VIEWER : TokenScope.limit(scope);
    }

    private static String filled(String scope, Map<String, String> path) {
        String filled = scope;
        for (Map.Entry<String, String> parameter : path.entrySet()) {
            filled = filled.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        return filled;
    }
}
