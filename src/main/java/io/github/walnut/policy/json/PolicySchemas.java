package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The published JSON Schemas (2020-12) of the formats: what editors and forms go by. */
public final class PolicySchemas {
    private static final JsonMapper JSON = new JsonMapper();

    private PolicySchemas() {}

    /**
     * @param format 1 or 2
     */
    public static JsonNode of(int format) {
        String name = "/schema/policy-" + format + ".json";
        try (InputStream in = PolicySchemas.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "format " + format + " of policies: expected 1 or 2");
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
