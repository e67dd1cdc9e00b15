package io.github.walnut.routes;

import java.time.Instant;

/**
 * A document of routes that an operator wrote.
 *
 * @param id of its first route
 * @param enabled whether its routes run
 * @param version counts saved texts, from 1
 */
public record UserRoute(
        String id,
        RouteSource source,
        boolean enabled,
        int version,
        Instant updatedAt,
        String updatedBy) {

    /** A text that it had. */
    public record Version(int version, RouteSource source, Instant savedAt, String savedBy) {}

    UserRoute with(boolean nowEnabled) {
        return new UserRoute(id, source, nowEnabled, version, updatedAt, updatedBy);
    }
}
