package io.github.walnut.api;

import java.security.SecureRandom;
import java.util.Base64;

/** Words that a page's content security policy names once. */
final class Nonces {

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
