package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** A JSON Schema whose messages point at the key that is wrong, missing or unknown. */
final class Schema {

    private static final Set<String> AT_THE_KEY = Set.of("required", "additionalProperties");

    private final JsonSchema schema;

    Schema(JsonNode document) {
        schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(
                                document,
                                SchemaValidatorsConfig.builder()
                                        .pathType(PathType.JSON_POINTER)
                                        .build());
    }

    List<InputError> check(JsonNode document) {
        return schema.validate(document).stream()
                .map(Schema::error)
                .distinct()
                .sorted(Comparator.comparing(InputError::pointer))
                .toList();
    }

    private static InputError error(ValidationMessage message) {
        JsonNodePath place = message.getInstanceLocation();
        String pointer =
                AT_THE_KEY.contains(message.getType()) && message.getProperty() != null
                        ? place.append(message.getProperty()).toString()
                        : place.toString();
        String text = message.getMessage();
        return new InputError(
                "schema_error", pointer, text.substring(text.indexOf(": ") + 1).strip());
    }
}
