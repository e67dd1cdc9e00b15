package io.github.walnut.store;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Which events are asked for. Null and empty lists mean any.
 *
 * @param from inclusive
 * @param to exclusive
 * @param subject id of a subject of any kind
 * @param hostId the host itself, or an event whose attrs name it
 * @param q words; each must stand in the message
 */
public record EventFilter(
        Instant from,
        Instant to,
        List<Severity> severities,
        String name,
        String kind,
        String subject,
        String upsId,
        String hostId,
        UUID outageId,
        UUID correlationId,
        Boolean acknowledged,
        Boolean synthetic,
        String q) {

    public static final EventFilter ANY =
            new EventFilter(
                    null, null, List.of(), null, null, null, null, null, null, null, null, null,
                    null);

    public EventFilter {
        severities = List.copyOf(severities);
    }

    public EventFilter between(Instant newFrom, Instant newTo) {
        return new EventFilter(
                newFrom,
                newTo,
                severities,
                name,
                kind,
                subject,
                upsId,
                hostId,
                outageId,
                correlationId,
                acknowledged,
                synthetic,
                q);
    }

    public EventFilter withUps(String newUpsId) {
        return new EventFilter(
                from,
                to,
                severities,
                name,
                kind,
                subject,
                newUpsId,
                hostId,
                outageId,
                correlationId,
                acknowledged,
                synthetic,
                q);
    }

    Where where() {
        Where where = new Where();
        where.and("ts >= ?", from).and("ts < ?", to);
        where.in("severity", severities.stream().map(Severity::word).toList());
        where.and("name = ?", name).and("kind = ?", kind).and("subject_id = ?", subject);
        where.and("subject_kind = 'ups' AND subject_id = ?", upsId);
        where.and(
                "(subject_kind IN ('host', 'integration') AND subject_id = ?"
                        + " OR json_extract(attrs, '$.host_id') = ?)",
                hostId,
                hostId);
        where.and("outage_id = ?", outageId).and("correlation_id = ?", correlationId);
        where.and("synthetic = ?", synthetic);
        where.and("(acknowledged_at IS NOT NULL) = ?", acknowledged);
        if (q != null) {
            Arrays.stream(q.strip().split("\\s+"))
                    .forEach(word -> where.and("message LIKE ? ESCAPE '\\'", Where.part(word)));
        }
        return where;
    }
}
