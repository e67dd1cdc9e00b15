package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.document.DocumentLimits;
import io.github.walnut.document.DocumentReader;
import io.github.walnut.document.UnreadableDocument;
import io.github.walnut.policy.Findings;

/** A policy document as it stands there, before anybody says what it means. */
public final class DocumentTree {

    public static final String JSON = "application/json";
    public static final String YAML = "application/yaml";

    private static final DocumentReader YAML_READER =
            new DocumentReader(DocumentLimits.ofKib(Format.MAX_KIB, Format.MAX_DEPTH));

    private DocumentTree() {}

    /**
     * @return the root, or null when the text is no document
     */
    public static ObjectNode of(String text, String mediaType) {
        JsonNode root = new DocumentParser().parse(text, mediaType, new Findings());
        return root instanceof ObjectNode object ? object : null;
    }

    /**
     * Any YAML without tags, within the limits of size.
     *
     * @return null when findings tell why there is none
     */
    public static JsonNode yaml(String text, Findings findings) {
        try {
            JsonNode root = YAML_READER.yaml(text);
            if (root == null) {
                findings.schema("", "empty", "The document is empty", null);
            }
            return root;
        } catch (UnreadableDocument e) {
            findings.schema("", e.code(), e.getMessage(), null);
            return null;
        }
    }
}
