package io.github.walnut.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no text that Camel reads may hold, wherever it stands (SEC-51, SEC-62). */
public final class TextGuard {

    /** Placeholders, functions of simple, raw values, resources and beans. */
    private static final String COMMON =
            "\\{\\{|\\$[A-Za-z]+\\{|\\}init\\$|RAW[({]|(?i:(?<![\\p{Alnum}_])resource:"
                    + "|#(?:bean|class|type|valueas|property|autowired))";

    private static final Pattern IN_ROUTES =
            Pattern.compile(
                    COMMON
                            + "|(?i:(?<![\\p{Alnum}_])(bean|ref|type|class|env|sys|sysenv|file"
                            + "|classpath):)");

    private static final Pattern IN_DRIVERS = Pattern.compile(COMMON + "|\\}\\}|\\$\\{");

    private static final int LONGEST = 16_384;
    private static final int LONGEST_SHOWN = 24;

    private final Pattern code;
    private final String expected;
    private final Faults faults;

    private TextGuard(Pattern code, String expected, Faults faults) {
        this.code = code;
        this.expected = expected;
        this.faults = faults;
    }

    /** For routes of operators. */
    public static TextGuard ofRoutes(Faults faults) {
        return new TextGuard(
                IN_ROUTES,
                "Plain text, and in expressions ${body}, ${header.name}, ${variable.name},"
                        + " ${date:now:pattern}",
                faults);
    }

    /** For kamelets, whose texts hold values of jq and none of simple. */
    public static TextGuard ofDrivers(Faults faults) {
        return new TextGuard(IN_DRIVERS, "Plain text; in jq write } } for two braces", faults);
    }

    /** Leaves a finding at each text, or name of a member, that may mean something to Camel. */
    public void check(JsonNode node, Place at) {
        if (node.isTextual()) {
            check(node.textValue(), at);
        }
        node.properties()
                .forEach(
                        member -> {
                            check(member.getKey(), at.at(member.getKey()));
                            check(member.getValue(), at.at(member.getKey()));
                        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            check(node.get(i), at.at(i));
        }
    }

    private void check(String text, Place at) {
        if (text.length() > LONGEST) {
            faults.add(
                    at.pointer(),
                    "too_long",
                    "Text is longer than " + LONGEST + " characters",
                    null);
            return;
        }
        if (text.codePoints().anyMatch(TextGuard::unprintable)) {
            faults.add(at.pointer(), "bad_text", "Text holds control characters", null);
        }
        Matcher found = code.matcher(text);
        if (found.find()) {
            faults.add(
                    at.pointer(),
                    "forbidden_text",
                    "'" + shown(found.group()) + "' is not allowed in any text",
                    expected);
        }
    }

    private static String shown(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }

    private static boolean unprintable(int c) {
        return c < 0x20 && c != '\t' && c != '\r' && c != '\n'
                || c >= 0x7f && c < 0xa0
                || Character.getType(c) == Character.SURROGATE;
    }
}
