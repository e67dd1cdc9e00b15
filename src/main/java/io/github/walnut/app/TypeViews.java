package io.github.walnut.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.api.IntegrationType;
import io.github.walnut.integration.InputError;
import io.github.walnut.integration.Manifest;
import io.github.walnut.integration.TypeRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Integration types as the API shows them. */
final class TypeViews {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper mapper = new ObjectMapper();

    IntegrationType of(TypeRegistry.Entry entry) {
        List<String> errors =
                entry.errors().stream()
                        .map((InputError error) -> error.pointer() + ": " + error.message())
                        .toList();
        if (entry.type() == null) {
            return new IntegrationType(
                    entry.id(),
                    entry.id(),
                    null,
                    null,
                    entry.builtIn(),
                    entry.status(),
                    errors,
                    List.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    entry.sha256(),
                    List.of());
        }
        Manifest manifest = entry.type().manifest();
        Map<String, Object> discovery = new LinkedHashMap<>();
        if (manifest.discovery() != null) {
            discovery.put("types", manifest.discovery().types());
            discovery.put("full_interval_s", manifest.discovery().fullIntervalSeconds());
            discovery.put("fast", manifest.discovery().fast());
            discovery.put("max_targets", manifest.discovery().maxTargets());
        }
        return new IntegrationType(
                manifest.id(),
                manifest.name(),
                manifest.version(),
                manifest.category(),
                entry.builtIn(),
                entry.status(),
                errors,
                manifest.capabilities(),
                mapper.convertValue(manifest.connection().document(), OBJECT),
                manifest.defaults(),
                discovery,
                entry.sha256(),
                List.copyOf(manifest.connection().secretNames()));
    }
}
