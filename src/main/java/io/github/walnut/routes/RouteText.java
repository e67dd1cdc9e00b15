package io.github.walnut.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.policy.Findings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no text of a document may hold, wherever it stands (SEC-51, SEC-62). */
final class RouteText {

    private static final Pattern CODE =
            Pattern.compile(
                    "\\{\\{|\\$[A-Za-z]+\\{|\\}init\\$|RAW[({]"
                            + "|(?i:(?<![\\p{Alnum}_])(resource|bean|ref|type|class|env|sys|sysenv|file"
                            + "|classpath):)");

    private static final int LONGEST = 16_384;

    private RouteText() {}

    /** Leaves a finding at each text, or name of a member, that may mean something to Camel. */
    static void check(JsonNode node, Place at, Findings findings) {
        if (node.isTextual()) {
            check(node.textValue(), at, findings);
        }
        node.properties()
                .forEach(
                        member -> {
                            check(member.getKey(), at.at(member.getKey()), findings);
                            check(member.getValue(), at.at(member.getKey()), findings);
                        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            check(node.get(i), at.at(i), findings);
        }
    }

    private static void check(String text, Place at, Findings findings) {
        if (text.length() > LONGEST) {
            findings.schema(
                    at.pointer(),
                    "too_long",
                    "Text is longer than " + LONGEST + " characters",
                    null);
            return;
        }
        if (text.codePoints().anyMatch(RouteText::unprintable)) {
            findings.schema(at.pointer(), "bad_text", "Text holds control characters", null);
        }
        Matcher code = CODE.matcher(text);
        if (code.find()) {
            findings.schema(
                    at.pointer(),
                    "forbidden_text",
                    "'" + code.group() + "' may not stand in a route",
                    "Plain text, and in expressions ${body}, ${header.name}, ${variable.name},"
                            + " ${date:now:pattern}");
        }
    }

    private static boolean unprintable(int c) {
        return c < 0x20 && c != '\t' && c != '\r' && c != '\n'
                || c >= 0x7f && c < 0xa0
                || Character.getType(c) == Character.SURROGATE;
    }
}
