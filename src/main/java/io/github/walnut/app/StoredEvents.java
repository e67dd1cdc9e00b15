package io.github.walnut.app;

import io.github.walnut.api.EventFilter;
import io.github.walnut.api.EventReads;
import io.github.walnut.api.Page;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.store.EventStore;
import io.github.walnut.store.InvalidCursorException;
import io.github.walnut.store.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Events for the API, from the store. */
final class StoredEvents implements EventReads {

    private final EventStore events;

    StoredEvents(EventStore events) {
        this.events = events;
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
