package io.github.walnut.api;

import io.github.walnut.policy.PolicyReading;

/** Reads documents of both formats and checks them against the present inventory. */
@FunctionalInterface
public interface PolicyReader {

    /**
     * @param mediaType application/json or application/yaml
     */
    PolicyReading read(String document, String mediaType);
}
