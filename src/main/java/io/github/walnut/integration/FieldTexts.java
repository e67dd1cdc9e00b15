package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Texts of a connection reach transports later. None may hold what a template language, a property
 * placeholder or a terminal would read as more than text (SEC-51).
 */
final class FieldTexts {

    private static final List<String> REFUSED =
            List.of("{{", "}}", "${", "$simple{", "RAW(", "resource:", "bean:", "ref:");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n]]");
    private static final Map<String, Predicate<String>> FORMATS =
            Map.of(
                    "host", matching("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|[0-9A-Fa-f:.]{2,45}"),
                    "mac", matching("[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}"),
                    "oid", matching("\\d+(\\.\\d+){1,127}"),
                    "uri", AddressForm::fits,
                    "duration", matching("\\d+(ms|s|m|h)"));

    private FieldTexts() {}

    private static Predicate<String> matching(String pattern) {
        return Pattern.compile(pattern).asMatchPredicate();
    }

    static void check(String name, JsonNode field, Object value, List<InputError> errors) {
        String pointer = "/config/" + name;
        if (value instanceof String text) {
            checkText(pointer, text, field.path("format").asText("").equals("pem"), errors);
            checkFormat(pointer, field.path("format").asText(""), text, errors);
        } else if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                checkText(pointer + "/" + i, String.valueOf(items.get(i)), true, errors);
            }
        } else if (value instanceof Map<?, ?> entries) {
            entries.forEach(
                    (key, text) ->
                            checkText(pointer + "/" + key, String.valueOf(text), false, errors));
        }
    }

    private static void checkText(
            String pointer, String text, boolean lines, List<InputError> errors) {
        REFUSED.stream()
                .filter(text::contains)
                .findFirst()
                .ifPresent(part -> errors.add(error(pointer, "must not hold " + part)));
        if (text.startsWith("#")) {
            errors.add(error(pointer, "must not start with #"));
        }
        if (CONTROL.matcher(text).find() || !lines && text.indexOf('\n') >= 0) {
            errors.add(error(pointer, "must not hold control characters"));
        }
    }

    private static void checkFormat(
            String pointer, String format, String text, List<InputError> errors) {
        Predicate<String> form = FORMATS.get(format);
        if (form != null && !text.isEmpty() && !form.test(text)) {
            errors.add(error(pointer, "is not of the form " + format));
        }
    }

    private static InputError error(String pointer, String message) {
        return new InputError("validation", pointer, message);
    }
}
