package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Turns texts of path, query and headers into values of the contract's types. */
final class ParameterReader {

    private static final Pattern YEAR = Pattern.compile("^[0-9]{4}-");
    private static final Pattern ZONE = Pattern.compile("T[^T]*([zZ]|[+-][0-9:]+)$");

    /**
     * What stands in path and query.
     *
     * @param path decoded path parameters
     * @param query values by name, decoded
     */
    Map<String, Object> address(
            Operation operation, Map<String, String> path, Map<String, List<String>> query) {
        return read(
                operation,
                in -> !in.equals("header"),
                parameter ->
                        parameter.in().equals("path")
                                ? List.of(path.get(parameter.name()))
                                : query.getOrDefault(parameter.name(), List.of()));
    }

    /**
     * @param values by name, null where the request has none
     */
    Map<String, Object> headers(Operation operation, Map<String, String> values) {
        return read(operation, "header"::equals, parameter -> one(values.get(parameter.name())));
    }

    private static Map<String, Object> read(
            Operation operation,
            Predicate<String> in,
            Function<Operation.Parameter, List<String>> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Operation.Parameter parameter : operation.parameters()) {
            if (in.test(parameter.in())) {
                Object value = value(parameter, given.apply(parameter));
                if (value != null) {
                    values.put(parameter.name(), value);
                }
            }
        }
        return values;
    }

    private static List<String> one(String value) {
        return value == null ? List.of() : List.of(value);
    }

    private static Object value(Operation.Parameter parameter, List<String> given) {
        JsonNode schema = parameter.schema();
        if (schema.path("type").asText().equals("array")) {
            given.forEach(text -> scalar(parameter, schema.path("items"), text));
            return given.isEmpty() ? null : List.copyOf(given);
        }
        if (given.isEmpty()) {
            if (parameter.required()) {
                throw absent(parameter);
            }
            return schema.has("default")
                    ? scalar(parameter, schema, schema.get("default").asText())
                    : null;
        }
        if (given.size() > 1) {
            throw refused(parameter, String.join(", ", given), "one value");
        }
        return scalar(parameter, schema, given.get(0));
    }

    private static Problem absent(Operation.Parameter parameter) {
        return switch (parameter.name()) {
            case "If-Match" ->
                    new Problem(
                            ProblemCode.IF_MATCH_REQUIRED,
                            "The header If-Match must hold the ETag of the version that was read");
            case Idempotency.HEADER ->
                    new Problem(
                            ProblemCode.IDEMPOTENCY_KEY_REQUIRED,
                            "The header Idempotency-Key must hold 8 to 128 characters of"
                                    + " A-Z a-z 0-9 _ -, new for each thing to be done");
            default ->
                    new Problem(
                            ProblemCode.INVALID_PARAMETER,
                            "The parameter " + parameter.name() + " is missing");
        };
    }

    private static Object scalar(Operation.Parameter parameter, JsonNode schema, String text) {
        return switch (schema.path("type").asText()) {
            case "integer" -> integer(parameter, schema, text);
            case "boolean" -> bool(parameter, text);
            default -> string(parameter, schema, text);
        };
    }

    private static Integer integer(Operation.Parameter parameter, JsonNode schema, String text) {
        int least = schema.path("minimum").asInt(Integer.MIN_VALUE);
        int most = schema.path("maximum").asInt(Integer.MAX_VALUE);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(parameter, text, "an integer from " + least + " to " + most);
        }
        throw refused(parameter, text, "an integer from " + least + " to " + most);
    }

    private static Boolean bool(Operation.Parameter parameter, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(parameter, text, "true or false");
        };
    }

    private static Object string(Operation.Parameter parameter, JsonNode schema, String text) {
        if (text.length() > schema.path("maxLength").asInt(4096)) {
            throw refused(
                    parameter,
                    text.substring(0, 40) + "…",
                    "at most " + schema.path("maxLength").asInt(4096) + " characters");
        }
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw refused(parameter, "…", "text without control characters");
        }
        if (schema.has("pattern") && !text.matches(schema.get("pattern").asText())) {
            throw refused(parameter, text, "text like " + schema.get("pattern").asText());
        }
        if (schema.has("enum") && !names(schema.get("enum")).contains(text)) {
            throw refused(
                    parameter, text, "one of " + String.join(", ", names(schema.get("enum"))));
        }
        return switch (schema.path("format").asText()) {
            case "uuid" -> uuid(parameter, text);
            case "date-time" -> time(parameter, text);
            default -> text;
        };
    }

    private static String uuid(Operation.Parameter parameter, String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id.toString();
            }
        } catch (IllegalArgumentException e) {
            throw notAnId(parameter, text);
        }
        throw notAnId(parameter, text);
    }

    private static Problem notAnId(Operation.Parameter parameter, String text) {
        return parameter.in().equals("path")
                ? Problem.notFound("object", text)
                : refused(parameter, text, "a UUID");
    }

    private static Instant time(Operation.Parameter parameter, String text) {
        try {
            if (!YEAR.matcher(text).find()) {
                throw new DateTimeException("a year has four digits");
            }
            return ZONE.matcher(text).find()
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw refused(parameter, text, "a time such as 2026-05-02T08:12:49Z");
        }
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static Problem refused(Operation.Parameter parameter, String text, String expected) {
        return new Problem(
                ProblemCode.INVALID_PARAMETER,
                parameter.name() + " is '" + text + "', expected " + expected);
    }
}
