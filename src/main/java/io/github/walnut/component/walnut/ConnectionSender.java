package io.github.walnut.component.walnut;

import java.util.Map;
import java.util.UUID;

/** Sends over connections that an administrator configured, for routes that never see them. */
@FunctionalInterface
public interface ConnectionSender {

    /**
     * What a route wants to have sent.
     *
     * @param routeId of the route that sends
     * @param connection id of the host
     * @param options those of the address
     * @param body as the route made it, or null
     * @param variables that the route has; only those that are asked for by name leave it
     */
    record Wish(
            String routeId,
            String connection,
            Map<String, String> options,
            Object body,
            Map<String, Object> variables) {}

    /**
     * @param run under which it is journaled, and which tells how it ended
     * @param live false when it is only rehearsed, because nothing may act for real now
     */
    record Sent(UUID run, boolean live) {}

    /**
     * Returns as soon as it is journaled.
     *
     * @throws IllegalStateException when it cannot be sent
     */
    Sent send(Wish wish);
}
