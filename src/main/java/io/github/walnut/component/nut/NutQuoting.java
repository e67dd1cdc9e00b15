package io.github.walnut.component.nut;

/** Double quotes as NUT uses them on the wire. */
final class NutQuoting {

    private NutQuoting() {}

    /** In quotes, with a backslash before each backslash, quote and hash. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 8).append('"');
        for (char c : text.toCharArray()) {
            if (c == '\\' || c == '"' || c == '#') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /**
     * The value at the end of a line. Where the quotes do not balance it is what stands between the
     * first and the last of them.
     *
     * @return null where there is no value at all
     */
    static String value(String text) {
        String rest = text.strip();
        if (rest.isEmpty()) {
            return null;
        }
        if (rest.charAt(0) != '"') {
            return rest.indexOf('"') < 0 ? rest : betweenQuotes(rest);
        }
        int end = closing(rest);
        return end == rest.length() - 1 ? unescape(rest.substring(1, end)) : betweenQuotes(rest);
    }

    /** Whether the text is one well-formed quoted value or one bare word. */
    static boolean balanced(String text) {
        String rest = text.strip();
        return rest.startsWith("\"") ? closing(rest) == rest.length() - 1 : rest.indexOf('"') < 0;
    }

    /** Index of the quote that closes the one at index 0, or -1. */
    static int closing(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    private static String betweenQuotes(String text) {
        int first = text.indexOf('"');
        int last = text.lastIndexOf('"');
        return first == last ? text.substring(first + 1) : text.substring(first + 1, last);
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }
}
