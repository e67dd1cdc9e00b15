package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every text that the contract takes, with placeholders in it: refused, or kept as it is. */
class StoredTextTest {

    private static final String NAME = "walnut.test.stored-canary";
    private static final String VALUE = "resolved-7d10c4";
    private static final String CANARY =
            "{{sys:"
                    + NAME
                    + "}} ${sys."
                    + NAME
                    + "} ${env:PATH} ${sysenv.PATH} {{env:PATH}} #{1+1} RAW(x)";
    private static final String PATH = System.getenv("PATH");
    private static final int DEEPEST = 8;
    private static final Set<String> LEFT_OUT =
            Set.of("session-login", "session-logout", "session-refresh", "setup-complete");
    private static final Duration LIMIT = TestLimits.WAIT;

    @TempDir private Path folder;
    private HomeServer walnut;
    private JsonNode contract;
    private List<String> canaries;

    @BeforeEach
    void start() throws Exception {
        System.setProperty(NAME, VALUE);
        Path file = Files.writeString(folder.resolve("canary.txt"), VALUE);
        canaries = List.of(CANARY, "resource:file:" + file);
        contract =
                new YAMLMapper()
                        .readTree(Files.readString(Path.of("src/main/resources/openapi.yaml")));
        walnut = new HomeServer(folder, Map.of());
        await().atMost(TestLimits.WAIT)
                .until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
    }

    @AfterEach
    void stop() {
        System.clearProperty(NAME);
        walnut.close();
    }

    private record Wish(String operation, String method, String path, ObjectNode body) {}

    /** So many come one after the other that some have to wait for their turn. */
    private HomeServer.Answer answered(Wish wish) {
        return await().atMost(LIMIT)
                .until(
                        () ->
                                walnut.send(
                                        wish.method(),
                                        wish.path(),
                                        wish.body().toString(),
                                        HomeServer.JSON),
                        answer -> !answer.json().path("code").asText().equals("rate_limited"));
    }

    @Test
    @Requirement("SEC-51")
    void no_text_of_the_contract_is_ever_resolved() throws Exception {
        List<Wish> wishes = wishes();
        assertThat(wishes).hasSizeGreaterThan(240);
        for (Wish wish : wishes) {
            HomeServer.Answer answer = answered(wish);
            assertThat(answer.status()).as(wish + answer.text()).isNotEqualTo(500);
            assertThat(answer.text()).as(wish.toString()).doesNotContain(VALUE, PATH);
        }
        for (String question : questions()) {
            HomeServer.Answer answer = walnut.get(question);
            assertThat(answer.status()).as(question + answer.text()).isNotEqualTo(500);
            assertThat(answer.text()).as(question).doesNotContain(VALUE, PATH);
        }
        for (String list :
                List.of(
                        "policies?document=true",
                        "integrations",
                        "hosts",
                        "maintenance",
                        "nut/servers",
                        "events",
                        "runs",
                        "routes?limit=500")) {
            assertThat(walnut.get("api/" + list).text()).doesNotContain(VALUE, PATH);
        }
    }

    /** For each operation one body for each text in it, with all that is required beside it. */
    private List<Wish> wishes() {
        List<Wish> wishes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : contract.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                JsonNode schema =
                        method.getValue().at("/requestBody/content/application~1json/schema");
                String id = method.getValue().path("operationId").asText();
                if (schema.isMissingNode() || LEFT_OUT.contains(id)) {
                    continue;
                }
                String where =
                        path.getKey()
                                .substring(1)
                                .replaceAll("\\{[a-z_]+}", UUID.randomUUID().toString());
                String verb = method.getKey().toUpperCase(java.util.Locale.ROOT);
                variants(schema, 0)
                        .filter(JsonNode::isObject)
                        .forEach(body -> wishes.add(new Wish(id, verb, where, (ObjectNode) body)));
            }
        }
        return wishes;
    }

    /** The schema's samples, each with a canary in place of one of its texts, however deep. */
    private Stream<JsonNode> variants(JsonNode given, int depth) {
        JsonNode schema = resolved(given);
        if (depth > DEEPEST) {
            return Stream.empty();
        }
        if (text(schema)) {
            return canaries.stream().map(JsonNodeFactory.instance::textNode);
        }
        Stream<JsonNode> choices =
                Stream.of("oneOf", "anyOf")
                        .flatMap(word -> elements(schema.path(word)))
                        .flatMap(choice -> variants(choice, depth + 1));
        Stream<JsonNode> items =
                variants(schema.path("items"), depth + 1)
                        .map(item -> JsonNodeFactory.instance.arrayNode().add(item));
        Stream<JsonNode> free =
                variants(schema.path("additionalProperties"), depth + 1)
                        .map(value -> required(schema).set("canary", value));
        Stream<JsonNode> members =
                schema.path("properties").properties().stream()
                        .flatMap(
                                member ->
                                        variants(member.getValue(), depth + 1)
                                                .map(
                                                        value ->
                                                                required(schema)
                                                                        .set(
                                                                                member.getKey(),
                                                                                value)));
        return Stream.of(choices, items, free, members).flatMap(one -> one);
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** For each text in a query, and in a path. */
    private List<String> questions() {
        List<String> questions = new ArrayList<>();
        String canary = URLEncoder.encode(canaries.get(0), StandardCharsets.UTF_8);
        for (Map.Entry<String, JsonNode> path : contract.get("paths").properties()) {
            String bare = path.getKey().substring(1);
            String where = bare.replaceAll("\\{[a-z_]+}", canary.replace("+", "%20"));
            if (path.getValue().has("get") && !bare.startsWith("auth/oidc")) {
                questions.add(where);
                elements(path.getValue().at("/get/parameters"))
                        .map(this::resolved)
                        .filter(parameter -> parameter.path("in").asText().equals("query"))
                        .forEach(
                                parameter ->
                                        questions.add(
                                                where
                                                        + "?"
                                                        + parameter.path("name").asText()
                                                        + "="
                                                        + canary));
            }
        }
        return questions;
    }

    private ObjectNode required(JsonNode shape) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (JsonNode name : shape.path("required")) {
            body.set(name.asText(), sample(resolved(shape.at("/properties/" + name.asText())), 0));
        }
        return body;
    }

    private JsonNode sample(JsonNode schema, int depth) {
        ObjectMapper mapper = new ObjectMapper();
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        return switch (type(schema)) {
            case "integer", "number" -> mapper.valueToTree(schema.path("minimum").asInt(1));
            case "boolean" -> mapper.valueToTree(false);
            case "array" -> mapper.createArrayNode();
            case "object" -> depth > 3 ? mapper.createObjectNode() : required(schema);
            default ->
                    mapper.valueToTree(
                            schema.path("format").asText().equals("uuid")
                                    ? UUID.randomUUID().toString()
                                    : schema.path("format").asText().equals("date-time")
                                            ? "2030-01-01T00:00:00Z"
                                            : "a plain text");
        };
    }

    private static boolean text(JsonNode schema) {
        return type(schema).equals("string") && !schema.has("enum");
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray()
                ? StreamSupport.stream(type.spliterator(), false)
                        .map(JsonNode::asText)
                        .filter(name -> !name.equals("null"))
                        .findFirst()
                        .orElse("")
                : type.asText();
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? contract.at(schema.get("$ref").asText().substring(1)) : schema;
    }
}
