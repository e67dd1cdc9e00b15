package io.github.walnut.store;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The record of who did what. The hash of each row covers its content and the hash of the row
 * before, under a key derived from the database key: a row that was changed, removed or moved
 * shows.
 */
public final class AuditLog {

    private static final String PURPOSE = "walnut audit v1";
    private static final String FIRST = "0".repeat(64);
    private static final int CHUNK = 1_000;

    private final Database database;
    private final byte[] key;

    public AuditLog(Database database, char[] databaseKey) {
        this.database = database;
        this.key = Hkdf.key(databaseKey, PURPOSE);
    }

    /** A row of the log. */
    public record AuditRow(
            long seq, Instant at, AuditEntry entry, String previousHash, String hash) {}

    /** The newest row: what a later check is compared with. */
    public record Head(long seq, String hash) {}

    /**
     * @param badSeq the first row that is not as it was written or is missing, or null
     * @param rows how many were checked
     */
    public record Verification(boolean ok, Long badSeq, long rows) {}

    /**
     * @param from inclusive, or null
     * @param to exclusive, or null
     */
    public record Filter(Instant from, Instant to, String actor, String action, String object) {}

    /**
     * Appends a row. Called within {@link Database#together}, it stands or falls with the rest of
     * the transaction.
     */
    public AuditRow append(AuditEntry entry) {
        return database.write(Lane.JOURNAL, tx -> append(tx, normalised(entry)));
    }

    /** With the values that a reader of the stored row will find, so that both hash alike. */
    private static AuditEntry normalised(AuditEntry entry) {
        return new AuditEntry(
                entry.actor(),
                entry.actorKind(),
                entry.ip(),
                entry.action(),
                entry.object(),
                entry.outcome(),
                entry.reason(),
                entry.diff() == null ? null : Json.object(Json.write(entry.diff())),
                entry.requestId(),
                entry.correlationId());
    }

    private AuditRow append(JdbcClient tx, AuditEntry entry) {
        Head head = head().orElse(new Head(0, FIRST));
        Instant at = Instant.ofEpochMilli(database.clock().now().toEpochMilli());
        AuditRow bare = new AuditRow(head.seq() + 1, at, entry, head.hash(), null);
        AuditRow row = new AuditRow(bare.seq(), at, entry, head.hash(), hash(bare));
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
        return row;
    }

    private String hash(AuditRow row) {
        TreeMap<String, Object> content = new TreeMap<>();
        AuditEntry entry = row.entry();
        content.put("seq", row.seq());
        content.put("at", row.at().toEpochMilli());
        content.put("actor", entry.actor());
        content.put("actor_kind", entry.actorKind());
        content.put("ip", entry.ip());
        content.put("action", entry.action());
        content.put("object", entry.object());
        content.put("outcome", entry.outcome());
        content.put("reason", entry.reason());
        content.put("diff", Json.write(entry.diff()));
        content.put("request_id", entry.requestId());
        content.put("correlation_id", entry.correlationId());
        return HexFormat.of()
                .formatHex(
                        Hkdf.hmac(
                                key,
                                row.previousHash().getBytes(StandardCharsets.UTF_8),
                                Json.write(content).getBytes(StandardCharsets.UTF_8)));
    }

    /** Empty in a new store. */
    public Optional<Head> head() {
        return database.reader()
                .sql("SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1")
                .query(Row.to(row -> new Head(row.number("seq"), row.text("hash"))))
                .optional();
    }

    /** Checks every row; rows cut off at the end show only against a head that was saved. */
    public Verification verify() {
        return verify(null);
    }

    /**
     * Checks every row, and that the saved head is among them.
     *
     * @param saved a head from earlier, or null
     */
    public Verification verify(Head saved) {
        long seq = 0;
        String hash = FIRST;
        List<AuditRow> chunk = chunk(seq);
        while (!chunk.isEmpty()) {
            for (AuditRow row : chunk) {
                if (!follows(row, seq, hash) || contradicts(row, saved)) {
                    return new Verification(false, Math.min(row.seq(), seq + 1), seq);
                }
                seq = row.seq();
                hash = row.hash();
            }
            chunk = chunk(seq);
        }
        boolean cut = saved != null && seq < saved.seq();
        return new Verification(!cut, cut ? seq + 1 : null, seq);
    }

    private boolean follows(AuditRow row, long seq, String hash) {
        return row.seq() == seq + 1
                && row.previousHash().equals(hash)
                && row.hash().equals(hash(row));
    }

    private static boolean contradicts(AuditRow row, Head saved) {
        return saved != null && row.seq() == saved.seq() && !row.hash().equals(saved.hash());
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
        Where where =
                new Where()
                        .and("at >= ?", filter.from())
                        .and("at < ?", filter.to())
                        .and("actor = ?", filter.actor())
                        .and("action = ?", filter.action())
                        .and("object = ?", filter.object());
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
