package io.github.walnut.ups;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Makes the events that tell of the health of a part, not of the state of a UPS. */
public final class HealthEvents {

    private HealthEvents() {}

    /** An event whose edge is the moment at which it happens. */
    public static Event about(
            Ids ids,
            EventName name,
            Event.Subject subject,
            Instant now,
            Map<String, Object> details) {
        return about(ids, name, subject, now, details, now);
    }

    /**
     * @param edge the moment that tells this edge from others of the same name and subject
     */
    public static Event about(
            Ids ids,
            EventName name,
            Event.Subject subject,
            Instant now,
            Map<String, Object> details,
            Instant edge) {
        return about(ids, name, name.severities().get(0), subject, now, details, edge);
    }

    /**
     * @param severity one of those that the name can have
     */
    public static Event about(
            Ids ids,
            EventName name,
            Severity severity,
            Event.Subject subject,
            Instant now,
            Map<String, Object> details,
            Instant edge) {
        if (!name.severities().contains(severity)) {
            throw new IllegalArgumentException(
                    name.word() + " cannot be " + severity.word() + ": " + name.severities());
        }
        String key = UpsId.key(subject.id()) + "/" + name.word() + "/" + edge.toEpochMilli();
        String message = name.message(subject.id());
        return made(
                ids.next(),
                name,
                severity,
                subject,
                Map.copyOf(details),
                now,
                ids.next(),
                message,
                key);
    }

    /** Each one is an edge of its own, in words of its own, and begins a story of its own. */
    public static Event told(
            Ids ids,
            EventName name,
            Severity severity,
            Event.Subject subject,
            Instant now,
            Map<String, Object> details,
            String message) {
        UUID id = ids.next();
        String key = subject.kind() + "/" + subject.id() + "/" + name.word() + "/" + id;
        return made(id, name, severity, subject, details, now, id, message, key);
    }

    private static Event made(
            UUID id,
            EventName name,
            Severity severity,
            Event.Subject subject,
            Map<String, Object> details,
            Instant now,
            UUID correlationId,
            String message,
            String key) {
        Map<String, Object> attrs = new LinkedHashMap<>();
        attrs.put("code", name.word());
        attrs.put("details", details);
        return new Event(
                id,
                Event.Type.SYSTEM,
                Event.SYSTEM_HEALTH,
                name.word(),
                severity,
                subject,
                attrs,
                now,
                correlationId,
                null,
                false,
                message,
                key);
    }
}
