package io.github.walnut.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.walnut.document.DocumentLimits;
import io.github.walnut.document.DocumentReader;
import io.github.walnut.document.UnreadableDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads JSON and YAML. In YAML only true and false are booleans: on, off, yes, no are text. */
final class Documents {

    private static final DocumentReader READER = new DocumentReader(DocumentLimits.ofKib(256, 32));

    private final ObjectMapper json =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    JsonNode yaml(String text) throws PackageException {
        try {
            JsonNode root = READER.yaml(text);
            return root == null ? MissingNode.getInstance() : root;
        } catch (UnreadableDocument unreadable) {
            throw new PackageException("manifest_unreadable", unreadable.getMessage());
        }
    }

    JsonNode json(String text) throws JsonProcessingException {
        return json.readTree(text);
    }

    /** A document that belongs to the program. */
    JsonNode resource(String name) {
        try (InputStream stream = Documents.class.getResourceAsStream(name)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return name.endsWith(".yaml") ? READER.yaml(text) : json.readTree(text);
        } catch (IOException | UnreadableDocument damaged) {
            throw new IllegalStateException("cannot read " + name, damaged);
        }
    }

    JsonNode tree(Object value) {
        return json.valueToTree(value);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> map(JsonNode node) {
        return json.convertValue(node, Map.class);
    }

    Object plain(JsonNode node) {
        return json.convertValue(node, Object.class);
    }

    /** The items of an array as text; none of anything else. */
    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }
}
