package io.github.walnut.security;

import java.time.Instant;
import java.util.UUID;

/** What a verified access token says. */
public record AccessToken(
        UUID userId,
        UUID sessionId,
        Role role,
        Instant issuedAt,
        Instant expiresAt,
        Instant authTime,
        String amr) {}
