package io.github.walnut.ups;

import java.util.UUID;

/**
 * The only source of new identifiers of the core; each is a UUID that sorts by time (version 7).
 */
@FunctionalInterface
public interface Ids {
    UUID next();
}
