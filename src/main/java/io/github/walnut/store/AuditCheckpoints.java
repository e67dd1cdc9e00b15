package io.github.walnut.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the audit log begins after older rows went: signed rows, each following the one before. */
final class AuditCheckpoints {

    private final Database database;
    private final AuditKey key;

    AuditCheckpoints(Database database, AuditKey key) {
        this.database = database;
        this.key = key;
    }

    /**
     * @param seq of the newest row that went
     * @param at when it went
     * @param rows how many went with it
     * @param hash of the newest row that went
     */
    record Checkpoint(long seq, Instant at, long rows, String hash, String signature) {

        AuditLog.Head head() {
            return new AuditLog.Head(seq, hash);
        }
    }

    Optional<Checkpoint> newest() {
        return all("ORDER BY seq DESC LIMIT 1").stream().findFirst();
    }

    /** In their order. */
    List<Checkpoint> all() {
        return all("ORDER BY seq");
    }

    private List<Checkpoint> all(String order) {
        return database.reader()
                .sql("SELECT * FROM audit_checkpoints " + order)
                .query(
                        Row.to(
                                row ->
                                        new Checkpoint(
                                                row.number("seq"),
                                                row.instant("at"),
                                                row.number("rows"),
                                                row.text("hash"),
                                                row.text("signature"))))
                .list();
    }

    /** The first one that is not as it was written, or nothing. */
    static Optional<Checkpoint> broken(List<Checkpoint> inOrder, AuditKey key) {
        String before = AuditKey.NOTHING;
        long seq = 0;
        for (Checkpoint each : inOrder) {
            if (!each.signature().equals(key.sign(each, before))
                    || each.seq() - seq != each.rows()) {
                return Optional.of(each);
            }
            before = each.signature();
            seq = each.seq();
        }
        return Optional.empty();
    }

    void add(JdbcClient tx, AuditLog.Head newestGone, long rows) {
        String before = newest().map(Checkpoint::signature).orElse(AuditKey.NOTHING);
        Instant at = Instant.ofEpochMilli(database.clock().now().toEpochMilli());
        Checkpoint bare = new Checkpoint(newestGone.seq(), at, rows, newestGone.hash(), null);
        new Columns()
                .set("seq", bare.seq())
                .set("at", at)
                .set("rows", rows)
                .set("hash", bare.hash())
                .set("signature", key.sign(bare, before))
                .insert(tx, "audit_checkpoints");
    }
}
