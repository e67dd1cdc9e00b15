package io.github.walnut.api;

import io.github.walnut.ups.Event;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Stored events. */
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
}
