package io.github.walnut.store;

import io.github.walnut.store.AuditLog.Head;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The newest row of the audit log, signed and kept apart from the rows themselves. */
final class AuditHeads {

    private static final String NEWEST = "newest";

    private final Database database;
    private final AuditKey key;

    AuditHeads(Database database, AuditKey key) {
        this.database = database;
        this.key = key;
    }

    /**
     * @param signed whether the signature is right
     */
    record Stored(Head head, boolean signed) {}

    /** Empty before the first row of this version of the program. */
    Optional<Stored> stored() {
        return database.reader()
                .sql("SELECT seq, hash, signature FROM audit_heads WHERE id = ?")
                .param(NEWEST)
                .query(
                        Row.to(
                                row -> {
                                    Head head = new Head(row.number("seq"), row.text("hash"));
                                    return new Stored(
                                            head, key.sign(head).equals(row.text("signature")));
                                }))
                .optional();
    }

    void put(JdbcClient tx, Head head) {
        new Columns()
                .set("id", NEWEST)
                .set("seq", head.seq())
                .set("hash", head.hash())
                .set("signature", key.sign(head))
                .put(tx, "audit_heads", "id");
    }
}
