package io.github.walnut.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** NUT servers. */
public final class NutServerRepository {

    private final Database database;

    public NutServerRepository(Database database) {
        this.database = database;
    }

    public List<NutServer> all() {
        return database.reader()
                .sql("SELECT * FROM nut_servers ORDER BY id")
                .query(Row.to(NutServerRepository::read))
                .list();
    }

    public Optional<NutServer> find(String id) {
        return database.reader()
                .sql("SELECT * FROM nut_servers WHERE id = ?")
                .param(id)
                .query(Row.to(NutServerRepository::read))
                .optional();
    }

    /** Writes a new server, or the present form of a known one; versions are the caller's. */
    public void save(NutServer server) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        new Columns()
                                .set("id", server.id())
                                .set("host", server.host())
                                .set("port", server.port())
                                .set("username", server.username())
                                .set("secret_ref", server.secretRef())
                                .set("tls", server.tls())
                                .set("tls_trust", server.tlsTrust())
                                .set("tls_pin", server.tlsPin())
                                .set("poll_interval_ms", server.pollInterval().toMillis())
                                .set("fast_interval_ms", server.fastInterval().toMillis())
                                .set("heartbeat_ms", server.heartbeat().toMillis())
                                .set("enabled", server.enabled())
                                .set("version", server.version())
                                .set("created_at", server.createdAt())
                                .set("updated_at", server.updatedAt())
                                .put(tx, "nut_servers", "id"));
    }

    /**
     * False when it was not there.
     *
     * @throws IllegalStateException when UPSs of it are known
     */
    public boolean delete(String id) {
        return database.write(
                Lane.JOURNAL,
                tx -> {
                    if (used(id)) {
                        throw new IllegalStateException("NUT server " + id + " has known UPSs");
                    }
                    return tx.sql("DELETE FROM nut_servers WHERE id = ?").param(id).update() > 0;
                });
    }

    private boolean used(String id) {
        return database.reader()
                        .sql("SELECT count(*) FROM ups WHERE server_id = ?")
                        .param(id)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static NutServer read(Row row) throws SQLException {
        return new NutServer(
                row.text("id"),
                row.text("host"),
                row.integer("port"),
                row.text("username"),
                row.text("secret_ref"),
                row.text("tls"),
                row.text("tls_trust"),
                row.text("tls_pin"),
                Duration.ofMillis(row.number("poll_interval_ms")),
                Duration.ofMillis(row.number("fast_interval_ms")),
                Duration.ofMillis(row.number("heartbeat_ms")),
                row.flag("enabled"),
                row.integer("version"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
