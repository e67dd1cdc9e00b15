package io.github.walnut.inventory;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A query over targets: {@code label.tier=bronze and not name~"dns-*"}. Fields {@code id}, {@code
 * name}, {@code state}, {@code label.<key>}, {@code attr.<path>}; {@code and} binds stronger than
 * {@code or}.
 */
final class TargetQuery {
    private static final int MOST_CHARACTERS = 1024;
    private static final int MOST_DEPTH = 8;

    private final String text;
    private int at;
    private int depth;

    private TargetQuery(String text) {
        this.text = text;
    }

    /**
     * @throws BadSelector with the column of what does not follow the grammar
     */
    static Predicate<Target> parse(String text) throws BadSelector {
        if (text.length() > MOST_CHARACTERS) {
            throw new BadSelector("The query is longer than " + MOST_CHARACTERS + " characters");
        }
        TargetQuery query = new TargetQuery(text);
        Predicate<Target> all = query.disjunction();
        if (!query.atEnd()) {
            throw query.unexpected("and, or or the end");
        }
        return all;
    }

    private Predicate<Target> disjunction() throws BadSelector {
        if (++depth > MOST_DEPTH) {
            throw new BadSelector("The query is nested more than " + MOST_DEPTH + " levels deep");
        }
        Predicate<Target> any = conjunction();
        while (word("or")) {
            any = any.or(conjunction());
        }
        depth--;
        return any;
    }

    private Predicate<Target> conjunction() throws BadSelector {
        Predicate<Target> all = term();
        while (word("and")) {
            all = all.and(term());
        }
        return all;
    }

    private Predicate<Target> term() throws BadSelector {
        boolean negated = false;
        while (word("not")) {
            negated = !negated;
        }
        Predicate<Target> term = sign("(") ? inParentheses() : comparison();
        return negated ? term.negate() : term;
    }

    private Predicate<Target> inParentheses() throws BadSelector {
        Predicate<Target> inner = disjunction();
        if (!sign(")")) {
            throw unexpected(")");
        }
        return inner;
    }

    private Predicate<Target> comparison() throws BadSelector {
        int start = skipBlanks();
        String field = value("a field");
        if (!field.matches("id|name|state|label\\..+|attr\\..+")) {
            throw new BadSelector(
                    "Unknown field '%s' at column %d: expected id, name, state, label.<key> or attr.<path>"
                            .formatted(field, start + 1));
        }
        if (word("in")) {
            List<String> values = list();
            return target -> values.contains(read(target, field));
        }
        for (String op : List.of("!=", "<=", ">=", "=", "<", ">", "~")) {
            if (sign(op)) {
                return compare(field, op, value("a value"));
            }
        }
        throw unexpected("one of = != ~ < <= > >= in");
    }

    private List<String> list() throws BadSelector {
        if (!sign("(")) {
            throw unexpected("(");
        }
        List<String> values = new ArrayList<>();
        do {
            values.add(value("a value"));
        } while (sign(","));
        if (!sign(")")) {
            throw unexpected(") or a comma");
        }
        return values;
    }

    private Predicate<Target> compare(String field, String op, String value) throws BadSelector {
        switch (op) {
            case "=":
                return target -> value.equals(read(target, field));
            case "!=":
                return target -> !value.equals(read(target, field));
            case "~":
                return target -> {
                    String found = read(target, field);
                    return found != null && like(value, found);
                };
            default:
                return ordered(field, op, value);
        }
    }

    private Predicate<Target> ordered(String field, String op, String value) throws BadSelector {
        BigDecimal limit = number(value);
        if (limit == null) {
            throw new BadSelector("'" + value + "' behind " + op + " is not a number");
        }
        return target -> {
            BigDecimal found = number(read(target, field));
            if (found == null) {
                return false;
            }
            int order = found.compareTo(limit);
            return switch (op) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        };
    }

    private static BigDecimal number(String text) {
        return text != null && text.matches("[+-]?\\d{1,18}(\\.\\d{1,18})?")
                ? new BigDecimal(text)
                : null;
    }

    /**
     * Whether the text is of the pattern, {@code *} being any and {@code ?} one character. A star
     * takes as little as it can and more only when what follows fails, so that the time grows with
     * the product of both lengths, however many stars there are.
     */
    static boolean like(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int behind = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                behind = t;
            } else if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++behind;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** The field's value as text, or null when the target has none. */
    static String read(Target target, String field) {
        return switch (field) {
            case "id" -> target.externalId();
            case "name" -> target.name();
            case "state" -> target.status();
            default ->
                    field.startsWith("label.")
                            ? target.labels().get(field.substring("label.".length()))
                            : attribute(target.attrs(), field.substring("attr.".length()));
        };
    }

    /** The attribute at a dotted path; a key that holds dots itself is found as well. */
    static String attribute(Map<?, ?> attrs, String path) {
        Object value = attrs.get(path);
        for (int dot = path.indexOf('.');
                value == null && dot > 0;
                dot = path.indexOf('.', dot + 1)) {
            if (attrs.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                return attribute(inner, path.substring(dot + 1));
            }
        }
        return value == null || value instanceof Map ? null : String.valueOf(value);
    }

    private String value(String expected) throws BadSelector {
        int start = skipBlanks();
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted(start);
        }
        while (at < text.length() && " \t()=!<>~,\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == start) {
            throw unexpected(expected);
        }
        return text.substring(start, at);
    }

    private String quoted(int start) throws BadSelector {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
        }
        if (at++ >= text.length()) {
            throw new BadSelector("The quote at column " + (start + 1) + " is not closed");
        }
        return value.toString();
    }

    private boolean sign(String sign) {
        skipBlanks();
        boolean found = text.startsWith(sign, at);
        at += found ? sign.length() : 0;
        return found;
    }

    private boolean word(String word) {
        int start = skipBlanks();
        int end = start + word.length();
        boolean found =
                end <= text.length()
                        && text.substring(start, end).toLowerCase(Locale.ROOT).equals(word)
                        && (end == text.length() || " \t(".indexOf(text.charAt(end)) >= 0);
        at = found ? end : at;
        return found;
    }

    private boolean atEnd() {
        return skipBlanks() >= text.length();
    }

    private int skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private BadSelector unexpected(String expected) {
        return new BadSelector("Column " + (at + 1) + " of the query: expected " + expected);
    }
}
