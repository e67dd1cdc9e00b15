package io.github.walnut.store;

import io.github.walnut.notify.Letter;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFacts;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Events, written together with the facts and outages that changed with them: after a crash either
 * all of a change is there or nothing.
 */
public final class EventStore {

    private static final int SWEEP_ROWS = 5_000;

    private final Database database;
    private final FactsRepository facts;
    private final OutageRepository outages;
    private final SampleStore samples;
    private volatile Mailbox mailbox = Mailbox.NONE;

    public EventStore(
            Database database,
            FactsRepository facts,
            OutageRepository outages,
            SampleStore samples) {
        this.database = database;
        this.facts = facts;
        this.outages = outages;
        this.samples = samples;
    }

    /** Messages about events are stored with them from now on. */
    public void tell(Mailbox newMailbox) {
        mailbox = newMailbox;
    }

    /**
     * What one poll, time-out or injection changed.
     *
     * @param facts of each UPS whose facts changed
     * @param outages that began, changed or ended
     */
    public record Change(List<Event> events, List<FactsChange> facts, List<Outage> outages) {
        public Change {
            events = List.copyOf(events);
            facts = List.copyOf(facts);
            outages = List.copyOf(outages);
        }
    }

    /**
     * @param memory what the monitor remembers, a record of plain values; null leaves what is
     *     stored
     */
    public record FactsChange(UpsFacts facts, Object memory) {}

    /**
     * Writes the change in one transaction, flushed to disk on return.
     *
     * @return the events that were new, in their order; an edge that is stored already is left out
     */
    public List<StoredEvent> record(Change change) {
        Map<Event, List<Letter>> letters = new LinkedHashMap<>();
        change.events().forEach(event -> letters.put(event, mailbox.about(event)));
        try {
            List<StoredEvent> stored =
                    database.writePromptly(Lane.JOURNAL, tx -> write(tx, change, letters));
            stored.forEach(one -> mailbox.happened(one.event(), letters.get(one.event())));
            return stored;
        } catch (StoreUnavailableException e) {
            letters.forEach(mailbox::happened);
            throw e;
        }
    }

    /** Keeps facts and outages of a change that the store has not taken; its events wait. */
    public void keep(Change change) {
        List<KeptRow> rows = new ArrayList<>();
        change.facts().forEach(c -> rows.add(FactsRepository.kept(c.facts(), c.memory())));
        change.outages().forEach(outage -> rows.add(OutageRepository.kept(outage)));
        if (!rows.isEmpty()) {
            database.kept().keep(rows, List.of());
        }
    }

    private List<StoredEvent> write(
            JdbcClient tx, Change change, Map<Event, List<Letter>> letters) {
        List<StoredEvent> stored = new ArrayList<>();
        for (Event event : change.events()) {
            insert(tx, event)
                    .ifPresent(
                            one -> {
                                letters.get(event)
                                        .forEach(letter -> OutboxRepository.insert(tx, letter));
                                stored.add(one);
                            });
        }
        change.facts().forEach(c -> facts.put(c.facts(), c.memory()));
        for (Outage outage : change.outages()) {
            outages.put(outage);
            samples.pin(outage);
        }
        return stored;
    }

    private static Optional<StoredEvent> insert(JdbcClient tx, Event event) {
        int rows =
                new Columns()
                        .set("id", event.id())
                        .set("ts", event.ts())
                        .set("type", event.type())
                        .set("kind", event.kind())
                        .set("name", event.name())
                        .set("severity", event.severity())
                        .set("subject_kind", event.subject().kind())
                        .set("subject_id", event.subject().id())
                        .json("attrs", event.attrs())
                        .set("message", event.message())
                        .set("correlation_id", event.correlationId())
                        .set("outage_id", event.outageId())
                        .set("synthetic", event.synthetic())
                        .set("edge_key", event.edgeKey())
                        .insertIfNew(tx, "events");
        if (rows == 0) {
            return Optional.empty();
        }
        long seq =
                tx.sql("SELECT seq FROM events WHERE id = ?")
                        .param(event.id().toString())
                        .query(Long.class)
                        .single();
        return Optional.of(new StoredEvent(seq, event, null, null));
    }

