package io.github.walnut.api;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Which events are asked for; a null or empty member does not narrow.
 *
 * @param subject id of the subject of any kind
 * @param words parts of the message, in any case
 */
public record EventFilter(
        Instant from,
        Instant to,
        Set<Severity> severities,
        String name,
        String kind,
        String subject,
        String upsId,
        String hostId,
        UUID outageId,
        UUID correlationId,
        Boolean acknowledged,
        Boolean synthetic,
        String words) {

    static final EventFilter ALL =
            new EventFilter(
                    null, null, Set.of(), null, null, null, null, null, null, null, null, null,
                    null);

    public EventFilter {
        severities = Set.copyOf(severities);
    }

    static EventFilter since(Instant from) {
        return new EventFilter(
                from, null, Set.of(), null, null, null, null, null, null, null, null, null, null);
    }

    static EventFilter ofOutage(UUID outageId) {
        return new EventFilter(
                null, null, Set.of(), null, null, null, null, null, outageId, null, null, null,
                null);
    }
}
