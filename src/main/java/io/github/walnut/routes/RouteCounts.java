package io.github.walnut.routes;

import java.time.Instant;

/**
 * What was counted of a route, or of one of its steps, since it was started.
 *
 * @param meanMillis null before the first exchange
 * @param lastMillis how long the last exchange took; null before the first
 * @param lastFailure null when none has failed
 */
public record RouteCounts(
        long total,
        long failed,
        int inflight,
        Double meanMillis,
        Double lastMillis,
        Failure lastFailure) {

    public static final RouteCounts NONE = new RouteCounts(0, 0, 0, null, null, null);

    /** The message is cut and holds no password of an address. */
    public record Failure(Instant at, String message) {}
}
