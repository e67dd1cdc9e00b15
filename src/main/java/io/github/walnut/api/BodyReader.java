package io.github.walnut.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Reads bodies strictly: one JSON value, no key twice, no depth to drown in, the contract's shape.
 */
final class BodyReader {

    static final String FORM = "application/x-www-form-urlencoded";
    static final String JSON = "application/json";

    private static final ObjectMapper STRICT =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(32)
                                                    .maxNumberLength(40)
                                                    .maxNameLength(256)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /**
     * @param text the body as it came; blank when there is none
     * @param form fields of a form, else empty
     * @return null when the body is absent and may be, or is not JSON
     */
    JsonNode read(Operation operation, String mediaType, String text, Map<String, String> form) {
        Operation.Body body = operation.body();
        if (body == null || body.raw()) {
            return null;
        }
        if (text.isBlank() && form.isEmpty()) {
            if (body.required()) {
                throw new Problem(ProblemCode.INVALID_REQUEST, "This operation needs a body");
            }
            return null;
        }
        JsonNode node;
        if (FORM.equals(mediaType) || Uploads.MEDIA_TYPE.equals(mediaType)) {
            ObjectNode fields = STRICT.createObjectNode();
            form.forEach(fields::put);
            node = fields;
        } else if (JSON.equals(mediaType)) {
            node = parse(text);
        } else {
            return null;
        }
        refuseOddTexts(node, "", body.longestText());
        validate(node, body.content().get(mediaType));
        return node;
    }

    /**
     * Reads the body of an operation that first looked at its bytes.
     *
     * @return an object, of a form one with a text for each field
     */
    JsonNode late(Operation operation, String mediaType, byte[] bytes) {
        checkMediaType(operation, mediaType);
        JsonNode node = FORM.equals(mediaType) ? form(bytes) : parse(bytes);
        if (!node.isObject()) {
            throw new Problem(ProblemCode.INVALID_REQUEST, "The body must be an object");
        }
        refuseOddTexts(node, "", operation.body().longestText());
        return node;
    }

    static void checkMediaType(Operation operation, String mediaType) {
        if (!operation.body().content().containsKey(mediaType)) {
            throw new Problem(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type is "
                            + mediaType
                            + ", expected "
                            + String.join(" or ", operation.body().content().keySet()));
        }
    }

    private JsonNode form(byte[] bytes) {
        ObjectNode fields = STRICT.createObjectNode();
        try {
            new QueryStringDecoder(new String(bytes, StandardCharsets.UTF_8), false)
                    .parameters()
                    .forEach((name, values) -> fields.put(name, values.get(values.size() - 1)));
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID_REQUEST, "The form cannot be decoded");
        }
        return fields;
    }

    private JsonNode parse(byte[] bytes) {
        try {
            return STRICT.readTree(bytes);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private JsonNode parse(String text) {
        try {
            return STRICT.readTree(text);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private static Problem unreadable(IOException e) {
        String text = String.valueOf(e.getMessage());
        String where = "";
        if (e instanceof JsonProcessingException json) {
            text = json.getOriginalMessage();
            where =
                    json.getLocation() == null
                            ? ""
                            : " (line "
                                    + json.getLocation().getLineNr()
                                    + ", column "
                                    + json.getLocation().getColumnNr()
                                    + ")";
        }
        return new Problem(ProblemCode.MALFORMED_JSON, firstLine(text) + where);
    }

    private static void validate(JsonNode node, JsonSchema schema) {
        Set<ValidationMessage> faults = schema.validate(node);
        if (!faults.isEmpty()) {
            throw BodyFaults.problem(faults);
        }
    }

    private static void refuseOddTexts(JsonNode node, String pointer, int longest) {
        if (node.isTextual()) {
            refuseOddText(node.textValue(), "The text at " + pointer, longest);
            return;
        }
        node.properties()
                .forEach(
                        field -> {
                            refuseOddText(field.getKey(), "A name in " + pointer + "/", longest);
                            refuseOddTexts(
                                    field.getValue(), pointer + "/" + field.getKey(), longest);
                        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            refuseOddTexts(node.get(i), pointer + "/" + i, longest);
        }
    }

    private static void refuseOddText(String text, String where, int longest) {
        if (text.length() > longest) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    where + " has more than " + longest + " characters");
        }
        if (text.chars().anyMatch(BodyReader::forbidden)) {
            throw new Problem(ProblemCode.INVALID_REQUEST, where + " has control characters");
        }
    }

    private static boolean forbidden(int c) {
        return c < 0x20 && c != '\t' && c != '\r' && c != '\n' || c == 0x7f;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("The body cannot be read");
    }
}
