package io.github.walnut.api;

import io.github.walnut.security.Role;
import java.time.Instant;
import java.util.UUID;

/**
 * Who asks, as proven by token and session.
 *
 * @param byCookie identified by cookie, hence subject to the CSRF check
 * @param authTime when the password was last proven
 * @param kind of the session: password, oidc or local
 * @param expiresAt end of the access token
 */
record Principal(
        UUID userId,
        UUID sessionId,
        Role role,
        String kind,
        boolean byCookie,
        Instant authTime,
        Instant expiresAt) {}
