package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.TargetTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code plugin.yaml}. */
final class ManifestReader {

    private static final List<String> OPERATIONS =
            List.of("inventory", "state", "action", "heartbeat", "test");

    private final Catalogue catalogue;
    private final Documents documents = new Documents();
    private final Schema schema = new Schema(documents.resource("manifest.schema.json"));

    ManifestReader(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Errors of the manifest come all at once. */
    Manifest read(String yaml) throws PackageException {
        JsonNode manifest = documents.yaml(yaml);
        List<InputError> errors = new ArrayList<>(schema.check(manifest));
        failOn("schema_error", errors);
        if (!manifest.path("driver").path("language").asText().equals("kamelet")) {
            throw new PackageException(
                    "driver_unsupported",
                    List.of(
                            new InputError(
                                    "driver_unsupported",
                                    "/driver/language",
                                    "only kamelet is run")));
        }
        checkConnection(manifest.path("schema").path("connection"), errors);
        List<Capability> capabilities = capabilities(manifest, errors);
        Manifest read = manifest(manifest, capabilities);
        checkTransports(read, errors);
        checkOperations(read, errors);
        failOn(errors.isEmpty() ? "" : errors.get(0).code(), errors);
        return read;
    }

    private Manifest manifest(JsonNode manifest, List<Capability> capabilities) {
        return new Manifest(
                manifest.path("id").asText(),
                manifest.path("name").asText(),
                manifest.path("description").asText(""),
                manifest.path("version").asText(),
                manifest.path("min_core_version").asText(),
                manifest.path("category").asText(),
                new ConnectionSchema(manifest.path("schema").path("connection")),
                transports(manifest),
                operations(manifest.path("driver")),
                List.copyOf(capabilities),
                capabilityKamelets(manifest),
                discovery(manifest.path("discovery")),
                manifest.has("defaults") ? documents.map(manifest.get("defaults")) : Map.of(),
                Documents.texts(manifest.path("permissions")));
    }

    private List<Capability> capabilities(JsonNode manifest, List<InputError> errors) {
        CapabilityReader reader = new CapabilityReader(catalogue, manifest, errors);
        List<Capability> capabilities = new ArrayList<>();
        JsonNode entries = manifest.path("capabilities");
        for (int i = 0; i < entries.size(); i++) {
            capabilities.add(reader.read(entries.get(i), "/capabilities/" + i));
        }
        return capabilities;
    }

    private static void checkConnection(JsonNode connection, List<InputError> errors) {
        JsonNode required = connection.path("required");
        for (int i = 0; i < required.size(); i++) {
            if (!connection.path("properties").has(required.get(i).asText())) {
                errors.add(
                        new InputError(
                                "schema_error",
                                "/schema/connection/required/" + i,
                                required.get(i).asText() + " is no property"));
            }
        }
    }

    private void checkTransports(Manifest manifest, List<InputError> errors) {
        Set<String> fields = fieldNames(manifest.connection());
        manifest.transports()
                .forEach(
                        (name, block) ->
                                TransportFields.named(block).stream()
                                        .filter(field -> !fields.contains(field))
                                        .forEach(
                                                field ->
                                                        errors.add(
                                                                new InputError(
                                                                        "schema_error",
                                                                        "/transports/" + name,
                                                                        "{"
                                                                                + field
                                                                                + "} is no connection field"))));
    }

    private static void checkOperations(Manifest manifest, List<InputError> errors) {
        for (Capability capability : manifest.capabilities()) {
            boolean carried =
                    manifest.operations().containsKey("action")
                            || manifest.capabilityKamelets().containsKey(capability.id());
            if (!carried) {
                errors.add(
                        new InputError(
                                "capability_mismatch",
                                "/capabilities",
                                capability.id() + " has no kamelet that carries it out"));
            }
        }
        if (!manifest.discovery().types().isEmpty()
                && !manifest.operations().containsKey("inventory")) {
            errors.add(
                    new InputError(
                            "capability_mismatch",
                            "/discovery/types",
                            "there is no inventory operation"));
        }
    }

    private static Set<String> fieldNames(ConnectionSchema connection) {
        Set<String> names = new TreeSet<>();
        connection.document().path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Map<String, Map<String, Object>> transports(JsonNode manifest) {
        Map<String, Map<String, Object>> transports = new LinkedHashMap<>();
        manifest.path("transports")
                .properties()
                .forEach(
                        transport -> {
                            Map<String, Object> block = new LinkedHashMap<>();
                            JsonNode defaults =
                                    manifest.path("defaults")
                                            .path("transports")
                                            .path(transport.getKey());
                            if (defaults.isObject()) {
                                block.putAll(documents.map(defaults));
                            }
                            block.putAll(documents.map(transport.getValue()));
                            transports.put(transport.getKey(), block);
                        });
        return transports;
    }

    private static Map<String, String> operations(JsonNode driver) {
        Map<String, String> operations = new LinkedHashMap<>();
        for (String operation : OPERATIONS) {
            String kamelet =
                    driver.path("operations")
                            .path(operation)
                            .asText(driver.path("kamelet").asText(null));
            if (kamelet != null) {
                operations.put(operation, kamelet);
            }
        }
        return operations;
    }

    private static Map<String, String> capabilityKamelets(JsonNode manifest) {
        Map<String, String> kamelets = new LinkedHashMap<>();
        for (JsonNode capability : manifest.path("capabilities")) {
            if (capability.has("kamelet")) {
                kamelets.put(capability.path("id").asText(), capability.path("kamelet").asText());
            }
        }
        return kamelets;
    }

    private static Manifest.Discovery discovery(JsonNode discovery) {
        return new Manifest.Discovery(
                Documents.texts(discovery.path("types")).stream()
                        .map(TargetTypes::canonical)
                        .toList(),
                discovery.path("full_interval_s").asInt(900),
                discovery.path("fast").asBoolean(true),
                discovery.path("max_targets").asInt(5000));
    }

    private static void failOn(String code, List<InputError> errors) throws PackageException {
        if (!errors.isEmpty()) {
            throw new PackageException(code, errors);
        }
    }
}
