package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a type's connection, and what a host's values for them must be. */
public final class ConnectionSchema {

    private static final Documents DOCUMENTS = new Documents();
    private static final Pattern AUTHORITY =
            Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(\\[[^]]*]|[^/?#:]+)");

    private final JsonNode document;
    private final Map<String, JsonNode> fields = new LinkedHashMap<>();
    private final Set<String> required = new TreeSet<>();
    private final Schema checked;

    ConnectionSchema(JsonNode document) {
        this.document = document;
        document.path("properties")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue()));
        document.path("required").forEach(name -> required.add(name.asText()));
        this.checked = new Schema(new FieldSchemas(fields).withoutSecrets());
    }

    /** The schema as its author wrote it, to draw a form from. */
    public JsonNode document() {
        return document;
    }

    public Set<String> secretNames() {
        Set<String> names = new TreeSet<>();
        fields.forEach(
                (name, field) -> {
                    if (field.path("secret").asBoolean()) {
                        names.add(name);
                    }
                });
        return names;
    }

    /** The values with the defaults of the fields that are not given. */
    Map<String, Object> filled(Map<String, Object> config) {
        Map<String, Object> filled = new LinkedHashMap<>(config);
        fields.forEach(
                (name, field) -> {
                    if (field.has("default") && !field.path("secret").asBoolean()) {
                        filled.putIfAbsent(name, DOCUMENTS.plain(field.get("default")));
                    }
                });
        return filled;
    }

    /** All errors; pointers start at {@code /config} or {@code /secrets}. */
    List<InputError> check(Map<String, Object> config, Map<String, ?> secrets, Set<String> kept) {
        List<InputError> errors = new ArrayList<>();
        checked.check(DOCUMENTS.tree(config))
                .forEach(error -> errors.add(asValidation(error).below("/config")));
        config.forEach((name, value) -> FieldTexts.check(name, field(name), value, errors));
        secrets.keySet().stream()
                .filter(name -> !secretNames().contains(name))
                .forEach(
                        name -> errors.add(error("/secrets/" + name, "is no secret of this type")));
        required.stream()
                .filter(name -> !isGiven(name, config, secrets, kept))
                .forEach(name -> errors.add(error(place(name), "is required")));
        fields.forEach(
                (name, field) -> {
                    FieldCondition condition = new FieldCondition(field.path("x-required-if"));
                    if (condition.holds(config) && !isGiven(name, config, secrets, kept)) {
                        errors.add(
                                error(place(name), "is required where " + condition.words(config)));
                    }
                });
        checkSecrets(secrets, errors);
        checkCover(config, secrets, errors);
        return errors;
    }

    /** Their values stand in no error. */
    private void checkSecrets(Map<String, ?> secrets, List<InputError> errors) {
        secrets.forEach(
                (name, value) -> {
                    String pattern = field(name).path("pattern").asText("");
                    if (value instanceof String text
                            && !pattern.isEmpty()
                            && !Pattern.compile(pattern).matcher(text).find()) {
                        errors.add(error("/secrets/" + name, "is not of the form " + pattern));
                    }
                });
    }

    /** A type with the common field {@code insecure} sends in clear text only where it is true. */
    private void checkCover(
            Map<String, Object> config, Map<String, ?> secrets, List<InputError> errors) {
        if (!fields.containsKey("insecure") || Boolean.TRUE.equals(config.get("insecure"))) {
            return;
        }
        fields.keySet().stream()
                .filter(name -> field(name).path("format").asText().equals("uri"))
                .filter(name -> clear(config.get(name)) || clear(secrets.get(name)))
                .forEach(
                        name ->
                                errors.add(
                                        error(
                                                "/config/insecure",
                                                "must be true for the http:// of " + name)));
    }

    private static boolean clear(Object address) {
        return address instanceof String text && text.regionMatches(true, 0, "http://", 0, 7);
    }

    /** By pointer; a broadcast address is no host. */
    Map<String, String> hosts(Map<String, Object> config) {
        Map<String, String> hosts = new LinkedHashMap<>();
        config.forEach(
                (name, value) -> {
                    String format = field(name).path("format").asText("");
                    if (format.equals("uri")) {
                        String host = uriHost(String.valueOf(value));
                        if (host != null) {
                            hosts.put("/config/" + name, host);
                        }
                    } else if (format.equals("host") && !name.equals("broadcast")) {
                        hosts.put("/config/" + name, String.valueOf(value));
                    }
                });
        return hosts;
    }

    /** Null when there is none, or when it is not to be read. */
    private static String uriHost(String text) {
        Matcher authority = AUTHORITY.matcher(text);
        return authority.find() ? authority.group(1) : null;
    }

    private boolean isGiven(
            String name, Map<String, Object> config, Map<String, ?> secrets, Set<String> kept) {
        if (!secretNames().contains(name)) {
            return config.get(name) != null;
        }
        return secrets.containsKey(name) ? secrets.get(name) != null : kept.contains(name);
    }

    private String place(String name) {
        return (secretNames().contains(name) ? "/secrets/" : "/config/") + name;
    }

    private JsonNode field(String name) {
        return fields.getOrDefault(name, MissingNode.getInstance());
    }

    private static InputError asValidation(InputError error) {
        return new InputError("validation", error.pointer(), error.message());
    }

    private static InputError error(String pointer, String message) {
        return new InputError("validation", pointer, message);
    }
}
