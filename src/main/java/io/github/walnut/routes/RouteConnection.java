package io.github.walnut.routes;

import java.util.Set;
import java.util.function.Predicate;

/**
 * What a document of routes is told of a host that it names.
 *
 * @param kind null when routes can send nothing to a host of its type
 * @param enabled false when nothing is sent to it now
 * @param guarded it is protected, or carries walNUT: acting on it takes a confirmation, which a
 *     route cannot give
 * @param requests ids of its prepared requests, of kind http
 * @param topics that it allows, of kind mqtt
 */
public record RouteConnection(
        Kind kind,
        boolean enabled,
        boolean guarded,
        Set<String> requests,
        Predicate<String> topics) {

    public enum Kind {
        /** It offers {@code http.request:send}. */
        HTTP,
        /** It offers {@code message.publish:publish}. */
        MQTT
    }
}
