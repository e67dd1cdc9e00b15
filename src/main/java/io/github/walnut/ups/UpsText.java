package io.github.walnut.ups;

import java.util.regex.Pattern;

/** Texts of a UPS as people may see them: cut, and without what a terminal would obey. */
public final class UpsText {

    private static final int LONGEST = 256;

    /** Sequences of terminals, controls, and signs that turn the direction of text. */
    private static final Pattern UNSEEN =
            Pattern.compile(
                    "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z^_a-z])?"
                            + "|[\\p{Cntrl}\u0080-\u009f\u202a-\u202e\u2066-\u2069]");

    private UpsText() {}

    /**
     * @param text of a value, a name or a description; null stays
     */
    public static String clean(String text) {
        if (text == null) {
            return null;
        }
        String plain = plain(text) ? text : UNSEEN.matcher(text).replaceAll("");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }

    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                return false;
            }
        }
        return true;
    }
}
