package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.policy.DurationText;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Findings;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One object of a document, read member by member. A member of the wrong type leaves a finding at
 * its pointer and reads as absent, so that one pass finds everything; {@code null} is absent.
 */
final class Fields {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private final JsonNode object;
    private final String pointer;
    private final Findings findings;
    private final Set<String> known = new HashSet<>();

    Fields(JsonNode object, String pointer, Findings findings) {
        this.object = object;
        this.pointer = pointer;
        this.findings = findings;
    }

    Findings findings() {
        return findings;
    }

    String pointer() {
        return pointer;
    }

    String at(String key) {
        return pointer + "/" + escape(key);
    }

    static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    boolean has(String key) {
        return get(key) != null;
    }

    /** The member, or null when it is absent or null. */
    JsonNode get(String key) {
        known.add(key);
        JsonNode value = object.get(key);
        return value == null || value.isNull() ? null : value;
    }

    String text(String key) {
        JsonNode value = get(key);
        if (value != null && !value.isTextual()) {
            wrongType(key, "text");
            return null;
        }
        return value == null ? null : value.textValue();
    }

    String text(String key, String fallback) {
        String value = text(key);
        return value == null ? fallback : value;
    }

    String requiredText(String key) {
        if (!has(key)) {
            missing(key);
            return null;
        }
        return text(key);
    }

    boolean bool(String key, boolean fallback) {
        JsonNode value = get(key);
        if (value != null && !value.isBoolean()) {
            wrongType(key, "true or false");
            return fallback;
        }
        return value == null ? fallback : value.booleanValue();
    }

    Integer integer(String key, Integer fallback, int min, int max) {
        JsonNode value = get(key);
        if (value == null) {
            return fallback;
        }
        if (!value.isIntegralNumber()) {
            wrongType(key, "an integer");
            return fallback;
        }
        if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            schema(
                    key,
                    "out_of_range",
                    key + " " + shown(value) + " is out of range",
                    min + " to " + max);
            return fallback;
        }
        return value.intValue();
    }

    /** Lower-case letters, digits, {@code -} and {@code _}, or null when absent or another. */
    String slug(String key) {
        String text = text(key);
        if (text == null || SLUG.matcher(text).matches()) {
            return text;
        }
        schema(key, "bad_id", key + " '" + text + "' is not a slug", "a-z, 0-9, - and _");
        return null;
    }

    Duration duration(String key, Duration fallback) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            schema(key, "bad_duration", key + ": " + e.getMessage(), "for example 30s, 5m, 1h30m");
            return fallback;
        }
    }

    Duration duration(String key, Duration fallback, Duration least, Duration most) {
        Duration duration = duration(key, fallback);
        if (duration != null && (duration.compareTo(least) < 0 || duration.compareTo(most) > 0)) {
            schema(
                    key,
                    "out_of_range",
                    key + " is out of range",
                    DurationText.format(least) + " to " + DurationText.format(most));
            return fallback;
        }
        return duration;
    }

    /** One of the words, exactly as written here, or null when absent or another. */
    String word(String key, String fallback, List<String> words) {
        String text = text(key);
        if (text == null || words.contains(text)) {
            return text == null ? fallback : text;
        }
        schema(
                key,
                "unknown_word",
                key + " '" + text + "' is unknown",
                "One of: " + String.join(", ", words));
        return fallback;
    }

    /** The object at the key, or null. */
    Fields object(String key) {
        JsonNode value = get(key);
        if (value != null && !value.isObject()) {
            wrongType(key, "an object");
            return null;
        }
        return value == null ? null : new Fields(value, at(key), findings);
    }

    List<JsonNode> list(String key) {
        JsonNode value = get(key);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            wrongType(key, "a list");
            return List.of();
        }
        List<JsonNode> items = new ArrayList<>();
        value.forEach(items::add);
        return items;
    }

    /** The objects of a list of at most {@code most}; items of another type leave a finding. */
    List<Fields> objects(String key, int most) {
        List<JsonNode> items = list(key);
        if (items.size() > most) {
            schema(key, "too_many", key + " has " + items.size() + " items", "at most " + most);
            return List.of();
        }
        List<Fields> objects = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isObject()) {
                objects.add(new Fields(items.get(i), at(key) + "/" + i, findings));
            } else {
                findings.schema(
                        at(key) + "/" + i,
                        "wrong_type",
                        key + "[" + i + "] must be an object",
                        null);
            }
        }
        return objects;
    }

    /** A list of texts; with {@code orOne} a single text counts as a list of one. */
    List<String> texts(String key, boolean orOne) {
        JsonNode value = get(key);
        if (orOne && value != null && value.isTextual()) {
            return List.of(value.textValue());
        }
        List<String> texts = new ArrayList<>();
        List<JsonNode> items = list(key);
        if (items.size() > Format.MAX_TEXTS) {
            schema(
                    key,
                    "too_many",
                    key + " has " + items.size() + " items",
                    "at most " + Format.MAX_TEXTS);
            return List.of();
        }
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isTextual() || items.get(i).isIntegralNumber()) {
                texts.add(items.get(i).asText());
            } else {
                findings.schema(
                        at(key) + "/" + i, "wrong_type", key + "[" + i + "] must be text", null);
            }
        }
        return texts;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Leaves a finding for each of the members that is absent. */
    void require(String... keys) {
        for (String key : keys) {
            if (!has(key)) {
                missing(key);
            }
        }
    }

    void missing(String key) {
        schema(key, "required", key + " is required", null);
    }

    void wrongType(String key, String expected) {
        schema(key, "wrong_type", key + " must be " + expected + ", not " + shown(get(key)), null);
    }

    void schema(String key, String code, String message, String hint) {
        findings.schema(at(key), code, message, hint);
    }

    void known(String key) {
        known.add(key);
    }

    /** Warns of members that nobody asked for. */
    void warnOfTheRest() {
        object.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!known.contains(key)) {
                                findings.add(unknown(key));
                            }
                        });
    }

    private Finding unknown(String key) {
        return new Finding(
                Severity.WARN,
                Findings.SCHEMA,
                at(key),
                "unknown_field",
                "Unknown field '" + key + "' is ignored",
                null);
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }
}
