package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Path and query, encoded once. Each segment and each value is encoded as a whole, so that none can
 * add a segment, a parameter or a fragment.
 *
 * @param pathOnly starts with a slash
 * @param query null when there is none
 */
record HttpPath(String pathOnly, String query) {

    private static final String UNRESERVED = "-._~";

    static HttpPath of(JsonNode segments, JsonNode query) throws DeviceException {
        StringBuilder path = new StringBuilder();
        for (JsonNode segment : segments) {
            String text = segment.asText();
            if (text.isEmpty() || text.equals(".") || text.equals("..")) {
                throw DeviceException.of(
                        "validation",
                        "path_invalid",
                        "A path segment must not be empty, '.' or '..'.");
            }
            path.append('/').append(encode(text));
        }
        List<String> pairs = new ArrayList<>();
        query.properties()
                .forEach(
                        pair ->
                                pairs.add(
                                        encode(pair.getKey())
                                                + "="
                                                + encode(pair.getValue().asText())));
        return new HttpPath(path.toString(), pairs.isEmpty() ? null : String.join("&", pairs));
    }

    String text() {
        return query == null ? pathOnly : pathOnly + "?" + query;
    }

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0;
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
