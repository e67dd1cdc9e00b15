package io.github.walnut.policy.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.walnut.policy.Findings;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Turns text into a tree, within the limits of size, depth and length of texts. */
final class DocumentParser {
    private static final int HARD_DEPTH = 200;
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(HARD_DEPTH)
                                                    .maxNumberLength(40)
                                                    .maxNameLength(256)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    /** The root object, or null when findings tell why there is none. */
    JsonNode parse(String text, String mediaType, Findings findings) {
        if (text.getBytes(StandardCharsets.UTF_8).length > Format.MAX_BYTES) {
            findings.schema("", "too_large", "The document is longer than 256 KiB", null);
            return null;
        }
        JsonNode root = saved(text, mediaType, findings);
        return root != null && within(root, new Place(null, ""), 1, findings) ? root : null;
    }

    /**
     * As {@link #parse}, for a document that was found to be within the limits when it was saved.
     */
    JsonNode saved(String text, String mediaType, Findings findings) {
        try {
            JsonNode root = isYaml(mediaType) ? new YamlTree(HARD_DEPTH).read(text) : json(text);
            if (root == null || !root.isObject()) {
                throw new UnreadableDocument("not_an_object", "The document must be an object");
            }
            return root;
        } catch (UnreadableDocument e) {
            findings.schema("", e.code(), e.getMessage(), null);
            return null;
        }
    }

    static boolean isYaml(String mediaType) {
        return mediaType != null && mediaType.toLowerCase(java.util.Locale.ROOT).contains("yaml");
    }

    private static JsonNode json(String text) throws UnreadableDocument {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null
                            ? ""
                            : " (line %d, column %d)"
                                    .formatted(
                                            e.getLocation().getLineNr(),
                                            e.getLocation().getColumnNr());
            throw new UnreadableDocument("not_json", "Not JSON: " + e.getOriginalMessage() + where);
        }
    }

    /** Written out it would have many more digits than the text that it came from. */
    private static boolean huge(BigDecimal number) {
        return Math.abs(number.scale()) > 40 || number.precision() > 40;
    }

    /** Where a part of the document stands; written out only where something is wrong. */
    private record Place(Place holder, String step) {
        String pointer() {
            return holder == null ? "" : holder.pointer() + "/" + Fields.escape(step);
        }
    }

    private static boolean within(JsonNode node, Place at, int depth, Findings findings) {
        if (node.isTextual() && node.textValue().length() > Format.MAX_TEXT) {
            findings.schema(at.pointer(), "too_long", "Text is longer than 4096 characters", null);
            return false;
        }
        if (node.isTextual() && !whole(node.textValue())) {
            return odd(at, "Text", findings);
        }
        if (node.isNumber() && huge(node.decimalValue())) {
            findings.schema(
                    at.pointer(), "bad_number", "The number is too large or too long", null);
            return false;
        }
        if (node.isContainerNode() && depth > Format.MAX_DEPTH) {
            findings.schema(at.pointer(), "too_deep", "Nested more than 32 levels deep", null);
            return false;
        }
        boolean ok = true;
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            ok &=
                    whole(member.getKey())
                            ? within(
                                    member.getValue(),
                                    new Place(at, member.getKey()),
                                    depth + 1,
                                    findings)
                            : odd(at, "A key", findings);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            ok &= within(node.get(i), new Place(at, Integer.toString(i)), depth + 1, findings);
        }
        return ok;
    }

    /** Neither NUL nor half a surrogate pair: not every store and program can hold those. */
    private static boolean whole(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }

    private static boolean odd(Place at, String what, Findings findings) {
        findings.schema(
                at.pointer(), "bad_text", what + " holds NUL or half a surrogate pair", null);
        return false;
    }
}
