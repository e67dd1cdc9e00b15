package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import io.github.walnut.policy.ParamsCheck;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Checks parameters by JSON Schema 2020-12. Schemas never load others from elsewhere. */
final class ParamsSchemas implements ParamsCheck {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.builder(
                            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
                    .schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance()))
                    .build();
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();

    @Override
    public List<Violation> check(Map<String, Object> schema, Map<String, Object> params) {
        JsonNode rules = JSON.valueToTree(schema);
        JsonNode values = JSON.valueToTree(params);
        return FACTORY.getSchema(rules, CONFIG).validate(values).stream()
                .map(ParamsSchemas::violation)
                .sorted(Comparator.comparing(Violation::pointer).thenComparing(Violation::message))
                .toList();
    }

    private static Violation violation(ValidationMessage message) {
        String at = message.getInstanceLocation().toString();
        String property = message.getProperty();
        String pointer = property == null ? at : at + "/" + Fields.escape(property);
        return new Violation(pointer, "Parameter " + message.getMessage());
    }
}
