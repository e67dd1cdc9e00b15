package io.github.walnut.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.SimpleDateFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expressions that may stand in a route (SEC-62). What it accepts it writes anew, so that Camel
 * reads nothing but what was understood here.
 */
final class ExpressionGuard {

    static final String NAME = "[A-Za-z0-9_-]{1,64}";

    /** Each takes the place of a body of full size, so that a few can not fill the memory. */
    private static final int MOST_TOKENS = 10;

    private static final int LONGEST_PATH = 512;
    private static final int LONGEST_CONDITION = 1000;

    private static final Pattern TOKEN = Pattern.compile("\\$\\{([^}]*)}?");
    private static final Pattern VALUE = Pattern.compile("body|(header|variable)\\." + NAME);
    private static final Pattern DATE = Pattern.compile("date:now:([A-Za-z0-9 :.,/_+'-]{1,40})");

    private static final String OPERAND =
            "(\\$\\{[^}]*}|'[^']*'|\"[^\"]*\"|-?\\d{1,18}(\\.\\d{1,18})?|true|false|null)";
    private static final String COMPARISON =
            "(==|=~|>=|<=|>|<|!=|!=~|contains|!contains|~~|!~~|in|!in|range|!range|startsWith|endsWith"
                    + "|starts with|ends with)";
    private static final String TERM = OPERAND + "( +" + COMPARISON + " +" + OPERAND + ")?";
    private static final Pattern CONDITION =
            Pattern.compile(" *" + TERM + "( +(&&|\\|\\|) +" + TERM + ")* *");

    private static final String FIELD = "(\\.[A-Za-z0-9_-]+|\\['[A-Za-z0-9_. :@/-]+'])";
    private static final String LITERAL =
            "('[^'\\\\]*'|-?\\d{1,18}(\\.\\d{1,18})?|true|false|null)";
    private static final String FILTER_TERM =
            "@" + FIELD + "*( *(==|!=|<=|>=|<|>) *" + LITERAL + ")?";
    private static final Pattern PATH =
            Pattern.compile(
                    "\\$("
                            + FIELD
                            + "|\\.\\*|\\[\\*]|\\[-?\\d{1,6}]|\\[-?\\d{0,6}:-?\\d{0,6}]|\\[\\?\\("
                            + FILTER_TERM
                            + "( *(&&|\\|\\|) *"
                            + FILTER_TERM
                            + "){0,8}\\)])*(\\.length\\(\\))?");

    private final Faults faults;

    private final List<String> languages;

    ExpressionGuard(Set<String> languages, Faults faults) {
        this.languages = languages.stream().sorted().toList();
        this.faults = faults;
    }

    /** What an expression is asked for. */
    enum Use {
        VALUE,
        CONDITION
    }

    /**
     * Reads the expression among the members of a step, either as {@code simple: text} or below
     * {@code expression}.
     *
     * @return what Camel is given, or null when it was refused
     */
    ObjectNode read(ClosedObject step, Place at, Use use) {
        if (step.has("expression")) {
            Place inner = step.at("expression");
            ClosedObject holder = ClosedObject.of(step.get("expression"), inner, faults);
            ObjectNode expression = one(holder, inner, use);
            holder.end();
            return expression;
        }
        return one(step, at, use);
    }

    private ObjectNode one(ClosedObject holder, Place at, Use use) {
        List<String> given = languages.stream().filter(holder::has).toList();
        if (given.size() != 1) {
            faults.add(
                    at.pointer(),
                    given.isEmpty() ? "missing" : "ambiguous",
                    "Exactly one expression is expected here",
                    "One of " + String.join(", ", languages));
            languages.forEach(holder::get);
            return null;
        }
        String language = given.get(0);
        Place place = holder.at(language);
        JsonNode value = holder.get(language);
        if (value.isObject()) {
            ClosedObject form = ClosedObject.of(value, place, faults);
            place = form.at("expression");
            value = form.get("expression");
            form.end();
        }
        if (value == null || !value.isValueNode()) {
            faults.add(place.pointer(), "wrong_type", "The expression must be a text", null);
            return null;
        }
        String text = value.asText();
        boolean fine =
                switch (language) {
                    case "simple" -> simple(text, place, use);
                    case "jsonpath" -> path(text, place);
                    case "jq" -> jq(text, place);
                    case "variable" -> variable(text, place);
                    default -> true;
                };
        return fine ? written(language, text) : null;
    }

    private static ObjectNode written(String language, String text) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ObjectNode options = node.putObject(language).put("expression", text);
        if (language.equals("jsonpath")) {
            options.put("suppressExceptions", true)
                    .put("allowSimple", false)
                    .put("allowEasyPredicate", false);
        }
        return node;
    }

    private boolean jq(String text, Place at) {
        return JqGuard.refused(text)
                .map(
                        word -> {
                            faults.add(
                                    at.pointer(),
                                    "bad_jq",
                                    "'" + shortened(word) + "' is not allowed in jq",
                                    "Functions of jq that only compute with their input");
                            return false;
                        })
                .orElse(true);
    }

    private boolean variable(String name, Place at) {
        if (!name.matches(NAME)) {
            faults.add(
                    at.pointer(),
                    "bad_value",
                    "'" + shortened(name) + "' is no name of a variable",
                    "letters, digits, - and _");
            return false;
        }
        return true;
    }

    /** A text with values in it. */
    boolean simple(String text, Place at, Use use) {
        if (!tokens(text, at)) {
            return false;
        }
        boolean comparable = text.length() <= LONGEST_CONDITION;
        if (use == Use.CONDITION && !(comparable && CONDITION.matcher(text).matches())) {
            faults.add(
                    at.pointer(),
                    "bad_condition",
                    "This is no comparison of values",
                    "For example ${variable.severity} == 'error' && ${body} contains 'rack'");
            return false;
        }
        return true;
    }

    private boolean tokens(String text, Place at) {
        Matcher token = TOKEN.matcher(text);
        int count = 0;
        while (token.find()) {
            if (!token.group().endsWith("}") || !known(token.group(1))) {
                faults.add(
                        at.pointer(),
                        "bad_token",
                        "'" + shortened(token.group()) + "' is not allowed",
                        "${body}, ${header.name}, ${variable.name} or ${date:now:pattern}");
                return false;
            }
            count++;
        }
        if (count > MOST_TOKENS) {
            faults.add(
                    at.pointer(),
                    "too_many_tokens",
                    "At most " + MOST_TOKENS + " values may stand in one expression",
                    null);
        }
        return count <= MOST_TOKENS;
    }

    private static boolean known(String token) {
        Matcher date = DATE.matcher(token);
        return VALUE.matcher(token).matches() || date.matches() && pattern(date.group(1));
    }

    private static boolean pattern(String pattern) {
        try {
            new SimpleDateFormat(pattern, Locale.ROOT);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Only what narrows: deep scans, unions and patterns can grow without bound. */
    private boolean path(String text, Place at) {
        if (text.length() <= LONGEST_PATH && PATH.matcher(text).matches()) {
            return true;
        }
        faults.add(
                at.pointer(),
                "bad_path",
                "'" + shortened(text) + "' is not an allowed JSON path",
                "For example $.items[0].name or $.items[?(@.state == 'OB')]");
        return false;
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
