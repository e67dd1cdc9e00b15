package io.github.walnut.security;

import java.time.Instant;
import java.util.UUID;

/**
 * One login. A refresh keeps the row and replaces its token.
 *
 * @param kind password, oidc or local
 * @param familyId shared by every refresh token that descends from one login
 * @param refreshSha256 lower-case hex of the present refresh token
 * @param previousSha256 of the token before it, or null
 * @param authTime when the password or provider was last checked; decides about step-up
 * @param amr how it was checked, for example {@code pwd}
 * @param expiresAt the absolute end, whatever the use
 * @param revokedAt null while it lives
 */
public record Session(
        UUID id,
        UUID userId,
        String kind,
        UUID familyId,
        String refreshSha256,
        String previousSha256,
        Instant authTime,
        String amr,
        String ip,
        String userAgent,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        Instant revokedAt) {}
