package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.document.DocumentLimits;
import io.github.walnut.document.DocumentReader;
import io.github.walnut.document.UnreadableDocument;
import io.github.walnut.policy.Findings;
import java.math.BigDecimal;
import java.util.Map;

/** Turns text into a tree, within the limits of size, depth and length of texts. */
final class DocumentParser {
    /** Where a document is deeper than it may be is told by its pointer, up to here. */
    private static final int HARD_DEPTH = 200;

    private static final DocumentReader READER =
            new DocumentReader(DocumentLimits.ofKib(Format.MAX_KIB, HARD_DEPTH));

    /** The root object, or null when findings tell why there is none. */
    JsonNode parse(String text, String mediaType, Findings findings) {
        JsonNode root = saved(text, mediaType, findings);
        return root != null && within(root, new Place(null, ""), 1, findings) ? root : null;
    }

    /**
     * As {@link #parse}, for a document that was found to be within the limits when it was saved.
     */
    JsonNode saved(String text, String mediaType, Findings findings) {
        try {
            JsonNode root = isYaml(mediaType) ? READER.yaml(text) : READER.json(text);
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
