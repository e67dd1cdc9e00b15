package io.github.walnut.api;

import java.time.Instant;

/**
 * One message to clients, serialised once for all of them.
 *
 * @param seq 0 for a control message
 * @param topic null for a control message
 * @param severity of an event, else null
 * @param mergeable only the newest per type and subject matters to a slow client
 */
record LiveMessage(
        long seq,
        String topic,
        String type,
        String subject,
        String severity,
        boolean mergeable,
        String text,
        Instant at) {

    String mergeKey() {
        return type + '\n' + subject;
    }
}
