package io.github.walnut.api;

import io.github.walnut.ups.Event;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Stored events, and who has seen to them. */
public interface EventReads {

    /**
     * An event with what the store knows about it.
     *
     * @param seq rises with each stored event
     * @param acknowledgedAt null while nobody has seen to it
     */
    record Noted(Event event, long seq, Instant acknowledgedAt, String acknowledgedBy) {}

    /**
     * Newest first. A cursor that belongs to another filter, or is too old, is a {@link Problem}
     * with code {@link ProblemCode#INVALID_CURSOR}.
     *
     * @param cursor of the page before, or null
     */
    Page<Noted> page(EventFilter filter, String cursor, int limit);

    Optional<Noted> find(UUID id);

    /**
     * How many there were.
     *
     * @param bySeverity a severity without events is missing
     * @param byUps events about other subjects left out
     * @param spans in order of time; those without events are left out
     */
    record Counts(
            long total,
            Map<Severity, Long> bySeverity,
            Map<String, Long> byName,
            Map<String, Long> byUps,
            List<Span> spans) {}

    /**
     * @param at its begin
     */
    record Span(Instant at, long info, long warn, long error) {}

    /**
     * @param span length of each span, a whole number of seconds
     */
    Counts count(EventFilter filter, Duration span);

    /**
     * Says that somebody has seen to these events; what was acknowledged before stays as it is.
     *
     * @return how many it was news for
     */
    int acknowledge(List<UUID> ids, String by);

    /**
     * The same for all events up to a moment, this included.
     *
     * @param severity null for any
     */
    int acknowledgeUntil(Instant until, Severity severity, String by);
}
