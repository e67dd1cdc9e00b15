package io.github.walnut.component.nut;

import java.util.regex.Pattern;

/** What may be sent to a server: names by their alphabet, free text without control characters. */
final class NutName {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    private NutName() {}

    static boolean valid(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * @param what UPS, variable or command, for the message
     */
    static String require(String what, String name) {
        if (name == null || !valid(name)) {
            throw new IllegalArgumentException(
                    "%s name %s: expected 1 to 128 of A-Z a-z 0-9 _ . -"
                            .formatted(what, shown(name)));
        }
        return name;
    }

    static String requireText(String what, String text) {
        if (text == null) {
            throw new IllegalArgumentException(what + " is missing");
        }
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            throw new IllegalArgumentException(what + " holds a control character");
        }
        return text;
    }

    private static String shown(String name) {
        return name == null ? "is missing" : "'" + name.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
