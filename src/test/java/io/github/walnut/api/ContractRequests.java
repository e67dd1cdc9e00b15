package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Requests to every operation of the contract: right ones, ones at the edge, and hostile ones. */
public final class ContractRequests {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private record Target(String id, String method, String path, JsonNode node) {}

    /**
     * A request.
     *
     * @param path with its query
     * @param body null for none
     */
    public record Wish(
            String operation,
            String method,
            String path,
            Map<String, String> headers,
            String body) {}

    private final List<Target> targets = new ArrayList<>();
    private final Random random;
    private final SchemaValues values;

    /**
     * @param without operations that are left out
     * @param known values that exist, by the name of the parameter or member
     */
    public ContractRequests(Random random, Set<String> without, Map<String, List<String>> known)
            throws IOException {
        JsonNode document =
                new YAMLMapper()
                        .readTree(Files.readString(Path.of("src/main/resources/openapi.yaml")));
        this.random = random;
        this.values = new SchemaValues(document, random, known);
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                String id = method.getValue().path("operationId").asText();
                if (METHODS.contains(method.getKey()) && !without.contains(id)) {
                    targets.add(
                            new Target(
                                    id,
                                    method.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey(),
                                    method.getValue()));
                }
            }
        }
    }

    public Wish next() {
        Target target = values.one(targets);
        boolean fair = values.chance(0.4);
        Map<String, String> headers = new LinkedHashMap<>();
        String path = target.path();
        List<String> query = new ArrayList<>();
        for (JsonNode written : target.node().path("parameters")) {
            JsonNode parameter = values.resolve(written);
            String name = parameter.get("name").asText();
            boolean inPath = parameter.get("in").asText().equals("path");
            String value = value(parameter, fair || values.chance(inPath ? 0.85 : 0.6));
            switch (parameter.get("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(value));
                case "header" -> {
                    if (fair || values.chance(0.8)) {
                        headers.put(name, name.equals("If-Match") ? "*" : printable(value));
                    }
                }
                default -> {
                    if (values.chance(0.3)) {
                        query.add(encoded(name) + "=" + encoded(value));
                    }
                }
            }
        }
        if (!fair && values.chance(0.1)) {
            query.add(encoded(values.one(SchemaValues.HOSTILE)) + "=1");
        }
        if (target.method().equals("POST")) {
            headers.putIfAbsent("Idempotency-Key", new UUID(random.nextLong(), 1).toString());
        }
        String body = body(target, fair, headers);
        return new Wish(
                target.id(),
                target.method(),
                path + (query.isEmpty() ? "" : "?" + String.join("&", query)),
                headers,
                body);
    }

    private String value(JsonNode parameter, boolean fair) {
        if (!fair) {
            return values.one(SchemaValues.HOSTILE);
        }
        JsonNode schema = values.resolve(parameter.get("schema"));
        JsonNode item = schema.path("type").asText().equals("array") ? schema.get("items") : schema;
        return values.valid(parameter.get("name").asText(), item, 0).asText();
    }

    private String body(Target target, boolean fair, Map<String, String> headers) {
        JsonNode content = target.node().at("/requestBody/content");
        if (content.isMissingNode()) {
            return null;
        }
        List<String> types = new ArrayList<>();
        content.fieldNames().forEachRemaining(types::add);
        String type = values.one(types);
        headers.put("Content-Type", !fair && values.chance(0.05) ? "text/plain" : type);
        JsonNode valid = values.valid("", content.get(type).get("schema"), 0);
        JsonNode body = fair ? valid : values.spoilt(valid);
        if (type.contains("form-urlencoded")) {
            return form(body);
        }
        if (!fair && values.chance(0.08)) {
            return values.one(SchemaValues.HOSTILE) + body;
        }
        return write(type.contains("yaml") ? new YAMLMapper() : new ObjectMapper(), body);
    }

    private static String form(JsonNode body) {
        List<String> fields = new ArrayList<>();
        body.properties()
                .forEach(
                        f ->
                                fields.add(
                                        encoded(f.getKey())
                                                + "="
                                                + encoded(f.getValue().asText())));
        return String.join("&", fields);
    }

    private static String write(ObjectMapper mapper, JsonNode body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (IOException e) {
            return "\ufffd";
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
