package io.github.walnut.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The secret fields of hosts, each sealed for its own row and field. */
public final class HostSecrets {

    private static final String TABLE = "integration_secrets";

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
        byte[] sealed = secrets.seal(place(hostId, field, Secrets.KEY_VERSION), secret);
        database.write(
                Lane.JOURNAL,
                tx ->
                        new Columns()
                                .set("instance_id", hostId)
                                .set("field", field)
                                .set("sealed", sealed)
                                .set("key_version", Secrets.KEY_VERSION)
                                .set("updated_at", database.clock().now())
                                .put(tx, TABLE, "instance_id", "field"));
    }

    /**
     * The caller wipes the array after one use.
     *
     * @throws SecretException when it was changed or moved
     */
    public Optional<char[]> open(String hostId, String field) {
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
