package io.github.walnut.integration;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Refuses what makes a jq expression read the surroundings or run without end. */
final class JqCheck {

    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern REFUSED =
            Pattern.compile(
                    "\\$ENV\\b|(?<![.\\w])(env|def|input\\w*|debug|stderr|repeat|while|until|combinations|header|property)\\b(?!\\s*:)"
                            + "|(?<![.\\w])(recurse|range|header|property)\\s*\\(|(?<![.\\w])limit\\s*\\(\\s*[^0-9\\s]");

    private JqCheck() {}

    static void check(String language, String text, Consumer<String> refuse) {
        if (!language.equals("jq")) {
            return;
        }
        var found = REFUSED.matcher(STRING.matcher(text).replaceAll("\"\""));
        if (found.find()) {
            refuse.accept("jq may not use " + found.group().strip());
        }
    }
}
