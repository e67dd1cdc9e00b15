package io.github.walnut.security;

import java.util.Base64;

/**
 * Tokens of the double submit: a nonce and its HMAC over the session. Before a login the session is
 * the empty text.
 */
public final class CsrfTokens {

    private final byte[] key;
    private final Digests digests = new Digests();

    public CsrfTokens(Hkdf keys) {
        this.key = keys.key("walnut csrf v1");
    }

    public String issue(String sessionId) {
        String nonce = digests.randomToken(16);
        return nonce + "." + mac(sessionId, nonce);
    }

    /** Whether the header repeats the cookie and both were issued for this session. */
    public boolean valid(String header, String cookie, String sessionId) {
        if (header == null || cookie == null || !Digests.same(header, cookie)) {
            return false;
        }
        int dot = header.indexOf('.');
        return dot == 22
                && Digests.same(
                        header.substring(dot + 1), mac(sessionId, header.substring(0, dot)));
    }

    private String mac(String sessionId, String nonce) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Digests.hmacSha256(key, sessionId + '\n' + nonce));
    }
}
