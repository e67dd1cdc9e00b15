package io.github.walnut.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What was told to open sockets about events and runs, the newest ten thousand messages. */
public final class LiveMessageRepository {

    private static final int KEPT = 10_000;

    private final Database database;

    public LiveMessageRepository(Database database) {
        this.database = database;
    }

    /**
     * @param seq its number, which rises over all messages
     * @param text the message as it was sent, JSON
     */
    public record Message(
            long seq,
            Instant at,
            String topic,
            String type,
            String subject,
            String severity,
            String text) {}

    /** The last commits may be lost with the power. */
    public void append(List<Message> messages) {
        database.write(
                Lane.BULK,
                tx -> {
                    for (Message message : messages) {
                        new Columns()
                                .set("seq", message.seq())
                                .set("at", message.at())
                                .set("topic", message.topic())
                                .set("type", message.type())
                                .set("subject", message.subject())
                                .set("severity", message.severity())
                                .set("message", message.text())
                                .insert(tx, "live_messages");
                    }
                    return null;
                });
    }

    /** The first after a number, in their order. */
    public List<Message> after(long seq, int most) {
        return database.reader()
                .sql("SELECT * FROM live_messages WHERE seq > ? ORDER BY seq LIMIT ?")
                .param(seq)
                .param(most)
                .query(Row.to(LiveMessageRepository::read))
                .list();
    }

    /**
     * Drops all but the newest.
     *
     * @return the highest number that was dropped, 0 when nothing was
     */
    public long trim() {
        return database.write(
                Lane.BULK,
                tx -> {
                    long upTo =
                            tx.sql(
                                            "SELECT seq FROM live_messages ORDER BY seq DESC LIMIT 1 OFFSET ?")
                                    .param(KEPT)
                                    .query(Long.class)
                                    .optional()
                                    .orElse(0L);
                    tx.sql("DELETE FROM live_messages WHERE seq <= ?").param(upTo).update();
                    return upTo;
                });
    }

    private static Message read(Row row) throws SQLException {
        return new Message(
                row.number("seq"),
                row.instant("at"),
                row.text("topic"),
                row.text("type"),
                row.text("subject"),
                row.text("severity"),
                row.text("message"));
    }
}
