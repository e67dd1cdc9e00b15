package io.github.walnut.road;

import io.github.walnut.store.EventStore;
import io.github.walnut.store.EventStore.Change;
import io.github.walnut.store.EventStore.FactsChange;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.UpsUpdate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what an update changed, in one transaction. When the store is away the change waits here
 * and the road goes on: a decision never waits for the store.
 */
public final class EventRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final int MOST_WAITING = 10_000;

    private final EventStore store;
    private final Deque<Change> waiting = new ArrayDeque<>();

    public EventRecorder(EventStore store) {
        this.store = store;
    }

    public void record(UpsUpdate update) {
        if (update.events().isEmpty() && update.outages().isEmpty()) {
            return;
        }
        record(
                new Change(
                        update.events(),
                        List.of(new FactsChange(update.facts(), update.memory())),
                        update.outages()));
    }

    /** Events without facts: of the system, of hosts, of policies. */
    public void record(Event event) {
        record(new Change(List.of(event), List.of(), List.<Outage>of()));
    }

    private synchronized void record(Change change) {
        waiting.add(change);
        if (waiting.size() > MOST_WAITING) {
            waiting.removeFirst();
            LOG.error("The store has been away for so long that the oldest unstored event is lost");
        }
        try {
            while (!waiting.isEmpty()) {
                store.record(waiting.peekFirst());
                waiting.removeFirst();
            }
        } catch (StoreUnavailableException e) {
            LOG.error("{} changes wait for the store: {}", waiting.size(), e.getMessage());
        }
    }
}
