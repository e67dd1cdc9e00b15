package io.github.walnut.security;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What an API token may do, one word each: {@code read}, {@code metrics}, {@code dryrun}, {@code
 * ack}, {@code webhook:<name>}, {@code execute:<policy id>}. None reaches what administrators do.
 */
public final class TokenScope {

    public static final String READ = "read";

    private static final List<String> PLAIN = List.of(READ, "metrics", "dryrun", "ack");
    private static final Pattern WEBHOOK = Pattern.compile("webhook:[a-z0-9][a-z0-9._-]{0,63}");
    private static final String EXECUTE = "execute:";

    private TokenScope() {}

    /** Throws {@link IllegalArgumentException} for a word that is none of them. */
    public static void check(String scope) {
        if (!PLAIN.contains(scope) && !WEBHOOK.matcher(scope).matches() && !executes(scope)) {
            throw new IllegalArgumentException(
                    "scope '"
                            + scope
                            + "': expected read, metrics, dryrun, ack, webhook:<name> or"
                            + " execute:<policy id>");
        }
    }

    /** Whether it starts a policy for real, which only administrators may hand out. */
    public static boolean executes(String scope) {
        if (!scope.startsWith(EXECUTE)) {
            return false;
        }
        String id = scope.substring(EXECUTE.length());
        try {
            return UUID.fromString(id).toString().equals(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The policy that an executing scope names. */
    public static UUID policy(String scope) {
        return UUID.fromString(scope.substring(EXECUTE.length()));
    }

    /** The role that a request gets by this scope at most. */
    public static Role limit(String scope) {
        if (scope.startsWith(EXECUTE)) {
            return Role.ADMIN;
        }
        return scope.equals(READ) || scope.equals("metrics") ? Role.VIEWER : Role.OPERATOR;
    }
}
