package io.github.walnut.api;

import java.time.Instant;
import java.util.List;

/** How hosts answered when they were asked from time to time. */
@FunctionalInterface
public interface HostHealths {

    /**
     * @param latencyMillis null when nothing answered
     */
    record Point(Instant at, String state, Integer latencyMillis) {}

    /** One that the host showed. */
    record Certificate(String subject, Instant expiresAt) {}

    record Failure(Instant at, String errorClass, String message) {}

    /**
     * @param since when the host is in its state, or null when that is not known
     * @param latencyMillis of the last good heartbeat, or null
     * @param lastOkAt null when there was none within a week
     * @param lastError null when there was none within a week
     * @param uptime24h share of good heartbeats of the last day, or null without any
     * @param answers whether the last heartbeat was good; null without any
     * @param certificates that the host showed lately; null when it was not looked at yet
     * @param history oldest first, at most 500
     */
    record Health(
            Instant since,
            Integer latencyMillis,
            Instant lastOkAt,
            Failure lastError,
            Double uptime24h,
            Boolean answers,
            List<Certificate> certificates,
            List<Point> history) {}

    /**
     * @param from begin of the history
     * @param to its end, not part of it
     */
    Health of(String hostId, Instant from, Instant to);
}
