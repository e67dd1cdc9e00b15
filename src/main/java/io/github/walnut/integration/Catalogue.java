package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Capability.Confirm;
import io.github.walnut.inventory.Capability.DryRun;
import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.inventory.Capability.Verb;
import io.github.walnut.inventory.TargetTypes;
import io.github.walnut.policy.ActionForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The capabilities whose verbs mean the same on every type. */
public final class Catalogue {

    private static final Documents DOCUMENTS = new Documents();

    private final Map<String, Capability> capabilities = new LinkedHashMap<>();

    private Catalogue() {}

    public static Catalogue load() {
        Catalogue catalogue = new Catalogue();
        DOCUMENTS.resource("capabilities.yaml").forEach(entry -> catalogue.add(capability(entry)));
        return catalogue;
    }

    public Collection<Capability> all() {
        return List.copyOf(capabilities.values());
    }

    /** By id, or by an old id of it. */
    public Optional<Capability> find(String id) {
        return ActionForm.capability(capabilities.values(), id);
    }

    private void add(Capability capability) {
        capabilities.put(capability.id(), capability);
    }

    private static Capability capability(JsonNode entry) {
        Map<String, Verb> verbs = new LinkedHashMap<>();
        entry.path("verbs")
                .properties()
                .forEach(verb -> verbs.put(verb.getKey(), verb(verb.getKey(), verb.getValue())));
        return new Capability(
                entry.path("id").asText(),
                entry.path("title").asText(),
                Documents.texts(entry.path("targets")).stream()
                        .map(TargetTypes::canonical)
                        .toList(),
                verbs,
                Documents.texts(entry.path("aliases")));
    }

    private static Verb verb(String name, JsonNode entry) {
        return new Verb(
                name,
                Effect.valueOf(upper(entry, "effect")),
                Confirm.valueOf(upper(entry, "confirm")),
                Duration.ofSeconds(entry.path("budget_s").asLong()),
                entry.path("inverse").asText(null),
                entry.path("inverse_by_params").asBoolean(),
                entry.path("disruptive").asBoolean(),
                false,
                entry.path("confirm_required").asBoolean(),
                entry.has("dry_run") ? DryRun.valueOf(upper(entry, "dry_run")) : DryRun.REQUIRED,
                keyFields(Documents.texts(entry.path("key"))),
                DOCUMENTS.map(params(entry)));
    }

    /** Every verb takes {@code confirm}; where it is needed depends on the verb or its values. */
    private static JsonNode params(JsonNode entry) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        entry.path("params").properties().forEach(p -> properties.set(p.getKey(), p.getValue()));
        properties.putObject("confirm").put("type", "boolean");
        if (entry.has("required")) {
            schema.set("required", entry.get("required"));
        }
        for (JsonNode name : entry.path("any_of")) {
            schema.withArrayProperty("anyOf").addObject().putArray("required").add(name);
        }
        if (entry.has("confirm_when")) {
            schema.set(ActionForm.CONFIRM_WHEN, entry.get("confirm_when"));
        }
        return schema;
    }

    private static List<String> keyFields(List<String> params) {
        List<String> fields = new ArrayList<>(List.of("verb", "target_id"));
        params.forEach(name -> fields.add("params." + name));
        return List.copyOf(fields);
    }

    private static String upper(JsonNode entry, String key) {
        return entry.path(key).asText().toUpperCase(Locale.ROOT);
    }
}
