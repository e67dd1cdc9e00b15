package io.github.walnut.api;

import io.github.walnut.policy.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What integration types consist of. */
public interface TypePackages {

    /**
     * @param manifest as its author wrote it
     * @param kamelets YAML text by name of the file without its extension
     */
    record Contents(String manifest, Map<String, String> kamelets) {}

    /** Empty without such a type. */
    Optional<Contents> contents(String typeId);

    /** Checks the installed files anew: what is wrong with them. */
    List<Finding> check(String typeId);
}
