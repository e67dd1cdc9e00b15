package io.github.walnut.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/**
 * Reads documents that people or programs sent, in YAML, JSON or XML, and counts what they cost
 * before anybody looks at them: the size of the text alone says little, since aliases repeat it.
 */
public final class DocumentReader {

    private static final int LONGEST_NUMBER = 40;
    static final int LONGEST_KEY = 256;
    private static final int TOKENS_OF_A_NODE = 3;

    private final DocumentLimits limits;
    private final JsonMapper json;

    public DocumentReader(DocumentLimits limits) {
        this.limits = limits;
        this.json = mapper(limits);
    }

    /** Reads JSON strictly: no key twice, nothing after the value, numbers as they are written. */
    private static JsonMapper mapper(DocumentLimits limits) {
        StreamReadConstraints constraints =
                StreamReadConstraints.builder()
                        .maxDocumentLength(limits.bytes())
                        .maxStringLength(limits.characters())
                        .maxTokenCount((long) TOKENS_OF_A_NODE * limits.nodes())
                        .maxNestingDepth(limits.depth())
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxNameLength(LONGEST_KEY)
                        .build();
        return JsonMapper.builder(
                        JsonFactory.builder()
                                .streamReadConstraints(constraints)
                                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /**
     * The only document of the text, or null when it is empty.
     *
     * @throws UnreadableDocument {@code too_large} or {@code not_yaml}
     */
    public JsonNode yaml(String text) throws UnreadableDocument {
        checkSize(text);
        return new YamlTree(limits).read(text);
    }

    /**
     * @throws UnreadableDocument {@code too_large} or {@code not_json}
     */
    public JsonNode json(String text) throws UnreadableDocument {
        checkSize(text);
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UnreadableDocument(
                    "not_json", "Not JSON: " + e.getOriginalMessage() + where(e));
        }
    }

    /**
     * Routes in XML, as the tree that the same routes in YAML have.
     *
     * @throws UnreadableDocument {@code too_large} or {@code not_xml}
     */
    public JsonNode xmlRoutes(String text) throws UnreadableDocument {
        checkSize(text);
        return XmlTree.read(text, limits);
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private void checkSize(String text) throws UnreadableDocument {
        if (text.length() > limits.bytes()
                || text.getBytes(StandardCharsets.UTF_8).length > limits.bytes()) {
            throw new UnreadableDocument(
                    "too_large", "The document is longer than " + limits.bytes() / 1024 + " KiB");
        }
    }
}
