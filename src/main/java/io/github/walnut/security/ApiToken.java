package io.github.walnut.security;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A long-lived token of a program, as it is kept: never its word.
 *
 * @param prefix the beginning of the word, by which people tell tokens apart
 * @param sha256 of the word, lower-case hex
 * @param scopes what it may do, as {@link TokenScope} reads them
 * @param allowIps ranges that it is accepted from; from everywhere when empty
 * @param lastUsedAt null before its first use
 */
public record ApiToken(
        UUID id,
        UUID userId,
        String name,
        String prefix,
        String sha256,
        List<String> scopes,
        List<String> allowIps,
        Instant expiresAt,
        Instant lastUsedAt,
        String lastUsedIp,
        Instant createdAt) {

    ApiToken used(Instant at, String ip) {
        return new ApiToken(
                id, userId, name, prefix, sha256, scopes, allowIps, expiresAt, at, ip, createdAt);
    }
}
