package io.github.walnut.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a protocol line as upsd does: blanks part words, double quotes hold them together, a
 * backslash escapes.
 */
final class Words {

    private Words() {}

    /** The words of the line, or null when quotes do not balance: upsd then stays silent. */
    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                word = append(word, line.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
                word = word == null ? new StringBuilder() : word;
            } else if (c == '#' && !quoted) {
                return null; // a comment swallows the rest, and with it the answer
            } else if (Character.isWhitespace(c) && !quoted) {
                if (word != null) {
                    words.add(word.toString());
                    word = null;
                }
            } else {
                word = append(word, c);
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return quoted ? null : words;
    }

    private static StringBuilder append(StringBuilder word, char c) {
        return (word == null ? new StringBuilder() : word).append(c);
    }

    /** The text in double quotes, with quotes and backslashes escaped. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
