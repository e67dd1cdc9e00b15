package io.github.walnut.integration;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what someone entered for a host, before it is stored. */
public final class HostConfigs {

    private final TypeRegistry types;

    public HostConfigs(TypeRegistry types) {
        this.types = types;
    }

    /**
     * @param config defaults filled in; as entered when there are errors
     * @param errors all of them, with pointers below {@code /config} and {@code /secrets}; empty
     *     when the host may be stored
     */
    public record Checked(Map<String, Object> config, List<InputError> errors) {}

    /**
     * @param secrets by field; a null value deletes it
     * @param kept secrets that are stored already and stay when not mentioned
     */
    public Checked check(
            String typeId, Map<String, Object> config, Map<String, ?> secrets, Set<String> kept) {
        ConnectionSchema schema =
                types.find(typeId).map(type -> type.manifest().connection()).orElse(null);
        if (schema == null) {
            boolean known = types.entry(typeId).isPresent();
            return new Checked(
                    config,
                    List.of(
                            new InputError(
                                    known ? "type_not_valid" : "type_not_found",
                                    "/type_id",
                                    "there is no usable type " + typeId)));
        }
        Map<String, Object> filled = schema.filled(config);
        return new Checked(filled, schema.check(filled, secrets, kept));
    }

    /** The hosts that a connection goes to, by pointer of the field that names each. */
    public Map<String, String> hosts(String typeId, Map<String, Object> config) {
        return types.find(typeId)
                .map(type -> type.manifest().connection().hosts(config))
                .orElse(Map.of());
    }
}
