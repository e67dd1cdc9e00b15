package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import io.github.walnut.policy.ActionForm;
import io.github.walnut.policy.ParamsCheck;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks parameters by JSON Schema 2020-12. Schemas never load others from elsewhere. */
public final class ParamsSchemas implements ParamsCheck {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.builder(
                            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
                    .schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance()))
                    .build();
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();

    private final Map<Map<String, Object>, JsonSchema> schemas = new ConcurrentHashMap<>();

    @Override
    public List<Violation> check(Map<String, Object> schema, Map<String, Object> params) {
        JsonSchema rules =
                schemas.computeIfAbsent(
                        schema, one -> FACTORY.getSchema(JSON.valueToTree(standard(one)), CONFIG));
        JsonNode values = JSON.valueToTree(params);
        return rules.validate(values).stream()
                .map(ParamsSchemas::violation)
                .sorted(Comparator.comparing(Violation::pointer).thenComparing(Violation::message))
                .toList();
    }

    /** Without our own keyword, which the library does not know. */
    private static Map<String, Object> standard(Map<String, Object> schema) {
        Map<String, Object> standard = new LinkedHashMap<>(schema);
        standard.remove(ActionForm.CONFIRM_WHEN);
        return standard;
    }

    private static Violation violation(ValidationMessage message) {
        String at = message.getInstanceLocation().toString();
        String property = message.getProperty();
        String pointer = property == null ? at : at + "/" + Fields.escape(property);
        return new Violation(pointer, "Parameter " + message.getMessage());
    }
}
