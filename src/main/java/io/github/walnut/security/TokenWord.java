package io.github.walnut.security;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The word of an API token: {@code wnt_}, 32 random bytes in base 62 and six characters of checksum
 * (CRC-32), so that a torn or mistyped one is told apart without a look-up, and a leaked one is
 * recognised by its form.
 */
final class TokenWord {

    static final String MARK = "wnt_";

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int RANDOM = 43;
    private static final int CHECK = 6;
    private static final int SHOWN = MARK.length() + 6;
    private static final Pattern FORM =
            Pattern.compile(MARK + "[0-9A-Za-z]{" + (RANDOM + CHECK) + "}");

    private TokenWord() {}

    static String draw(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String body = MARK + text(new BigInteger(1, bytes), RANDOM);
        return body + checksum(body);
    }

    /** Whether it has the form of a token and its checksum fits. */
    static boolean wellFormed(String word) {
        int cut = word.length() - CHECK;
        return FORM.matcher(word).matches()
                && checksum(word.substring(0, cut)).equals(word.substring(cut));
    }

    /** So much of it may be shown for ever. */
    static String prefix(String word) {
        return word.substring(0, SHOWN);
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return text(BigInteger.valueOf(crc.getValue()), CHECK);
    }

    private static String text(BigInteger number, int length) {
        StringBuilder digits = new StringBuilder();
        for (BigInteger rest = number; digits.length() < length; rest = rest.divide(BASE)) {
            digits.append(DIGITS.charAt(rest.mod(BASE).intValue()));
        }
        return digits.reverse().toString();
    }
}
