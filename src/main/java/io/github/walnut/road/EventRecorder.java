package io.github.walnut.road;

import io.github.walnut.store.EventStore;
import io.github.walnut.store.EventStore.Change;
import io.github.walnut.store.EventStore.FactsChange;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.UpsMonitor;
import io.github.walnut.ups.UpsUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what an update changed, in one transaction. When the store is away the change waits here
 * and the road goes on: a decision never waits for the store.
 */
public final class EventRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final int MOST_WAITING = 10_000;

    /** Facts without an event are stored this often, so that a restart knows how old they are. */
    private static final Duration REFRESH = Duration.ofSeconds(60);

    private final EventStore store;
    private final Clock clock;
    private final Map<String, Instant> storedAt = new HashMap<>();
    private final Deque<Change> waiting = new ArrayDeque<>();

    public EventRecorder(EventStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public void record(UpsUpdate update) {
        Instant now = clock.now();
        String ups = update.facts().upsId();
        boolean news = !update.events().isEmpty() || !update.outages().isEmpty();
        Instant last = storedAt.get(ups);
        if (!news && last != null && last.plus(REFRESH).isAfter(now)) {
            return;
        }
        storedAt.put(ups, now);
        record(
                new Change(
                        update.events(),
                        List.of(new FactsChange(update.facts(), update.memory())),
                        update.outages()));
    }

    /** How everything stands when the program ends. */
    public void standing(Collection<UpsMonitor.Stored> all) {
        List<FactsChange> facts =
                all.stream().map(one -> new FactsChange(one.facts(), one.memory())).toList();
        record(new Change(List.of(), facts, List.of()));
    }

    /** Events without facts: of the system, of hosts, of policies. */
    public void happened(Event event) {
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
        } catch (RuntimeException e) {
            // Whatever is wrong with one change, it must keep neither the others from being stored
            // nor the update that it came with from being judged.
            LOG.error("The store refused {} and it is lost", waiting.removeFirst(), e);
        }
    }
}
