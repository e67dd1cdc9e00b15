package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/** Texts of a target as people may see them: cut, and without what a terminal would obey. */
final class RemoteText {

    static final int LONGEST_MESSAGE = 2_048;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Lines and columns become words of one line. */
    private static final Pattern SPACES = Pattern.compile("[\t\r\n]+");

    /** Sequences of terminals, controls, and signs that turn the direction of text. */
    private static final Pattern UNSEEN =
            Pattern.compile(
                    "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z^_a-z])?"
                            + "|[\\p{Cntrl}\u0080-\u009f\u202a-\u202e\u2066-\u2069]");

    private RemoteText() {}

    static String clean(String text, int longest) {
        String plain =
                plain(text)
                        ? text
                        : UNSEEN.matcher(SPACES.matcher(text).replaceAll(" "))
                                .replaceAll("")
                                .strip();
        return plain.length() <= longest ? plain : plain.substring(0, longest);
    }

    /** The document with every text in it cleaned. */
    static JsonNode clean(JsonNode document) {
        if (document.isTextual()) {
            String text = document.textValue();
            String clean = clean(text, LONGEST_MESSAGE);
            return clean.equals(text) ? document : TextNode.valueOf(clean);
        }
        if (document.isArray()) {
            ArrayNode array = NODES.arrayNode(document.size());
            document.forEach(item -> array.add(clean(item)));
            return array;
        }
        if (document.isObject()) {
            ObjectNode object = NODES.objectNode();
            document.properties()
                    .forEach(
                            field ->
                                    object.set(
                                            clean(field.getKey(), LONGEST_MESSAGE),
                                            clean(field.getValue())));
            return object;
        }
        return document;
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
