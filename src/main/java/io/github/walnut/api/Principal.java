package io.github.walnut.api;

import io.github.walnut.security.ApiToken;
import io.github.walnut.security.Role;
import java.time.Instant;
import java.util.UUID;

/**
 * Who asks, as proven by token and session.
 *
 * @param sessionId of the session, or of the API token
 * @param byCookie identified by cookie, hence subject to the CSRF check
 * @param authTime when the password was last proven
 * @param kind of the session: password, oidc or local; or token
 * @param expiresAt end of the access token
 * @param token the API token, or null for a session
 */
record Principal(
        UUID userId,
        UUID sessionId,
        Role role,
        String kind,
        boolean byCookie,
        Instant authTime,
        Instant expiresAt,
        ApiToken token) {

    /** Of a session. */
    Principal(
            UUID userId,
            UUID sessionId,
            Role role,
            String kind,
            boolean byCookie,
            Instant authTime,
            Instant expiresAt) {
        this(userId, sessionId, role, kind, byCookie, authTime, expiresAt, null);
    }

    /** The same caller with the rights that one of its scopes gives. */
    Principal limited(Role other, Instant proven) {
        return new Principal(userId, sessionId, other, kind, byCookie, proven, expiresAt, token);
    }
}
