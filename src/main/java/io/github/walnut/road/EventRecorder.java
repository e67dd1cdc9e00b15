package io.github.walnut.road;

import io.github.walnut.store.EventSpill;
import io.github.walnut.store.EventStore.Change;
import io.github.walnut.store.EventStore.FactsChange;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.UpsMonitor;
import io.github.walnut.ups.UpsUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what an update changed, in one transaction. When the store is away the change waits here,
 * beyond ten thousand on disk, and the road goes on: a decision never waits for the store.
 */
public final class EventRecorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    public static final int MOST_WAITING = 10_000;
    private static final int SPILLED_AT_ONCE = 1_000;
    private static final Change NOTHING = new Change(List.of(), List.of(), List.of());

    /** Facts without an event are stored this often, so that a restart knows how old they are. */
    private static final Duration REFRESH = Duration.ofSeconds(60);

    private final Consumer<Change> store;
    private final Consumer<Change> keep;
    private final Clock clock;
    private final Map<String, Instant> storedAt = new HashMap<>();
    private final Deque<Change> waiting = new ArrayDeque<>();
    private final EventSpill spill;

    /** The newest facts of changes that are on disk. */
    private final Map<String, FactsChange> superseding = new HashMap<>();

    private long lost;

    /**
     * @param store takes a change whole, or throws that it is unavailable
     * @param keep what changed of UPSs and outages must outlive the process also while the store
     *     does not take it
     */
    public EventRecorder(
            Consumer<Change> store, Consumer<Change> keep, EventSpill spill, Clock clock) {
        this.store = store;
        this.keep = keep;
        this.spill = spill;
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

    /** Changes that wait for the store in memory. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Changes that wait for the store on disk. */
    public synchronized int spilled() {
        return spill.size();
    }

    /** Changes that found no room anywhere, since the start. */
    public synchronized long lost() {
        return lost;
    }

    private synchronized void record(Change change) {
        waiting.add(change);
        store();
        if (!waiting.isEmpty()) {
            keep.accept(change);
        }
        if (waiting.size() > MOST_WAITING) {
            spill(SPILLED_AT_ONCE);
        }
    }

    private void store() {
        try {
            if (spill.any()) {
                store.accept(NOTHING); // before a file is read that cannot be stored yet
            }
            spill.drain(store);
            if (!superseding.isEmpty()) {
                store.accept(new Change(List.of(), List.copyOf(superseding.values()), List.of()));
                superseding.clear();
            }
            while (!waiting.isEmpty()) {
                storeFirst();
            }
        } catch (StoreUnavailableException e) {
            LOG.error(
                    "{} changes wait for the store, {} of them on disk: {}",
                    waiting.size() + spill.size(),
                    spill.size(),
                    e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            LOG.error("Events that were kept on disk cannot be read", e);
        }
    }

    private void storeFirst() {
        try {
            store.accept(waiting.peekFirst());
            waiting.removeFirst();
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever is wrong with one change, it must keep neither the others from being stored
            // nor the update that it came with from being judged.
            LOG.error("The store refused {} and it is lost", waiting.removeFirst(), e);
            lost++;
        }
    }

    /** The oldest go to disk, together. */
    private void spill(int most) {
        List<Change> oldest = waiting.stream().limit(most).toList();
        try {
            spill.add(oldest);
        } catch (IOException e) {
            lost += oldest.size();
            LOG.error("{} changes that the store did not take are lost", oldest.size(), e);
        }
        oldest.forEach(
                change -> {
                    waiting.removeFirst();
                    change.facts().forEach(f -> superseding.put(f.facts().upsId(), f));
                });
    }

    /** What the store did not take is kept on disk for the next start. */
    @Override
    public synchronized void close() throws IOException {
        store();
        while (!waiting.isEmpty()) {
            spill(MOST_WAITING);
        }
        spill.end();
    }
}
