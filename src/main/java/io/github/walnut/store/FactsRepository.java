package io.github.walnut.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest facts of each UPS, and what its monitor remembers beside them. */
public final class FactsRepository {

    private static final TypeReference<Map<UpsState, UpsFacts.Holding>> STATES =
            new TypeReference<>() {};

    private static final String TABLE = "ups_facts";

    private final Database database;

    public FactsRepository(Database database) {
        this.database = database;
    }

    public List<UpsFacts> all() {
        return database.reader()
                .sql("SELECT * FROM " + database.from(TABLE) + " ORDER BY ups_id")
                .query(Row.to(FactsRepository::read))
                .list();
    }

    public Optional<UpsFacts> find(String upsId) {
        return database.reader()
                .sql("SELECT * FROM " + database.from(TABLE) + " WHERE ups_id = ?")
                .param(upsId)
                .query(Row.to(FactsRepository::read))
                .optional();
    }

    /**
     * What was remembered with the facts, read into the type it was written from; empty when
     * nothing was.
     */
    public <T> Optional<T> memory(String upsId, Class<T> type) {
        return database.reader()
                .sql(
                        "SELECT memory FROM "
                                + database.from(TABLE)
                                + " WHERE ups_id = ? AND memory IS NOT NULL")
                .param(upsId)
                .query(Row.to(row -> row.json("memory", type)))
                .optional();
    }

    /**
     * @param memory a record of plain values, or null to leave what is stored
     */
    void put(UpsFacts facts, Object memory) {
        database.write(Lane.JOURNAL, tx -> columns(facts, memory).put(tx, TABLE, "ups_id"));
    }

    private static Columns columns(UpsFacts facts, Object memory) {
        Columns columns = columns(facts);
        return memory == null ? columns : columns.json("memory", memory);
    }

    static KeptRow kept(UpsFacts facts, Object memory) {
        return columns(facts, memory).kept(TABLE, "ups_id");
    }

    /** False when it was not there. */
    public boolean delete(String upsId) {
        return database.write(
                Lane.JOURNAL,
                tx -> tx.sql("DELETE FROM ups_facts WHERE ups_id = ?").param(upsId).update() > 0);
    }

    private static Columns columns(UpsFacts facts) {
        return new Columns()
                .set("ups_id", facts.upsId())
                .json("states", facts.states())
                .set("reachable", facts.reachable())
                .set("cause", facts.cause())
                .set("power_source", facts.powerSource())
                .set("outage_id", facts.outageId())
                .set("episode", facts.episode())
                .set("on_battery_seconds", facts.onBatterySeconds())
                .set("on_battery_seconds_1h", facts.onBatterySeconds1h())
                .set("flaps_10m", facts.flaps10m())
                .set("absent", facts.absent())
                .json("sample", facts.last())
                .set("last_good_at", facts.lastGoodAt())
                .set("updated_at", facts.updatedAt());
    }

    private static UpsFacts read(Row row) throws SQLException {
        return new UpsFacts(
                row.text("ups_id"),
                row.json("states", STATES),
                row.json("sample", Sample.class),
                row.instant("last_good_at"),
                row.flag("reachable"),
                row.text("cause"),
                row.word("power_source", UpsFacts.PowerSource.class),
                row.uuid("outage_id"),
                row.integer("episode"),
                row.real("on_battery_seconds"),
                row.real("on_battery_seconds_1h"),
                row.integer("flaps_10m"),
                row.flag("absent"),
                row.instant("updated_at"));
    }
}
