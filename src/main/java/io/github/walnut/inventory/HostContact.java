package io.github.walnut.inventory;

import java.time.Instant;

/**
 * The last attempt to speak to a host.
 *
 * @param reachable it answered, were it with a refusal
 * @param latencyMillis until its answer was complete, or null when there was none
 */
public record HostContact(Instant at, boolean reachable, Long latencyMillis) {}
