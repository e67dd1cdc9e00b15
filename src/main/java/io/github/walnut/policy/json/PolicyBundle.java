package io.github.walnut.policy.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.walnut.document.DocumentLimits;
import io.github.walnut.document.DocumentReader;
import io.github.walnut.document.UnreadableDocument;
import io.github.walnut.policy.UpsMeanings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Several policies in one file. A JSON document stands in it as an object, a YAML document as the
 * text that it is; what is read from a bundle and written again gives the same bytes.
 */
public final class PolicyBundle {

    private static final String KIND = "walnut/policies";
    private static final int FORMAT = 1;
    private static final int DEPTH = 40;

    /** Of a bundle; each document in it has its own limits. */
    private static final int LARGEST_KIB = 1024;

    private static final DocumentReader READER =
            new DocumentReader(DocumentLimits.ofKib(LARGEST_KIB, DEPTH));
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final ObjectMapper AS_YAML =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
                    .build();

    private PolicyBundle() {}

    /**
     * One policy of it.
     *
     * @param id null for a document that stands alone
     * @param upsMeanings which UPSs its bare names mean
     */
    public record Item(UUID id, String document, String mediaType, UpsMeanings upsMeanings) {}

    /** The text is no bundle, and no document either. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }

    /** In this order. Nothing in it is armed, and nothing that is imported will be. */
    public static ObjectNode write(List<Item> items) {
        ObjectNode bundle = JSON.createObjectNode();
        bundle.put("kind", KIND);
        bundle.put("format", FORMAT);
        var policies = bundle.putArray("policies");
        for (Item item : items) {
            ObjectNode policy = policies.addObject();
            policy.put("id", item.id().toString());
            policy.put("armed", false);
            if (!item.upsMeanings().ids().isEmpty()) {
                policy.set("ups_names", JSON.valueToTree(item.upsMeanings().ids()));
            }
            policy.set("document", document(item));
        }
        return bundle;
    }

    /** The same bundle as YAML text. */
    public static String yaml(ObjectNode bundle) {
        try {
            return AS_YAML.writeValueAsString(bundle);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written as YAML", e);
        }
    }

    /** One document as YAML: the text that it is, or what JSON says in other words. */
    public static String yaml(String document, String mediaType) {
        if (!mediaType.equals(DocumentTree.JSON)) {
            return document;
        }
        try {
            return AS_YAML.writeValueAsString(parsed(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written as YAML", e);
        }
    }

    private static JsonNode document(Item item) {
        return item.mediaType().equals(DocumentTree.JSON)
                ? parsed(item.document())
                : JSON.getNodeFactory().textNode(item.document());
    }

    private static JsonNode parsed(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document is not JSON", e);
        }
    }

    /**
     * A bundle, or one document, which is then taken as it stands.
     *
     * @param mediaType of the text
     */
    public static List<Item> read(String text, String mediaType) throws UnreadableException {
        JsonNode root = tree(text, mediaType);
        if (!root.isObject()) {
            throw new UnreadableException("Expected a bundle of policies or one policy document");
        }
        if (!root.has("kind")) {
            return List.of(new Item(null, text, mediaType, UpsMeanings.NONE));
        }
        if (!KIND.equals(root.path("kind").asText()) || root.path("format").asInt() != FORMAT) {
            throw new UnreadableException(
                    "Expected kind '" + KIND + "' and format " + FORMAT + " of a bundle");
        }
        if (!root.path("policies").isArray()) {
            throw new UnreadableException("/policies: expected a list");
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode policy : root.path("policies")) {
            items.add(item(policy, "/policies/" + items.size()));
        }
        return items;
    }

    private static Item item(JsonNode policy, String pointer) throws UnreadableException {
        UUID id;
        try {
            id = UUID.fromString(policy.path("id").asText());
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(pointer + "/id: expected a UUID");
        }
        UpsMeanings meanings = meanings(policy.path("ups_names"), pointer + "/ups_names");
        JsonNode document = policy.path("document");
        if (document.isTextual()) {
            return new Item(id, document.textValue(), DocumentTree.YAML, meanings);
        }
        if (document.isObject()) {
            return new Item(id, document.toString(), DocumentTree.JSON, meanings);
        }
        throw new UnreadableException(
                pointer + "/document: expected an object, or the text of a YAML document");
    }

    private static UpsMeanings meanings(JsonNode written, String pointer)
            throws UnreadableException {
        if (written.isMissingNode()) {
            return UpsMeanings.NONE;
        }
        Map<String, List<String>> ids = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> name : written.properties()) {
            List<String> meant = new ArrayList<>();
            name.getValue().forEach(id -> meant.add(id.asText()));
            if (!name.getValue().isArray() || meant.isEmpty()) {
                throw new UnreadableException(pointer + ": expected lists of UPS ids by name");
            }
            ids.put(name.getKey(), meant);
        }
        return new UpsMeanings(ids);
    }

    private static JsonNode tree(String text, String mediaType) throws UnreadableException {
        try {
            JsonNode root =
                    mediaType.equals(DocumentTree.JSON) ? READER.json(text) : READER.yaml(text);
            return root == null ? MissingNode.getInstance() : root;
        } catch (UnreadableDocument e) {
            throw new UnreadableException(e.getMessage());
        }
    }
}
