package io.github.walnut.security;

import java.util.Arrays;

/**
 * A text that is shown nowhere: it prints as {@code ***}, has no property that a JSON writer could
 * find, and cannot be serialised. Equal only to itself.
 */
public final class Secret {

    private final char[] text;

    private Secret(char[] text) {
        this.text = text;
    }

    /** Null stays null. */
    public static Secret of(String text) {
        return text == null ? null : new Secret(text.toCharArray());
    }

    /** A copy that the caller wipes after use. */
    public char[] open() {
        return text.clone();
    }

    /** For callers that need a text, which cannot be wiped. */
    public String reveal() {
        return new String(text);
    }

    public void wipe() {
        Arrays.fill(text, '\0');
    }

    @Override
    public String toString() {
        return "***";
    }
}
