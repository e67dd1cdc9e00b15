package io.github.walnut.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys of requests with the first answer to each; old ones go when another one is written. */
public final class IdempotencyRepository {

    private static final String OF_KEY = " WHERE principal = ? AND path = ? AND word = ?";

    private static final TypeReference<Map<String, List<String>>> HEADERS =
            new TypeReference<>() {};

    private final Database database;

    public IdempotencyRepository(Database database) {
        this.database = database;
    }

    /** Whose request, to where, under which word. */
    public record Key(String principal, String path, String word) {}

    /**
     * @param status null while there is no answer
     * @param headers empty while there is no answer
     * @param answer null for none
     */
    public record Kept(
            String fingerprint, Integer status, Map<String, List<String>> headers, String answer) {}

    /** Empty when it is not there or older than that moment. */
    public Optional<Kept> find(Key key, Instant since) {
        return database.reader()
                .sql("SELECT * FROM idempotency_keys" + OF_KEY + " AND created_at >= ?")
                .params(key.principal(), key.path(), key.word(), since.toEpochMilli())
                .query(Row.to(IdempotencyRepository::read))
                .optional();
    }

    /** Forgets what is older than that moment. */
    public void begin(Key key, String fingerprint, Instant now, Instant since) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    tx.sql("DELETE FROM idempotency_keys WHERE created_at < ?")
                            .param(since.toEpochMilli())
                            .update();
                    return new Columns()
                            .set("principal", key.principal())
                            .set("path", key.path())
                            .set("word", key.word())
                            .set("fingerprint", fingerprint)
                            .set("created_at", now)
                            .insert(tx, "idempotency_keys");
                });
    }

    public void finish(Key key, int status, Map<String, List<String>> headers, String answer) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                        "UPDATE idempotency_keys SET status = ?, headers = ?, answer = ?"
                                                + OF_KEY)
                                .params(
                                        status,
                                        Json.write(headers),
                                        answer,
                                        key.principal(),
                                        key.path(),
                                        key.word())
                                .update());
    }

    public void forget(Key key) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql("DELETE FROM idempotency_keys" + OF_KEY)
                                .params(key.principal(), key.path(), key.word())
                                .update());
    }

    private static Kept read(Row row) throws SQLException {
        Map<String, List<String>> headers = row.json("headers", HEADERS);
        return new Kept(
                row.text("fingerprint"),
                row.optional("status"),
                headers == null ? Map.of() : headers,
                row.text("answer"));
    }
}
