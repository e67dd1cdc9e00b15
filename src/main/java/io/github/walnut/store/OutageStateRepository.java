package io.github.walnut.store;

import io.github.walnut.run.SeenState;
import io.github.walnut.run.SeenStates;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** States of targets at the begin of outages; those of a week ago go when others are written. */
public final class OutageStateRepository implements SeenStates {

    private static final Duration KEPT = Duration.ofDays(7);

    private final Database database;

    public OutageStateRepository(Database database) {
        this.database = database;
    }

    @Override
    public List<SeenState> recent() {
        return database.reader()
                .sql("SELECT * FROM outage_states ORDER BY read_at, outage_id, host_id, target_id")
                .query(Row.to(OutageStateRepository::read))
                .list();
    }

    @Override
    public void save(List<SeenState> seen) {
        Instant forgotten = database.clock().now().minus(KEPT);
        database.write(
                Lane.JOURNAL,
                tx -> {
                    tx.sql("DELETE FROM outage_states WHERE read_at < ?")
                            .param(forgotten.toEpochMilli())
                            .update();
                    for (SeenState each : seen) {
                        new Columns()
                                .set("outage_id", each.outageId())
                                .set("host_id", each.hostId())
                                .set("target_id", each.targetId())
                                .set("state", each.state())
                                .set("source", each.source())
                                .set("read_at", each.at())
                                .put(tx, "outage_states", "outage_id", "host_id", "target_id");
                    }
                    return null;
                });
    }

    @Override
    public boolean runBegan(UUID outageId) {
        return database.reader()
                        .sql(
                                "SELECT count(*) FROM "
                                        + database.from(RunRows.TABLE)
                                        + " WHERE outage_id = ?"
                                        + " AND mode = 'live' AND kind <> 'recovery'"
                                        + " AND state <> 'suppressed'")
                        .param(outageId.toString())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private static SeenState read(Row row) throws SQLException {
        return new SeenState(
                row.uuid("outage_id"),
                row.text("host_id"),
                row.text("target_id"),
                row.text("state"),
                SeenState.Source.valueOf(row.text("source").toUpperCase(Locale.ROOT)),
                row.instant("read_at"));
    }
}
