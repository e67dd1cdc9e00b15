package io.github.walnut.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The secret fields of hosts, each sealed for its own row and field. */
public final class HostSecrets {

    private static final String TABLE = "integration_secrets";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Database database;
    private final Secrets secrets;

    public HostSecrets(Database database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    private static SecretBox.Place place(String hostId, String field, int version) {
        return new SecretBox.Place(TABLE, hostId, field, version);
    }

    /** Puts a secret in the place of the one before. */
    public void put(String hostId, String field, char[] secret) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    int version = secrets.version(tx);
                    return new Columns()
                            .set("instance_id", hostId)
                            .set("field", field)
                            .set("sealed", secrets.seal(place(hostId, field, version), secret))
                            .set("key_version", version)
                            .set("updated_at", database.clock().now())
                            .put(tx, TABLE, "instance_id", "field");
                });
    }

    /** Within a rotation: seals what the key before sealed with the one that follows. */
    static void sealAnew(JdbcClient tx, Kek before, Kek now) {
        for (Sealed old :
                tx.sql("SELECT instance_id, field, sealed, key_version FROM integration_secrets")
                        .query(Row.to(Sealed::read))
                        .list()) {
            byte[] open =
                    before.box().open(place(old.host(), old.field(), old.version()), old.bytes());
            byte[] sealed = now.box().seal(place(old.host(), old.field(), now.version()), open);
            Arrays.fill(open, (byte) 0);
            tx.sql(
                            "UPDATE integration_secrets SET sealed = ?, key_version = ?"
                                    + " WHERE instance_id = ? AND field = ?")
                    .params(sealed, now.version(), old.host(), old.field())
                    .update();
        }
    }

    private record Sealed(String host, String field, byte[] bytes, int version) {

        private static Sealed read(Row row) throws SQLException {
            return new Sealed(
                    row.text("instance_id"),
                    row.text("field"),
                    row.bytes("sealed"),
                    row.integer("key_version"));
        }
    }

    /**
     * The caller wipes the array after one use. When the database is found damaged over it, it is
     * read from what stands in.
     *
     * @throws SecretException when it was changed or moved
     */
    public Optional<char[]> open(String hostId, String field) {
        try {
            return read(hostId, field);
        } catch (StoreUnavailableException | DataAccessException e) {
            if (database.damage().await(LONGEST_WAIT)) {
                return read(hostId, field);
            }
            throw e;
        }
    }

    private Optional<char[]> read(String hostId, String field) {
        return database.reader()
                .sql(
                        "SELECT sealed, key_version FROM integration_secrets"
                                + " WHERE instance_id = ? AND field = ?")
                .param(hostId)
                .param(field)
                .query(
                        Row.to(
                                row ->
                                        secrets.open(
                                                place(hostId, field, row.integer("key_version")),
                                                row.bytes("sealed"))))
                .optional();
    }

    /** The fields that have a secret, each with the time of its last change. */
    public Map<String, Instant> fields(String hostId) {
        Map<String, Instant> fields = new LinkedHashMap<>();
        database.reader()
                .sql(
                        "SELECT field, updated_at FROM integration_secrets"
                                + " WHERE instance_id = ? ORDER BY field")
                .param(hostId)
                .query(Row.to(row -> Map.entry(row.text("field"), row.instant("updated_at"))))
                .list()
                .forEach(secret -> fields.put(secret.getKey(), secret.getValue()));
        return fields;
    }

    /** In a copy of the store: takes out every secret, and tells which they were. */
    static List<String> takeOut(JdbcClient tx) {
        List<String> names =
                tx.sql("SELECT 'host/' || instance_id || '/' || field FROM integration_secrets")
                        .query(String.class)
                        .list();
        tx.sql("DELETE FROM integration_secrets").update();
        return names;
    }

    public boolean delete(String hostId, String field) {
        return database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                                "DELETE FROM integration_secrets"
                                                        + " WHERE instance_id = ? AND field = ?")
                                        .param(hostId)
                                        .param(field)
                                        .update()
                                > 0);
    }
}
