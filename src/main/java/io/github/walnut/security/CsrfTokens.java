package io.github.walnut.security;

import java.util.Base64;
import java.util.List;

/**
 * Tokens of the double submit: a nonce and its HMAC over the session. Before a login the session is
 * the empty text.
 */
public final class CsrfTokens {

    private final Digests digests = new Digests();

    /** The first one makes tokens; each of them verifies. */
    private volatile List<byte[]> keys;

    public CsrfTokens(Hkdf keys) {
        use(keys, null);
    }

    /**
     * Makes tokens with other keys from now on.
     *
     * @param before whose tokens are accepted as well; null for none
     */
    public void use(Hkdf present, Hkdf before) {
        keys = before == null ? List.of(key(present)) : List.of(key(present), key(before));
    }

    private static byte[] key(Hkdf keys) {
        return keys.key("walnut csrf v1");
    }

    public String issue(String sessionId) {
        String nonce = digests.randomToken(16);
        return nonce + "." + mac(keys.get(0), sessionId, nonce);
    }

    /** Whether the header repeats the cookie and both were issued for this session. */
    public boolean valid(String header, String cookie, String sessionId) {
        if (header == null || cookie == null || !Digests.same(header, cookie)) {
            return false;
        }
        int dot = header.indexOf('.');
        if (dot != 22) {
            return false;
        }
        String nonce = header.substring(0, dot);
        String given = header.substring(dot + 1);
        return keys.stream().anyMatch(key -> Digests.same(given, mac(key, sessionId, nonce)));
    }

    private static String mac(byte[] key, String sessionId, String nonce) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Digests.hmacSha256(key, sessionId + '\n' + nonce));
    }
}
