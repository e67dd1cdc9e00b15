package io.github.walnut.app;

import io.github.walnut.api.EventFilter;
import io.github.walnut.api.EventReads;
import io.github.walnut.api.Page;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.store.EventCounter;
import io.github.walnut.store.EventCounts;
import io.github.walnut.store.EventStore;
import io.github.walnut.store.InvalidCursorException;
import io.github.walnut.store.StoredEvent;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Events for the API, from the store. */
final class StoredEvents implements EventReads {

    private final EventStore events;
    private final EventCounter counter;
    private final BiConsumer<List<UUID>, String> acknowledged;

    /**
     * @param acknowledged hears which events somebody saw to, and who it was
     */
    StoredEvents(
            EventStore events, EventCounter counter, BiConsumer<List<UUID>, String> acknowledged) {
        this.events = events;
        this.counter = counter;
        this.acknowledged = acknowledged;
    }

    @Override
    public Page<Noted> page(EventFilter filter, String cursor, int limit) {
        try {
            io.github.walnut.store.Page<StoredEvent> page =
                    events.page(stored(filter), cursor, limit);
            return new Page<>(
                    page.items().stream().map(StoredEvents::noted).toList(), page.nextCursor());
        } catch (InvalidCursorException e) {
            throw new Problem(ProblemCode.INVALID_CURSOR, e.getMessage());
        }
    }

    @Override
    public Optional<Noted> find(UUID id) {
        return events.find(id).map(StoredEvents::noted);
    }

    @Override
    public Counts count(EventFilter filter, Duration span) {
        EventCounts counts = counter.count(stored(filter), span);
        Map<Severity, Long> bySeverity = new EnumMap<>(Severity.class);
        counts.bySeverity().forEach((word, number) -> bySeverity.put(Severity.of(word), number));
        return new Counts(
                counts.total(),
                bySeverity,
                counts.byName(),
                counts.byUps(),
                counts.spans().stream()
                        .map(s -> new Span(s.at(), s.info(), s.warn(), s.error()))
                        .toList());
    }

    @Override
    public int acknowledge(List<UUID> ids, String by) {
        return told(events.acknowledge(ids, by), by);
    }

    @Override
    public int acknowledgeUntil(Instant until, Severity severity, String by) {
        return told(events.acknowledgeUntil(until, severity, by), by);
    }

    private int told(List<UUID> news, String by) {
        acknowledged.accept(news, by);
        return news.size();
    }

    private static Noted noted(StoredEvent stored) {
        return new Noted(
                stored.event(), stored.seq(), stored.acknowledgedAt(), stored.acknowledgedBy());
    }

    private static io.github.walnut.store.EventFilter stored(EventFilter filter) {
        return new io.github.walnut.store.EventFilter(
                filter.from(),
                filter.to(),
                List.copyOf(filter.severities()),
                filter.name(),
                filter.kind(),
                filter.subject(),
                filter.upsId(),
                filter.hostId(),
                filter.outageId(),
                filter.correlationId(),
                filter.acknowledged(),
                filter.synthetic(),
                filter.words());
    }
}
