package io.github.walnut.routes;

import java.util.Optional;
import java.util.UUID;

/** What a document of routes is checked against. */
public interface RouteSurroundings {

    /** Whether a core route has this id. */
    boolean core(String routeId);

    /** Whether there is such a policy. */
    boolean policy(UUID id);

    /** Whether there is such a channel of notifications. */
    boolean channel(String id);

    /** What a route may know of a host; empty when there is none of this id. */
    Optional<RouteConnection> connection(String id);
}
