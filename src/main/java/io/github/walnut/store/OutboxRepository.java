package io.github.walnut.store;

import io.github.walnut.notify.Letter;
import io.github.walnut.ups.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Messages for people: those that wait, and what became of the others. */
public final class OutboxRepository {

    /** How long what became of a message is kept. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final String TABLE = "notification_outbox";
    private static final int SWEEP_ROWS = 5_000;

    private final Database database;

    public OutboxRepository(Database database) {
        this.database = database;
    }

    private record Details(
            String url, Map<String, Object> data, List<Letter.Item> items, int more) {}

    /** Together with what it tells of; one that stands there already is left as it is. */
    static void insert(JdbcClient tx, Letter letter) {
        columns(letter).insertIfNew(tx, TABLE);
    }

    /** Writes how messages stand now, all or none of them. */
    public void save(List<Letter> letters) {
        database.writePromptly(
                Lane.BULK,
                tx -> {
                    Columns.putAll(
                            database,
                            letters.stream().map(OutboxRepository::columns).toList(),
                            TABLE,
                            "id");
                    return null;
                });
    }

    /** What is still to be delivered, oldest first. */
    public List<Letter> unfinished() {
        return database.reader()
                .sql(
                        "SELECT * FROM notification_outbox WHERE state IN ('waiting', 'sending')"
                                + " ORDER BY created_at, id")
                .query(Row.to(OutboxRepository::read))
                .list();
    }

    /** All messages of a channel that are kept, oldest first. */
    public List<Letter> of(String channel) {
        return database.reader()
                .sql("SELECT * FROM notification_outbox WHERE channel = ? ORDER BY created_at, id")
                .param(channel)
                .query(Row.to(OutboxRepository::read))
                .list();
    }

    /** Deletes at most one batch of rows from before this moment; how many they were. */
    int forget(Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql(
                                        "DELETE FROM notification_outbox WHERE id IN (SELECT id FROM"
                                                + " notification_outbox WHERE created_at < ? LIMIT ?)")
                                .param(before.toEpochMilli())
                                .param(SWEEP_ROWS)
                                .update());
    }

    private static Columns columns(Letter letter) {
        return new Columns()
                .set("id", letter.id())
                .set("channel", letter.channel())
                .set("event_id", letter.eventId())
                .set("execution_id", letter.runId())
                .set("name", letter.name())
                .set("topic", letter.topic())
                .set("severity", letter.severity())
                .set("state", letter.state())
                .set("title", letter.title())
                .set("text", letter.text())
                .json(
                        "details",
                        new Details(letter.url(), letter.data(), letter.items(), letter.more()))
                .set("attempts", letter.attempts())
                .set("next_at", letter.nextAt())
                .set("created_at", letter.createdAt())
                .set("sent_at", letter.sentAt())
                .set("error", letter.error());
    }

    private static Letter read(Row row) throws SQLException {
        Details details = row.json("details", Details.class);
        return new Letter(
                row.uuid("id"),
                row.text("channel"),
                row.uuid("event_id"),
                row.uuid("execution_id"),
                row.text("name"),
                row.text("topic"),
                row.word("severity", Severity.class),
                row.text("title"),
                row.text("text"),
                details.url(),
                details.data(),
                details.items(),
                details.more(),
                row.word("state", Letter.State.class),
                row.integer("attempts"),
                row.instant("next_at"),
                row.instant("created_at"),
                row.instant("sent_at"),
                row.text("error"));
    }
}
