package io.github.walnut.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** UPSs with what persons and the devices themselves say about them. */
public final class UpsRepository {

    private final Database database;

    public UpsRepository(Database database) {
        this.database = database;
    }

    public List<UpsDevice> all() {
        return database.reader()
                .sql("SELECT * FROM ups ORDER BY id")
                .query(Row.to(UpsRepository::read))
                .list();
    }

    public Optional<UpsDevice> find(String id) {
        return database.reader()
                .sql("SELECT * FROM ups WHERE id = ?")
                .param(id)
                .query(Row.to(UpsRepository::read))
                .optional();
    }

    /** Writes a new UPS, or the present form of a known one. Its server must be known. */
    public void save(UpsDevice ups) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        new Columns()
                                .set("id", ups.id())
                                .set("server_id", ups.serverId())
                                .set("name", ups.name())
                                .set("display_name", ups.displayName())
                                .set("description", ups.description())
                                .set("manufacturer", ups.manufacturer())
                                .set("model", ups.model())
                                .set("serial", ups.serial())
                                .json("settings", ups.settings())
                                .set("version", ups.version())
                                .set("first_seen_at", ups.firstSeenAt())
                                .set("last_seen_at", ups.lastSeenAt())
                                .put(tx, "ups", "id"));
    }

    /** Notes that it was heard, without a new version. */
    public void seen(String id, Instant at) {
        database.write(
                Lane.BULK, tx -> new Columns().set("last_seen_at", at).update(tx, "ups", "id", id));
    }

    /** False when it was not there. Its history stays. */
    public boolean delete(String id) {
        return database.write(
                Lane.JOURNAL, tx -> tx.sql("DELETE FROM ups WHERE id = ?").param(id).update() > 0);
    }

    private static UpsDevice read(Row row) throws SQLException {
        return new UpsDevice(
                row.text("id"),
                row.text("server_id"),
                row.text("name"),
                row.text("display_name"),
                row.text("description"),
                row.text("manufacturer"),
                row.text("model"),
                row.text("serial"),
                row.object("settings"),
                row.integer("version"),
                row.instant("first_seen_at"),
                row.instant("last_seen_at"));
    }
}
