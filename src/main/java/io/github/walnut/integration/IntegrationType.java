package io.github.walnut.integration;

import java.util.Map;

/**
 * A type that can be used.
 *
 * @param kamelets what Camel is given, by name: written anew from what the files say
 */
public record IntegrationType(Manifest manifest, Map<String, String> kamelets) {

    public IntegrationType {
        kamelets = Map.copyOf(kamelets);
    }

    public String id() {
        return manifest.id();
    }
}
