package io.github.walnut.security;

import java.time.Instant;
import java.util.UUID;

/**
 * Someone who may log in.
 *
 * @param email lower case, at most 254 characters, unique
 * @param displayName null when none was given
 * @param passwordHash PHC text of argon2id, or null for an account without a local password
 * @param role viewer, operator or admin
 * @param weakPassword set by the local command line for a password that breaks the rules
 * @param mustChange the password has to be changed at the next login
 * @param lastLoginAt null before the first login
 */
public record UserAccount(
        UUID id,
        String email,
        String displayName,
        String passwordHash,
        String role,
        boolean active,
        boolean weakPassword,
        boolean mustChange,
        int version,
        Instant createdAt,
        Instant updatedAt,
        Instant lastLoginAt) {}
