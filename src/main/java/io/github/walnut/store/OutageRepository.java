package io.github.walnut.store;

import io.github.walnut.ups.Outage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Outages; kept until an admin deletes them. */
public final class OutageRepository {

    private static final String TABLE = "outages";

    private final Database database;

    public OutageRepository(Database database) {
        this.database = database;
    }

    public Optional<Outage> find(UUID id) {
        return database.reader()
                .sql("SELECT * FROM " + database.from(TABLE) + " WHERE id = ?")
                .param(id.toString())
                .query(Row.to(OutageRepository::read))
                .optional();
    }

    /** Those that have not ended, oldest first. */
    public List<Outage> open() {
        return database.reader()
                .sql(
                        "SELECT * FROM "
                                + database.from(TABLE)
                                + " WHERE ended_at IS NULL ORDER BY started_at, id")
                .query(Row.to(OutageRepository::read))
                .list();
    }

    /**
     * Those that reach into the span, newest first.
     *
     * @param upsId null for every UPS
     */
    public List<Outage> between(String upsId, Instant from, Instant to, int limit) {
        return database.reader()
                .sql(
                        """
                        SELECT * FROM outages
                        WHERE (:ups IS NULL OR ups_id = :ups)
                          AND started_at < :to AND (ended_at IS NULL OR ended_at >= :from)
                        ORDER BY started_at DESC, id DESC LIMIT :limit
                        """)
                .param("ups", upsId)
                .param("from", from.toEpochMilli())
                .param("to", to.toEpochMilli())
                .param("limit", limit)
                .query(Row.to(OutageRepository::read))
                .list();
    }

    /** The outages of several UPSs that began together. */
    public List<Outage> ofSite(UUID siteId) {
        return database.reader()
                .sql("SELECT * FROM outages WHERE site_id = ? ORDER BY started_at, id")
                .param(siteId.toString())
                .query(Row.to(OutageRepository::read))
                .list();
    }

    void put(Outage outage) {
        database.write(Lane.JOURNAL, tx -> columns(outage).put(tx, TABLE, "id"));
    }

    static KeptRow kept(Outage outage) {
        return columns(outage).kept(TABLE, "id");
    }

    private static Columns columns(Outage outage) {
        return new Columns()
                .set("id", outage.id())
                .set("site_id", outage.siteId())
                .set("ups_id", outage.upsId())
                .set("started_at", outage.startedAt())
                .set("ended_at", outage.endedAt())
                .set("episodes", outage.episodes())
                .set("min_battery_percent", outage.minBatteryPercent())
                .set("min_runtime_seconds", outage.minRuntimeSeconds())
                .set("max_load_percent", outage.maxLoadPercent())
                .set("energy_wh", outage.energyWh());
    }

    private static Outage read(Row row) throws SQLException {
        return new Outage(
                row.uuid("id"),
                row.uuid("site_id"),
                row.text("ups_id"),
                row.instant("started_at"),
                row.instant("ended_at"),
                row.integer("episodes"),
                row.real("min_battery_percent"),
                row.real("min_runtime_seconds"),
                row.real("max_load_percent"),
                row.real("energy_wh"));
    }
}
