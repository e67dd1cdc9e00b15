package io.github.walnut.api;

import io.github.walnut.policy.PolicyReading;
import java.util.UUID;

/** Reads documents of both formats and checks them against the present surroundings. */
public interface PolicyReader {

    /**
     * One that is stored already.
     *
     * @param mediaType application/json or application/yaml
     * @param self the policy that this is a version of, or null for a new one
     */
    PolicyReading read(String document, String mediaType, UUID self);

    /** As {@link #read}, one that somebody hands in: formats that are switched off block it. */
    PolicyReading submitted(String document, String mediaType, UUID self);

    /**
     * As {@link #submitted}, with the checks that take longer and are made when it is to be saved.
     */
    PolicyReading forSaving(String document, String mediaType, UUID self);
}
