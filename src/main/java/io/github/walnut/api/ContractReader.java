package io.github.walnut.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.github.walnut.security.Role;
import io.github.walnut.security.TokenScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the OpenAPI document. An operation without {@code operationId}, {@code x-role}, {@code
 * x-step-up}, {@code x-csrf}, {@code x-audit} or {@code x-pool} is refused. {@code x-scope} lists
 * the scopes of API tokens that reach it.
 */
final class ContractReader {

    static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static final int LONGEST_TEXT = 4096;

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String DEFINITIONS = "#/$defs/";

    private final JsonNode document;
    private final JsonNode definitions;
    private final JsonSchemaFactory schemas =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    ContractReader(String yaml) {
        try {
            this.document = new YAMLMapper().readTree(yaml);
            this.definitions = definitions(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("openapi.yaml: " + e.getOriginalMessage(), e);
        }
    }

    JsonNode document() {
        return document;
    }

    Contract contract() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                method -> {
                                                    if (METHODS.contains(method.getKey())) {
                                                        operations.add(
                                                                operation(
                                                                        path.getKey(),
                                                                        method.getKey(),
                                                                        method.getValue()));
                                                    }
                                                }));
        return new Contract(operations);
    }

    /** A validator for one of the document's schemas, by its name. */
    JsonSchema schema(String name) {
        ObjectNode root = ((ObjectNode) document).objectNode();
        root.put("$ref", DEFINITIONS + name);
        gather(name, root.putObject("$defs"));
        return schemas.getSchema(
                root, SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build());
    }

    /** With all the others, too, every validator would hold the whole document. */
    private void gather(String name, ObjectNode needed) {
        if (!needed.has(name)) {
            JsonNode definition = definitions.get(name);
            needed.set(name, definition);
            for (JsonNode ref : definition.findValues("$ref")) {
                gather(ref.asText().substring(DEFINITIONS.length()), needed);
            }
        }
    }

    /** The schemas as JSON Schema knows them, which has no {@code components}. */
    private static JsonNode definitions(JsonNode document) throws JsonProcessingException {
        String text = document.at("/components/schemas").toString();
        return new ObjectMapper().readTree(text.replace(SCHEMAS, "#/$defs/"));
    }

    private Operation operation(String path, String method, JsonNode node) {
        String where = method.toUpperCase(Locale.ROOT) + " " + path;
        String word = required(node, "x-role", where).asText();
        Role role = word.equals("public") ? null : Role.of(word);
        boolean stepUp = required(node, "x-step-up", where).asBoolean();
        List<String> scopes = scopes(node, method, role);
        if (!scopes.isEmpty() && (stepUp || role == Role.ADMIN)) {
            throw new IllegalArgumentException(
                    "openapi.yaml: " + where + " is for administrators, yet has " + scopes);
        }
        return new Operation(
                required(node, "operationId", where).asText(),
                method.toUpperCase(Locale.ROOT),
                PathTemplate.of(path),
                role,
                stepUp,
                required(node, "x-csrf", where).asBoolean(),
                required(node, "x-audit", where).asBoolean(),
                node.path("x-shown-once").asBoolean(false),
                node.path("x-long").asBoolean(false),
                pool(required(node, "x-pool", where).asText(), where),
                produces(node.path("responses")),
                scopes,
                parameters(node.path("parameters"), method),
                node.has("requestBody") ? body(node.get("requestBody"), where) : null);
    }

    private static OperationPool pool(String word, String where) {
        try {
            return OperationPool.named(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("openapi.yaml: " + where + ": " + e.getMessage(), e);
        }
    }

    private void accept(List<Operation.Parameter> parameters, String header, String component) {
        if (parameters.stream().noneMatch(known -> known.name().equals(header))) {
            JsonNode schema = document.at("/components/parameters/" + component + "/schema");
            parameters.add(new Operation.Parameter(header, "header", false, schema));
        }
    }

    private static Set<String> produces(JsonNode responses) {
        Set<String> types = new TreeSet<>();
        for (Map.Entry<String, JsonNode> response : responses.properties()) {
            if (response.getKey().startsWith("2")) {
                if (response.getValue().path("content").isEmpty()) {
                    return Set.of();
                }
                response.getValue().get("content").fieldNames().forEachRemaining(types::add);
            }
        }
        return types;
    }

    /** What viewers may read is in reach of {@code read} unless the contract says otherwise. */
    private static List<String> scopes(JsonNode node, String method, Role role) {
        if (node.has("x-scope")) {
            List<String> scopes = new ArrayList<>();
            node.get("x-scope").forEach(scope -> scopes.add(scope.asText()));
            return scopes;
        }
        return method.equals("get") && role == Role.VIEWER ? List.of(TokenScope.READ) : List.of();
    }

    /** A key is accepted with every POST, and a known version with every GET, named or not. */
    private List<Operation.Parameter> parameters(JsonNode list, String method) {
        List<Operation.Parameter> parameters = new ArrayList<>();
        for (JsonNode item : list) {
            JsonNode node = resolve(item);
            parameters.add(
                    new Operation.Parameter(
                            node.get("name").asText(),
                            node.get("in").asText(),
                            node.path("required").asBoolean(false),
                            resolve(node.get("schema"))));
        }
        if (method.equals("post")) {
            accept(parameters, Idempotency.HEADER, "IdempotencyKey");
        } else if (method.equals("get")) {
            accept(parameters, ETags.IF_NONE_MATCH, "IfNoneMatch");
        }
        return parameters;
    }

    private Operation.Body body(JsonNode node, String where) {
        Map<String, JsonSchema> content = new LinkedHashMap<>();
        node.path("content")
                .properties()
                .forEach(
                        type -> {
                            String ref = type.getValue().at("/schema/$ref").asText();
                            if (!ref.startsWith(SCHEMAS)) {
                                throw new IllegalArgumentException(
                                        where + ": the body's schema must be a reference");
                            }
                            content.put(type.getKey(), schema(ref.substring(SCHEMAS.length())));
                        });
        return new Operation.Body(
                node.path("required").asBoolean(false),
                content,
                openDocument(node) ? Integer.MAX_VALUE : longestText(node, new HashSet<>()),
                node.path("x-on-disk").asBoolean(false),
                node.path("x-raw").asLong(0));
    }

    /** Such as a policy, whose texts have rules of their own. */
    private boolean openDocument(JsonNode body) {
        for (JsonNode type : body.path("content")) {
            JsonNode schema = resolve(type.path("schema"));
            if (schema.path("additionalProperties").asBoolean(false) && !schema.has("properties")) {
                return true;
            }
        }
        return false;
    }

    /** A text is short unless the contract says of one in this body that it may be longer. */
    private int longestText(JsonNode node, Set<String> seen) {
        int longest = Math.max(LONGEST_TEXT, node.path("maxLength").asInt(0));
        if (node.has("$ref") && seen.add(node.get("$ref").asText())) {
            longest = Math.max(longest, longestText(resolve(node), seen));
        }
        for (JsonNode child : node) {
            longest = Math.max(longest, longestText(child, seen));
        }
        return longest;
    }

    private JsonNode resolve(JsonNode node) {
        JsonNode ref = node.path("$ref");
        return ref.isMissingNode() ? node : document.at(ref.asText().substring(1));
    }

    private static JsonNode required(JsonNode node, String member, String where) {
        if (!node.has(member)) {
            throw new IllegalArgumentException("openapi.yaml: " + where + " has no " + member);
        }
        return node.get(member);
    }
}
