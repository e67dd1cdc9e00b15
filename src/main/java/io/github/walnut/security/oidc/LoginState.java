package io.github.walnut.security.oidc;

import java.util.UUID;

/**
 * What a login under way needs when the person comes back.
 *
 * @param next local path to go on to
 * @param session that is to be confirmed; null for a new login
 */
record LoginState(
        String state, String nonce, String issuer, String next, UUID session, long expiresAt) {}
