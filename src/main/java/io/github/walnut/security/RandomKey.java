package io.github.walnut.security;

import java.security.SecureRandom;

/** Random texts of letters and digits, for keys and passwords. */
public final class RandomKey {

    /** Characters of a key, with 285 bits. */
    public static final int USUAL = 48;

    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private RandomKey() {}

    public static String text(int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
