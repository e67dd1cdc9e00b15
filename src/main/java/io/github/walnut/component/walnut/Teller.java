package io.github.walnut.component.walnut;

/** Tells people something for a route. */
@FunctionalInterface
public interface Teller {

    /**
     * Returns at once; the message waits for its channels elsewhere.
     *
     * @param routeId of the route that says it
     * @param severity info, warn or error
     * @param channel id of the only one that is told, or null for all that take this severity
     * @throws IllegalStateException when there is no such channel
     */
    void tell(String routeId, String channel, String severity, String text);
}
