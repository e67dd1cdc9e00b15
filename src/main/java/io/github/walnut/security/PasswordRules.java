package io.github.walnut.security;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;

/** What a password must be: long enough, not a common one, and not the account's own name. */
public final class PasswordRules {

    private static final int SHORTEST = 12;
    private static final int SHORTEST_LOCALLY = 8;
    private static final int LONGEST = 128;

    private volatile IntSupplier shortest = () -> SHORTEST;

    /**
     * @param least characters that a password has, asked anew each time
     */
    void least(IntSupplier least) {
        shortest = least;
    }

    /** The form that is hashed: NFC, so that one password has one form on every keyboard. */
    public static String normalised(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    /** Whether it is so short that not even the machine's own operator may choose it. */
    static boolean hopeless(String password) {
        return password.codePointCount(0, password.length()) < SHORTEST_LOCALLY;
    }

    /** The rule that the password breaks, as a sentence. */
    public Optional<String> broken(String email, String password) {
        int length = password.codePointCount(0, password.length());
        String lower = password.toLowerCase(Locale.ROOT);
        String name = email.toLowerCase(Locale.ROOT);
        int least = shortest.getAsInt();
        if (length < least || length > LONGEST) {
            return Optional.of(
                    "A password has " + least + " to " + LONGEST + " characters, not " + length);
        }
        if (CommonPasswords.contain(lower)) {
            return Optional.of("This password is among the most common ones");
        }
        if (lower.equals(name) || lower.equals(name.split("@", 2)[0])) {
            return Optional.of("A password must not be the e-mail address or its first part");
        }
        return Optional.empty();
    }
}
