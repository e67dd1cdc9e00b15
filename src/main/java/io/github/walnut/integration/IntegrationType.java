package io.github.walnut.integration;

import java.util.Map;

/**
 * A type that can be used.
 *
 * @param kamelets YAML text by name
 */
public record IntegrationType(Manifest manifest, Map<String, String> kamelets) {

    public IntegrationType {
        kamelets = Map.copyOf(kamelets);
    }

    public String id() {
        return manifest.id();
    }
}
