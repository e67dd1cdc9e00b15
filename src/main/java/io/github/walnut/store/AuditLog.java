package io.github.walnut.store;

import io.github.walnut.security.SecretFilter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The record of who did what. The hash of each row covers its content and the hash of the row
 * before, under a key derived from the database key: a row that was changed, removed or moved
 * shows.
 */
public final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int CHUNK = 1_000;
    private static final int MOST_AT_ONCE = 5_000;

    /** Rows go when a day has come together, so that checkpoints stay few. */
    private static final Duration BATCH = Duration.ofDays(1);

    private final Database database;
    private final AuditKey key;
    private final SecretFilter filter;
    private final AuditCheckpoints checkpoints;
    private final AuditHeads heads;

    public AuditLog(Database database, char[] databaseKey) {
        this(database, databaseKey, new SecretFilter());
    }

    /**
     * @param filter takes secrets out of every row
     */
    public AuditLog(Database database, char[] databaseKey, SecretFilter filter) {
        this.database = database;
        this.filter = filter;
        this.key = new AuditKey(Secrets.auditKey(database, databaseKey));
        this.checkpoints = new AuditCheckpoints(database, key);
        this.heads = new AuditHeads(database, key);
    }

    AuditKey key() {
        return key;
    }

    /** A row of the log. */
    public record AuditRow(
            long seq, Instant at, AuditEntry entry, String previousHash, String hash) {}

    /** The newest row: what a later check is compared with. */
    public record Head(long seq, String hash) {}

    /**
     * @param badSeq the first row that is not as it was written or is missing, or null
     * @param rows how many are sound, up to the first bad one
     * @param checkpointAt when older rows went last, or null
     */
    public record Verification(boolean ok, Long badSeq, long rows, Instant checkpointAt) {

        private Verification badAt(long seq) {
            return new Verification(false, seq, rows, checkpointAt);
        }
    }

    /**
     * @param from inclusive, or null
     * @param to exclusive, or null
     */
    public record Filter(Instant from, Instant to, String actor, String action, String object) {

        private Where where() {
            return new Where()
                    .and("at >= ?", from)
                    .and("at < ?", to)
                    .and("actor = ?", actor)
                    .and("action = ?", action)
                    .and("object = ?", object);
        }
    }

    /**
     * Appends a row. Called within {@link Database#together}, it stands or falls with the rest of
     * the transaction.
     */
    public AuditRow append(AuditEntry entry) {
        return database.write(Lane.JOURNAL, tx -> append(tx, normalised(entry)));
    }

    /** Appends rows in one transaction: all of them or none. */
    public void append(List<AuditEntry> entries) {
        List<AuditEntry> rows = entries.stream().map(this::normalised).toList();
        database.write(
                Lane.JOURNAL,
                tx -> {
                    rows.forEach(row -> append(tx, row));
                    return null;
                });
    }

    /**
     * The same as {@link #append(AuditEntry)}, given up after two seconds: the store counts as in
     * trouble from then on.
     */
    public AuditRow appendPromptly(AuditEntry entry) {
        return database.writePromptly(Lane.JOURNAL, tx -> append(tx, normalised(entry)));
    }

    /** Lets trouble of the store that has just begun pass. */
    public void settle() {
        database.trouble().settle();
    }

    /** Without secrets, and as a reader of the stored row will find it, so that both hash alike. */
    private AuditEntry normalised(AuditEntry entry) {
        return new AuditEntry(
                entry.actor(),
                entry.actorKind(),
                entry.ip(),
                entry.action(),
                filter.mask(entry.object()),
                entry.outcome(),
                filter.mask(entry.reason()),
                entry.diff() == null ? null : filter.maskAll(Json.object(Json.write(entry.diff()))),
                entry.requestId(),
                entry.correlationId());
    }

    private AuditRow append(JdbcClient tx, AuditEntry entry) {
        Head head = head().orElse(start());
        Instant at = Instant.ofEpochMilli(database.clock().now().toEpochMilli());
        AuditRow bare = new AuditRow(head.seq() + 1, at, entry, head.hash(), null);
        AuditRow row = new AuditRow(bare.seq(), at, entry, head.hash(), key.hash(bare));
        new Columns()
                .set("seq", row.seq())
                .set("at", at)
                .set("actor", entry.actor())
                .set("actor_kind", entry.actorKind())
                .set("ip", entry.ip())
                .set("action", entry.action())
                .set("object", entry.object())
                .set("outcome", entry.outcome())
                .set("reason", entry.reason())
                .json("diff", entry.diff())
                .set("request_id", entry.requestId())
                .set("correlation_id", entry.correlationId())
                .set("prev_hash", row.previousHash())
                .set("hash", row.hash())
                .insert(tx, "audit_log");
        Optional<AuditHeads.Stored> newest = heads.stored();
        if (newest.isEmpty() || newest.get().head().equals(head)) {
            heads.put(tx, new Head(row.seq(), row.hash()));
        } // else rows were cut off: the one that was the newest goes on saying so
        return row;
    }

    /** Signs the newest row of a store in which none was signed before. */
    public void sign() {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    if (heads.stored().isEmpty()) {
                        head().ifPresent(head -> heads.put(tx, head));
                    }
                    return null;
                });
    }

    /** This row is still in the log, or older than all that are. */
    public boolean holds(Head head) {
        return database.reader()
                .sql(
                        "SELECT (SELECT hash FROM audit_log WHERE seq = ?) = ? OR ? <="
                                + " coalesce((SELECT max(seq) FROM audit_checkpoints), 0) AS holds")
                .param(head.seq())
                .param(head.hash())
                .param(head.seq())
                .query(Row.to(row -> row.flag("holds")))
                .single();
    }

    /** The newest row is known, so that rows which were cut off behind it show. */
    public boolean signed() {
        return heads.stored().isPresent();
    }

    /** Empty in a new store; that of the newest checkpoint when every row went. */
    public Optional<Head> head() {
        return database.reader()
                .sql("SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1")
                .query(Row.to(row -> new Head(row.number("seq"), row.text("hash"))))
                .optional()
                .or(() -> checkpoints.newest().map(AuditCheckpoints.Checkpoint::head));
    }

    /** Checks every row, and that the newest one that was written is among them. */
    public Verification verify() {
        return verify(null);
    }

    /**
     * Checks every checkpoint and every row, and that the newest one that was written and the saved
     * head are among them.
     *
     * @param saved a head from earlier, or null
     */
    public Verification verify(Head saved) {
        while (true) {
            List<AuditCheckpoints.Checkpoint> begin = checkpoints.all();
            Optional<AuditHeads.Stored> newest = heads.stored();
            List<Head> known =
                    Stream.concat(Stream.ofNullable(saved), newest.map(n -> n.head()).stream())
                            .toList();
            Verification found = verify(known, begin);
            if (found.ok() && newest.isPresent() && !newest.get().signed()) {
                found = found.badAt(newest.get().head().seq());
            }
            if (found.ok() || begin.equals(checkpoints.all())) {
                return found;
            } // rows went meanwhile
        }
    }

    private Verification verify(List<Head> known, List<AuditCheckpoints.Checkpoint> begin) {
        Optional<AuditCheckpoints.Checkpoint> broken = AuditCheckpoints.broken(begin, key);
        Instant at = begin.isEmpty() ? null : last(begin).at();
        if (broken.isPresent()) {
            return new Verification(false, broken.get().seq(), 0, at);
        }
        Head first = begin.isEmpty() ? start() : last(begin).head();
        if (contradicts(first, known)) {
            return new Verification(false, first.seq(), 0, at);
        }
        Head head = first;
        List<AuditRow> chunk = chunk(Long.MIN_VALUE);
        while (!chunk.isEmpty()) {
            Interruption.check();
            for (AuditRow row : chunk) {
                Head next = new Head(row.seq(), row.hash());
                if (!key.follows(row, head) || contradicts(next, known)) {
                    long bad = Math.min(row.seq(), head.seq() + 1);
                    return new Verification(false, bad, head.seq() - first.seq(), at);
                }
                head = next;
            }
            chunk = chunk(head.seq());
        }
        long end = head.seq();
        boolean cut = known.stream().anyMatch(each -> each.seq() > end);
        return new Verification(!cut, cut ? head.seq() + 1 : null, head.seq() - first.seq(), at);
    }

    private static AuditCheckpoints.Checkpoint last(List<AuditCheckpoints.Checkpoint> inOrder) {
        return inOrder.get(inOrder.size() - 1);
    }

    private static boolean contradicts(Head found, List<Head> known) {
        return known.stream()
                .anyMatch(each -> each.seq() == found.seq() && !each.hash().equals(found.hash()));
    }

    /**
     * Lets a prefix go whose rows are all older, once a day of them has come together. A prefix
     * that is not sound stays, so that nothing is swept under a checkpoint.
     *
     * @return how many rows went
     */
    int forget(Instant before) {
        return database.write(
                Lane.JOURNAL,
                tx -> {
                    Head begin = checkpoints.newest().map(c -> c.head()).orElse(start());
                    Head end = soundPrefix(begin, before);
                    long rows = end.seq() - begin.seq();
                    if (rows > 0) {
                        checkpoints.add(tx, end, rows);
                        tx.sql("DELETE FROM audit_log WHERE seq <= ?").param(end.seq()).update();
                    }
                    return (int) rows;
                });
    }

    private static Head start() {
        return new Head(0, AuditKey.NOTHING);
    }

    private Head soundPrefix(Head begin, Instant before) {
        Head end = begin;
        List<AuditRow> chunk = chunk(Long.MIN_VALUE);
        if (chunk.isEmpty() || !chunk.get(0).at().isBefore(before.minus(BATCH))) {
            return begin;
        }
        while (!chunk.isEmpty() && end.seq() - begin.seq() < MOST_AT_ONCE) {
            for (AuditRow row : chunk) {
                if (!row.at().isBefore(before)) {
                    return end;
                }
                if (!key.follows(row, end)) {
                    LOG.error("The audit log is broken at row {}; no row goes", row.seq());
                    return begin;
                }
                end = new Head(row.seq(), row.hash());
            }
            chunk = chunk(end.seq());
        }
        return end;
    }

    private List<AuditRow> chunk(long after) {
        return database.reader()
                .sql("SELECT * FROM audit_log WHERE seq > ? ORDER BY seq LIMIT ?")
                .param(after)
                .param(CHUNK)
                .query(Row.to(AuditLog::read))
                .list();
    }

    /**
     * Newest first.
     *
     * @param cursor of the page before, or null
     * @throws InvalidCursorException when the cursor belongs to another filter, or is too old
     */
    public Page<AuditRow> page(Filter filter, String cursor, int limit) {
        Instant now = database.clock().now();
        Where where = filter.where();
        if (cursor != null) {
            where.and("seq < ?", Cursor.decode(cursor, filter, now).tie());
        }
        List<AuditRow> rows =
                where.statement(
                                database.reader(),
                                "SELECT * FROM audit_log",
                                "ORDER BY seq DESC LIMIT " + (limit + 1))
                        .query(Row.to(AuditLog::read))
                        .list();
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        AuditRow last = rows.get(limit - 1);
        Cursor end = new Cursor(last.at().toEpochMilli(), last.seq());
        return new Page<>(rows.subList(0, limit), end.encode(filter, now));
    }

    /** How many there are on all pages. */
    public long count(Filter filter) {
        return filter.where()
                .statement(database.reader(), "SELECT count(*) FROM audit_log", "")
                .query(Long.class)
                .single();
    }

    private static AuditRow read(Row row) throws SQLException {
        String diff = row.text("diff");
        AuditEntry entry =
                new AuditEntry(
                        row.text("actor"),
                        row.text("actor_kind"),
                        row.text("ip"),
                        row.text("action"),
                        row.text("object"),
                        row.text("outcome"),
                        row.text("reason"),
                        diff == null ? null : Json.object(diff),
                        row.text("request_id"),
                        row.text("correlation_id"));
        return new AuditRow(
                row.number("seq"),
                row.instant("at"),
                entry,
                row.text("prev_hash"),
                row.text("hash"));
    }
}
