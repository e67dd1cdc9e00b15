package io.github.walnut.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.github.walnut.Canaries;
import io.github.walnut.ProblemsSeen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds answers against the contract: their status, their type and the shape of their body. */
public final class AnswerCheck {

    private static final AnswerCheck OF_CONTRACT = read();

    private final ContractReader reader;
    private final Contract contract;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    private AnswerCheck(ContractReader reader) {
        this.reader = reader;
        this.contract = reader.contract();
    }

    private static AnswerCheck read() {
        try {
            return new AnswerCheck(
                    new ContractReader(
                            Files.readString(Path.of("src/main/resources/openapi.yaml"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws for an answer that the contract does not know, or that tells a secret. */
    public static void check(HttpResponse<String> answer) {
        Canaries.check(answer);
        ProblemsSeen.hear(answer.statusCode(), answer.body());
        OF_CONTRACT.hold(answer);
    }

    private void hold(HttpResponse<String> answer) {
        String asked = answer.request().uri().getRawPath();
        String path = InnerRequest.present(asked);
        String method = answer.request().method();
        if (!(contract.match(method, path) instanceof Contract.Match.Found found)) {
            return;
        }
        String where = method + " " + path + " -> " + answer.statusCode();
        if (answer.statusCode() == 304 && answer.headers().firstValue("ETag").isPresent()) {
            return;
        }
        JsonNode responses =
                reader.document()
                        .path("paths")
                        .path(found.operation().path().text())
                        .path(method.toLowerCase(java.util.Locale.ROOT))
                        .path("responses");
        boolean refused = answer.statusCode() >= 400;
        JsonNode named = responses.path(Integer.toString(answer.statusCode()));
        JsonNode response = named.isMissingNode() && refused ? responses.path("default") : named;
        if (response.isMissingNode()) {
            throw new AssertionError(where + " is no status of the contract");
        }
        content(where, resolve(response).path("content"), answer);
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref")
                ? reader.document().at(node.get("$ref").asText().substring(1))
                : node;
    }

    private void content(String where, JsonNode content, HttpResponse<String> answer) {
        if (content.isMissingNode()) {
            if (!answer.body().isEmpty()) {
                throw new AssertionError(where + " has a body: " + answer.body());
            }
            return;
        }
        String type =
                answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0].trim();
        if (!content.has(type)) {
            throw new AssertionError(where + " is " + type + ", expected " + content);
        }
        if (type.endsWith("json")) {
            Set<ValidationMessage> errors =
                    schema(content.get(type).get("schema")).validate(parsed(where, answer));
            if (!errors.isEmpty()) {
                throw new AssertionError(where + ": " + errors + " in " + answer.body());
            }
        }
    }

    private JsonSchema schema(JsonNode schema) {
        String ref = schema.path("$ref").asText();
        if (ref.isEmpty()) {
            throw new AssertionError("the schema of an answer must be a reference: " + schema);
        }
        String name = ref.substring(ref.lastIndexOf('/') + 1);
        return schemas.computeIfAbsent(name, reader::schema);
    }

    private JsonNode parsed(String where, HttpResponse<String> answer) {
        try {
            return mapper.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(where + " is not JSON: " + answer.body(), e);
        }
    }
}