    public Optional<StoredEvent> find(UUID id) {
        return database.reader()
                .sql("SELECT * FROM events WHERE id = ?")
                .param(id.toString())
                .query(Row.to(EventStore::read))
                .optional();
    }

    /**
     * Newest first.
     *
     * @param cursor of the page before, or null for the first page
     * @throws InvalidCursorException when the cursor is not one of this filter, or too old
     */
    public Page<StoredEvent> page(EventFilter filter, String cursor, int limit) {
        Instant now = database.clock().now();
        Where where = filter.where();
        if (cursor != null) {
            Cursor after = Cursor.decode(cursor, filter, now);
            where.and("(ts, seq) < (?, ?)", after.at(), after.tie());
        }
        List<StoredEvent> rows =
                where.statement(
                                database.reader(),
                                "SELECT * FROM events",
                                "ORDER BY ts DESC, seq DESC LIMIT " + (limit + 1))
                        .query(Row.to(EventStore::read))
                        .list();
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        StoredEvent last = rows.get(limit - 1);
        Cursor end = new Cursor(last.event().ts().toEpochMilli(), last.seq());
        return new Page<>(rows.subList(0, limit), end.encode(filter, now));
    }

    public long count(EventFilter filter) {
        return filter.where()
                .statement(database.reader(), "SELECT count(*) FROM events", "")
                .query(Long.class)
                .single();
    }

    /** What was stored after this sequence number, oldest first. */
    public List<StoredEvent> after(long seq, int limit) {
        return database.reader()
                .sql("SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?")
                .param(seq)
                .param(limit)
                .query(Row.to(EventStore::read))
                .list();
    }

    /** Marks events that nobody has acknowledged yet; which they were. */
    public List<UUID> acknowledge(List<UUID> ids, String by) {
        return ids.isEmpty() ? List.of() : acknowledge(new Where().in("id", ids), by);
    }

    /**
     * Marks all events up to a moment that nobody has acknowledged yet; which they were.
     *
     * @param severity null for any
     */
    public List<UUID> acknowledgeUntil(Instant until, Severity severity, String by) {
        return acknowledge(
                new Where()
                        .and("ts <= ?", until)
                        .and("severity = ?", severity == null ? null : severity.word()),
                by);
    }

    private List<UUID> acknowledge(Where which, String by) {
        return database.write(
                Lane.JOURNAL,
                tx -> {
                    List<UUID> ids =
                            which.and("acknowledged_at IS NULL")
                                    .statement(tx, "SELECT id FROM events", "")
                                    .query(Row.to(row -> row.uuid("id")))
                                    .list();
                    long now = database.clock().now().toEpochMilli();
                    if (!ids.isEmpty()) {
                        database.batch(
                                "UPDATE events SET acknowledged_at = ?, acknowledged_by = ?"
                                        + " WHERE id = ?",
                                ids.stream()
                                        .map(id -> new Object[] {now, by, id.toString()})
                                        .toList());
                    }
                    return ids;
                });
    }

    /** Deletes at most one batch of events from before this moment; how many they were. */
    int forget(Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql(
                                        "DELETE FROM events WHERE seq IN"
                                                + " (SELECT seq FROM events WHERE ts < ? LIMIT ?)")
                                .param(before.toEpochMilli())
                                .param(SWEEP_ROWS)
                                .update());
    }

    private static StoredEvent read(Row row) throws SQLException {
        Event event =
                new Event(
                        row.uuid("id"),
                        row.word("type", Event.Type.class),
                        row.text("kind"),
                        row.text("name"),
                        row.word("severity", Severity.class),
                        new Event.Subject(row.text("subject_kind"), row.text("subject_id")),
                        row.object("attrs"),
                        row.instant("ts"),
                        row.uuid("correlation_id"),
                        row.uuid("outage_id"),
                        row.flag("synthetic"),
                        row.text("message"),
                        row.text("edge_key"));
        return new StoredEvent(
                row.number("seq"),
                event,
                row.instant("acknowledged_at"),
                row.text("acknowledged_by"));
    }
}
