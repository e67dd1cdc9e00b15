package io.github.walnut.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.guard.ExpressionGuard.Use;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks the steps of routes of operators and of drivers (SEC-61, SEC-91). What it accepts it
 * writes anew, so that Camel reads nothing but what was understood here.
 */
public final class StepGuard {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern NAME = Pattern.compile(ExpressionGuard.NAME);
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_-]{0,64}\\*?");
    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    private static final int LONGEST_DELAY = 9_000;
    private static final int MOST_IN_A_PERIOD = 10_000;
    private static final int SHORTEST_PERIOD = 100;
    private static final int LONGEST_PERIOD = 60_000;
    private final StepRules rules;
    private final Faults faults;
    private final ExpressionGuard expressions;
    private int count;
    private int depth;

    /** For the steps of one route. */
    public StepGuard(StepRules rules, Faults faults) {
        this.rules = rules;
        this.faults = faults;
        this.expressions = new ExpressionGuard(rules.languages(), faults);
    }

    /** The steps as Camel is given them: nothing of the text but what was understood. */
    public ArrayNode steps(JsonNode steps, Place at) {
        depth++;
        try {
            if (depth <= rules.deepest()) {
                return list(steps, at);
            }
            faults.add(
                    at.pointer(),
                    "too_deep",
                    "Steps are nested more than " + rules.deepest() + " levels deep",
                    null);
            return NODES.arrayNode();
        } finally {
            depth--;
        }
    }

    private ArrayNode list(JsonNode steps, Place at) {
        ArrayNode written = NODES.arrayNode();
        if (steps == null || !steps.isArray()) {
            faults.add(at.pointer(), "wrong_type", "A list of steps is expected here", null);
            return written;
        }
        for (int i = 0; i < steps.size(); i++) {
            if (++count == rules.mostSteps() + 1) {
                faults.add(
                        at.at(i).pointer(),
                        "too_many_steps",
                        "There are more than " + rules.mostSteps() + " steps",
                        null);
            }
            if (count > rules.mostSteps()) {
                break;
            }
            step(steps.get(i), at.at(i), written);
        }
        return written;
    }

    private void step(JsonNode step, Place at, ArrayNode written) {
        if (step == null || !step.isObject() || step.size() != 1) {
            faults.add(
                    at.pointer(),
                    "wrong_type",
                    "A step is one word with what belongs to it",
                    words());
            return;
        }
        String word = step.fieldNames().next();
        JsonNode content = step.get(word);
        Place place = at.at(word);
        if (!rules.steps().contains(word)) {
            faults.add(
                    place.pointer(), "step_not_allowed", "'" + word + "' is not allowed", words());
            return;
        }
        ObjectNode options = options(word, content, place);
        if (options != null) {
            written.addObject().set(word, options);
        }
    }

    private ObjectNode options(String word, JsonNode content, Place at) {
        return switch (word) {
            case "log" -> log(content, at);
            case "setBody", "transform" -> value(content, at);
            case "setHeader" -> named(content, at, false);
            case "setVariable" -> named(content, at, true);
            case "removeHeader", "removeVariable" -> removed(content, at);
            case "removeHeaders" -> removeHeaders(content, at);
            case "filter" -> holding(content, at, Use.CONDITION);
            case "split" -> split(content, at);
            case "choice" -> choice(content, at);
            case "delay" -> delay(content, at);
            case "throttle" -> throttle(content, at);
            case "marshal", "unmarshal" -> json(content, at);
            case "to" -> to(content, at);
            case "stop" -> stop(content, at);
            default -> throw new IllegalStateException("no step is called " + word);
        };
    }

    private String words() {
        return rules.steps().stream().sorted().collect(Collectors.joining(", "));
    }

    private ClosedObject members(JsonNode content, Place at) {
        ClosedObject members = ClosedObject.of(content, at, faults);
        members.text("id");
        members.text("description");
        return members;
    }

    private ObjectNode log(JsonNode content, Place at) {
        ObjectNode written = NODES.objectNode();
        if (rules.quietLogs()) {
            return quietLog(content, at);
        }
        if (content.isTextual()) {
            expressions.simple(content.textValue(), at, Use.VALUE);
            return written.put("message", content.textValue());
        }
        ClosedObject log = members(content, at);
        String message = log.required("message");
        String level = log.text("loggingLevel");
        log.end();
        if (message != null) {
            expressions.simple(message, log.at("message"), Use.VALUE);
            written.put("message", message);
        }
        if (level != null && !LEVELS.contains(level)) {
            bad(log.at("loggingLevel"), "loggingLevel", level, String.join(", ", LEVELS));
        }
        return level == null ? written : written.put("loggingLevel", level);
    }

    private ObjectNode quietLog(JsonNode content, Place at) {
        ClosedObject log = members(content, at);
        String message = log.required("message");
        String level = log.required("loggingLevel");
        log.end();
        if (!"DEBUG".equals(level) || message == null || message.contains("$")) {
            bad(at, "log", message + " at " + level, "constant text at DEBUG");
        }
        return NODES.objectNode().put("message", message).put("loggingLevel", level);
    }

    private ObjectNode value(JsonNode content, Place at) {
        ClosedObject step = members(content, at);
        ObjectNode expression = expressions.read(step, at, Use.VALUE);
        step.end();
        return holder(expression);
    }

    private ObjectNode named(JsonNode content, Place at, boolean variable) {
        ClosedObject step = members(content, at);
        String name = step.required("name");
        ObjectNode expression = expressions.read(step, at, Use.VALUE);
        step.end();
        if (name != null) {
            checkName(name, step.at("name"), variable);
        }
        return holder(expression).put("name", name);
    }

    /** Names that Camel's own components listen to could steer them. */
    private void checkName(String name, Place at, boolean variable) {
        boolean camel = name.toLowerCase(java.util.Locale.ROOT).startsWith("camel");
        if (!NAME.matcher(name).matches() || camel && !variable) {
            bad(at, "name", name, "letters, digits, - and _, not beginning with Camel");
        }
    }

    private ObjectNode removed(JsonNode content, Place at) {
        String name;
        Place place = at;
        if (content.isTextual()) {
            name = content.textValue();
        } else {
            ClosedObject step = members(content, at);
            name = step.required("name");
            place = step.at("name");
            step.end();
        }
        if (name != null && !NAME.matcher(name).matches()) {
            bad(place, "name", name, "letters, digits, - and _");
        }
        return NODES.objectNode().put("name", name);
    }

    private ObjectNode removeHeaders(JsonNode content, Place at) {
        ObjectNode written = NODES.objectNode();
        ClosedObject step = members(content, at);
        for (String member : java.util.List.of("pattern", "excludePattern")) {
            String pattern = member.equals("pattern") ? step.required(member) : step.text(member);
            if (pattern != null) {
                if (!PATTERN.matcher(pattern).matches()) {
                    bad(step.at(member), member, pattern, "a name that may end with *");
                }
                written.put(member, pattern);
            }
        }
        step.end();
        return written;
    }

    private ObjectNode holding(JsonNode content, Place at, Use use) {
        ClosedObject step = members(content, at);
        ObjectNode written = holder(expressions.read(step, at, use));
        written.set("steps", steps(step.get("steps"), step.at("steps")));
        step.end();
        return written;
    }

    /** A part that fails, or is out of time, ends the rest. */
    private ObjectNode split(JsonNode content, Place at) {
        return holding(content, at, Use.VALUE).put("stopOnException", true);
    }

    private ObjectNode choice(JsonNode content, Place at) {
        ObjectNode written = NODES.objectNode();
        ClosedObject choice = members(content, at);
        JsonNode when = choice.get("when");
        if (when == null || !when.isArray() || when.isEmpty()) {
            faults.add(
                    choice.at("when").pointer(), "wrong_type", "A list of when is expected", null);
        } else {
            ArrayNode all = written.putArray("when");
            for (int i = 0; i < when.size(); i++) {
                all.add(holding(when.get(i), choice.at("when").at(i), Use.CONDITION));
            }
        }
        JsonNode otherwise = choice.get("otherwise");
        if (otherwise != null) {
            ClosedObject other = members(otherwise, choice.at("otherwise"));
            written.putObject("otherwise")
                    .set("steps", steps(other.get("steps"), other.at("steps")));
            other.end();
        }
        choice.end();
        return written;
    }

    private ObjectNode delay(JsonNode content, Place at) {
        ClosedObject step = members(content, at);
        ObjectNode expression = expressions.read(step, at, Use.VALUE);
        step.end();
        number(expression, at, "delay", 1, LONGEST_DELAY);
        return holder(expression).put("asyncDelayed", false);
    }

    private ObjectNode throttle(JsonNode content, Place at) {
        ClosedObject step = members(content, at);
        ObjectNode expression = expressions.read(step, at, Use.VALUE);
        String period = step.text("timePeriodMillis");
        step.end();
        number(expression, at, "throttle", 1, MOST_IN_A_PERIOD);
        ObjectNode written = holder(expression);
        if (period != null) {
            if (!within(period, SHORTEST_PERIOD, LONGEST_PERIOD)) {
                bad(
                        step.at("timePeriodMillis"),
                        "timePeriodMillis",
                        period,
                        SHORTEST_PERIOD + " to " + LONGEST_PERIOD);
            }
            written.put("timePeriodMillis", period);
        }
        return written;
    }

    private ObjectNode json(JsonNode content, Place at) {
        ClosedObject step = members(content, at);
        JsonNode json = step.get("json");
        if (json == null) {
            faults.add(at.pointer(), "missing", "json is missing", "json: {}");
        } else {
            ClosedObject options = ClosedObject.of(json, step.at("json"), faults);
            options.end();
        }
        step.end();
        ObjectNode written = NODES.objectNode();
        written.putObject("json").put("library", "Jackson");
        return written;
    }

    private ObjectNode to(JsonNode content, Place at) {
        return rules.to(content, at);
    }

    private ObjectNode stop(JsonNode content, Place at) {
        if (content != null && !content.isNull()) {
            members(content, at).end();
        }
        return NODES.objectNode();
    }

    private void number(ObjectNode expression, Place at, String what, int least, int most) {
        if (expression == null) {
            return;
        }
        String text = expression.at("/constant/expression").asText(null);
        if (text == null || !within(text, least, most)) {
            bad(
                    at,
                    what,
                    text == null ? "computed" : text,
                    "a constant from " + least + " to " + most);
        }
    }

    private static boolean within(String text, int least, int most) {
        return text.matches("\\d{1,6}")
                && Integer.parseInt(text) >= least
                && Integer.parseInt(text) <= most;
    }

    private void bad(Place at, String what, String value, String expected) {
        String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
        faults.add(
                at.pointer(),
                "bad_value",
                what + " cannot be '" + shown + "'",
                "Expected " + expected);
    }

    private static ObjectNode holder(ObjectNode expression) {
        ObjectNode written = NODES.objectNode();
        if (expression != null) {
            written.set("expression", expression);
        }
        return written;
    }
}
