package io.github.walnut.store;

import io.github.walnut.ups.Event;
import java.time.Instant;

/**
 * An event with what the store knows about it.
 *
 * @param seq rises with each event that is stored
 * @param acknowledgedAt null while nobody has seen to it
 */
public record StoredEvent(long seq, Event event, Instant acknowledgedAt, String acknowledgedBy) {}
