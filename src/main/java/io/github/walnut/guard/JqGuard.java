package io.github.walnut.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * Lets expressions in jq use the functions of a list and no others: none that reads the
 * environment, the exchange or input, defines functions, or runs without end. It follows the text
 * as jq reads it, into the expressions within strings too.
 */
public final class JqGuard {

    private static final Set<String> WORDS =
            Set.of(
                    ("if then elif else end as and or not reduce foreach try catch null true false"
                                    + " empty error length utf8bytelength keys keys_unsorted values"
                                    + " has in contains inside startswith endswith ltrimstr rtrimstr"
                                    + " split join ascii_downcase ascii_upcase explode implode test"
                                    + " match capture scan sub gsub splits tostring tonumber type map"
                                    + " map_values select path paths leaf_paths getpath setpath"
                                    + " delpaths del to_entries from_entries with_entries add any all"
                                    + " flatten floor ceil round sqrt pow log exp log10 log2 min max"
                                    + " min_by max_by sort sort_by group_by unique unique_by reverse"
                                    + " first last nth limit index rindex indices transpose tojson"
                                    + " fromjson now mktime gmtime todate fromdate strftime strptime"
                                    + " todateiso8601 fromdateiso8601 arrays objects iterables"
                                    + " booleans numbers normals finites strings nulls scalars"
                                    + " infinite nan isinfinite isfinite isnan isnormal isvalid"
                                    + " bsearch label break")
                            .split(" "));

    private static final Set<String> FORMATS =
            Set.of("@text", "@json", "@csv", "@tsv", "@html", "@uri", "@sh", "@base64", "@base64d");

    private static final String COMPUTED = "limit of what is computed";

    private final String text;

    /** What each open bracket is: an object, a string that goes on behind it, or another. */
    private final Deque<Character> open = new ArrayDeque<>();

    private int at;
    private boolean keyNext;

    /** Its first argument is next, and whether the bracket before it has been read. */
    private boolean limit;

    private boolean argument;

    private JqGuard(String text) {
        this.text = text;
    }

    /** The first word that is not allowed. */
    public static Optional<String> refused(String text) {
        return new JqGuard(text).scan();
    }

    private Optional<String> scan() {
        while (at < text.length()) {
            String bad = next(text.charAt(at));
            if (bad != null) {
                return Optional.of(bad);
            }
        }
        return Optional.empty();
    }

    private String next(char c) {
        if (c == '"') {
            at++;
            string();
            return null;
        }
        if (c == '#') {
            at = end('\n');
            return null;
        }
        if (letter(c)) {
            return word();
        }
        if (Character.isDigit(c)) {
            limit = false;
            keyNext = false;
            at = endOfNumber();
            return null;
        }
        if (c == '$' || c == '@' || c == '.') {
            return prefixed(c);
        }
        if (limit && !Character.isWhitespace(c)) {
            if (c != '(' || argument) {
                return COMPUTED;
            }
            argument = true;
        }
        bracket(c);
        return null;
    }

    private void bracket(char c) {
        at++;
        switch (c) {
            case '{' -> {
                open.push('{');
                keyNext = true;
            }
            case '(', '[' -> {
                open.push(c);
                keyNext = false;
            }
            case '}', ']' -> {
                open.poll();
                keyNext = false;
            }
            case ')' -> {
                Character opened = open.poll();
                keyNext = false;
                if (opened != null && opened == '"') {
                    string();
                }
            }
            case ',' -> keyNext = !open.isEmpty() && open.peek() == '{';
            default -> keyNext &= Character.isWhitespace(c);
        }
    }

    /** Behind the quote, or behind an expression in the string. */
    private void string() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                keyNext = false;
                limit = false;
                return;
            }
            if (c == '\\' && at < text.length() && text.charAt(at++) == '(') {
                open.push('"');
                keyNext = false;
                return;
            }
        }
    }

    private String word() {
        String word = name();
        boolean key = keyNext;
        keyNext = false;
        if (key) {
            return null;
        }
        if (limit) {
            return COMPUTED;
        }
        limit = word.equals("limit");
        argument = false;
        return WORDS.contains(word) ? null : word;
    }

    private String prefixed(char c) {
        if (limit) {
            return COMPUTED;
        }
        at++;
        keyNext = false;
        if (at >= text.length() || !letter(text.charAt(at))) {
            return null;
        }
        String name = name();
        if (c == '.') {
            return null;
        }
        if (c == '$' && (name.equals("ENV") || name.contains("::"))) {
            return "$" + name;
        }
        return c == '@' && !FORMATS.contains("@" + name) ? "@" + name : null;
    }

    private String name() {
        int begin = at;
        while (at < text.length()
                && (letter(text.charAt(at))
                        || Character.isDigit(text.charAt(at))
                        || text.startsWith("::", at)
                        || at > begin && text.startsWith("::", at - 1))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private int endOfNumber() {
        int end = at;
        while (end < text.length()
                && (Character.isDigit(text.charAt(end))
                        || text.charAt(end) == '.'
                        || exponent(end)
                        || end > at && exponent(end - 1) && "+-".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private boolean exponent(int place) {
        return text.charAt(place) == 'e' || text.charAt(place) == 'E';
    }

    private int end(char c) {
        int found = text.indexOf(c, at);
        return found < 0 ? text.length() : found;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}
