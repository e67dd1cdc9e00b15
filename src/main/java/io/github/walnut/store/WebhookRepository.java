package io.github.walnut.store;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What webhooks brought; old rows go when another one is written. */
public final class WebhookRepository {

    private final Database database;

    public WebhookRepository(Database database) {
        this.database = database;
    }

    /**
     * @param id the caller's
     * @param bodySha256 in lower-case hexadecimal digits
     */
    public record Delivery(String hook, String id, String bodySha256, UUID eventId, Instant at) {}

    /** The event of the delivery with that id, unless it came before that moment. */
    public Optional<UUID> byId(String hook, String id, Instant since) {
        return event("delivery_id = ?", hook, id, since);
    }

    /** The event of the first delivery of an equal body since that moment. */
    public Optional<UUID> byBody(String hook, String bodySha256, Instant since) {
        return event("body_sha256 = ?", hook, bodySha256, since);
    }

    private Optional<UUID> event(String sameAs, String hook, String value, Instant since) {
        return database.reader()
                .sql(
                        "SELECT event_id FROM webhook_deliveries WHERE hook = ? AND "
                                + sameAs
                                + " AND at >= ? ORDER BY at LIMIT 1")
                .params(hook, value, since.toEpochMilli())
                .query(Row.to(row -> UUID.fromString(row.text("event_id"))))
                .optional();
    }

    /** Forgets what came before that moment. */
    public void keep(Delivery delivery, Instant since) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    tx.sql("DELETE FROM webhook_deliveries WHERE at < ?")
                            .param(since.toEpochMilli())
                            .update();
                    new Columns()
                            .set("hook", delivery.hook())
                            .set("delivery_id", delivery.id())
                            .set("body_sha256", delivery.bodySha256())
                            .set("event_id", delivery.eventId())
                            .set("at", delivery.at())
                            .insert(tx, "webhook_deliveries");
                    return null;
                });
    }
}
