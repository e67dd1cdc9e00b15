package io.github.walnut.cli;

import java.util.regex.Pattern;

/**
 * Texts as a terminal may see them. What a device, a target or somebody elsewhere calls itself must
 * neither steer it nor look like something else.
 */
final class TerminalText {

    private static final Pattern STEERING =
            Pattern.compile("[\\p{Cntrl}\\x80-\\x9f\\u202a-\\u202e\\u2066-\\u2069&&[^\n\t]]");

    private TerminalText() {}

    /** On one line. */
    static String cell(String text) {
        return lines(text).replace('\n', '?').replace('\t', '?');
    }

    /** Its lines and columns stay. */
    static String lines(String text) {
        return STEERING.matcher(text).replaceAll("?");
    }
}
