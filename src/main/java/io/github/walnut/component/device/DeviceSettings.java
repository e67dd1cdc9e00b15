package io.github.walnut.component.device;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One transport block of one host, with the host's fields put in where it names them. */
final class DeviceSettings {

    private static final Pattern FIELD = Pattern.compile("\\{([a-z][a-z0-9_]*)}");

    private static final String MASK = "***";

    /** A part of an address that is as long as this may be a key. */
    private static final int TELLING = 8;

    private final DeviceConnection connection;
    private final Map<String, Object> block;

    DeviceSettings(DeviceConnection connection, Map<String, Object> block) {
        this.connection = connection;
        this.block = block;
    }

    /**
     * The block as it is for a host of this kind: {@code by} names the field that tells the kind,
     * {@code kinds} holds what a kind has of its own.
     */
    DeviceSettings ofItsKind() {
        String kind = text("by");
        if (kind == null || !(block.get("kinds") instanceof Map<?, ?> kinds)) {
            return this;
        }
        Map<String, Object> merged = new LinkedHashMap<>(block);
        merged.keySet().removeAll(List.of("by", "kinds"));
        if (kinds.get(kind) instanceof Map<?, ?> own) {
            own.forEach((name, value) -> merged.put(name.toString(), value));
        }
        return new DeviceSettings(connection, merged);
    }

    Set<String> keys() {
        return block.keySet();
    }

    /** Whether the block has the key, whatever it leads to. */
    boolean names(String key) {
        return block.containsKey(key);
    }

    String hostId() {
        return connection.hostId();
    }

    String revision() {
        return connection.revision();
    }

    /** Null when the block does not name it, or when a field in it is not set. */
    String text(String key) {
        Object value = value(block.get(key));
        return value == null ? null : value.toString();
    }

    String text(String key, String otherwise) {
        String text = text(key);
        return text == null || text.isEmpty() ? otherwise : text;
    }

    String required(String key) throws DeviceException {
        String text = text(key);
        if (text == null || text.isEmpty()) {
            throw DeviceException.of(
                    "validation",
                    "setting_missing",
                    "The connection of host " + hostId() + " has no " + key + ".");
        }
        return text;
    }

    int number(String key, int otherwise) throws DeviceException {
        String text = text(key);
        try {
            return text == null || text.isEmpty() ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw DeviceException.of(
                    "validation",
                    "setting_invalid",
                    "The " + key + " of host " + hostId() + " is " + text + ", not a number.");
        }
    }

    boolean flag(String key, boolean otherwise) {
        String text = text(key);
        return text == null ? otherwise : Boolean.parseBoolean(text);
    }

    List<?> list(String key) {
        return value(block.get(key)) instanceof List<?> list ? list : List.of();
    }

    /** Texts by name; those with a field that is not set are left out. */
    Map<String, String> map(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (value(block.get(key)) instanceof Map<?, ?> map) {
            map.forEach(
                    (name, value) -> {
                        Object text = value(value);
                        if (text != null) {
                            texts.put(name.toString(), text.toString());
                        }
                    });
        }
        return texts;
    }

    /** The nested block of that name, empty when there is none. */
    DeviceSettings nested(String key) {
        Map<String, Object> nested = new LinkedHashMap<>();
        if (block.get(key) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> nested.put(name.toString(), value));
        }
        return new DeviceSettings(connection, nested);
    }

    /** Opens the secret that the block names as {@code "{field}"}; wipe it after use. */
    char[] secret(String key) {
        if (!(block.get(key) instanceof String template)) {
            return null;
        }
        Matcher field = FIELD.matcher(template);
        return field.matches() ? connection.secrets().open(field.group(1)) : null;
    }

    /**
     * The text of the block with the secrets that it names put in, null without such a text.
     *
     * @throws DeviceException when one of them is not set
     */
    String opened(String key, UnaryOperator<String> encode) throws DeviceException {
        if (!(block.get(key) instanceof String template)) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        Matcher field = FIELD.matcher(template);
        while (field.find()) {
            char[] secret = connection.secrets().open(field.group(1));
            if (secret == null) {
                throw DeviceException.of(
                        "unauthenticated",
                        "no_credential",
                        "The " + field.group(1) + " of host " + hostId() + " is not set.");
            }
            field.appendReplacement(
                    text, Matcher.quoteReplacement(encode.apply(new String(secret))));
            Arrays.fill(secret, '\0');
        }
        return field.appendTail(text).toString();
    }

    /** What a host said, without the secrets that the block names. */
    String masked(String text) {
        String masked = text;
        for (String field : fields(block.values())) {
            char[] secret = connection.secrets().open(field);
            if (secret != null) {
                masked = masked.replace(new String(secret), MASK);
                for (String part : new String(secret).split("[/?&=:]")) {
                    masked = part.length() < TELLING ? masked : masked.replace(part, MASK);
                }
                Arrays.fill(secret, '\0');
            }
        }
        return masked;
    }

    private static Set<String> fields(Collection<?> values) {
        Set<String> fields = new TreeSet<>();
        for (Object value : values) {
            if (value instanceof String text) {
                FIELD.matcher(text).results().forEach(match -> fields.add(match.group(1)));
            } else if (value instanceof Map<?, ?> map) {
                fields.addAll(fields(map.values()));
            }
        }
        return fields;
    }

    /** Whether the secret that the block names is set. */
    boolean holds(String key) {
        char[] secret = secret(key);
        if (secret != null) {
            Arrays.fill(secret, '\0');
        }
        return secret != null;
    }

    private Object value(Object written) {
        if (!(written instanceof String template)) {
            return written;
        }
        Matcher whole = FIELD.matcher(template);
        if (whole.matches()) {
            return connection.fields().get(whole.group(1));
        }
        boolean complete =
                FIELD.matcher(template)
                        .results()
                        .allMatch(match -> connection.fields().containsKey(match.group(1)));
        return complete ? FIELD.matcher(template).replaceAll(this::replacement) : null;
    }

    private String replacement(MatchResult match) {
        return Matcher.quoteReplacement(connection.fields().get(match.group(1)).toString());
    }
}
