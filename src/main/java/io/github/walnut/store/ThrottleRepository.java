package io.github.walnut.store;

import io.github.walnut.security.ThrottleStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Failed logins and attempts. */
public final class ThrottleRepository implements ThrottleStore {

    private final Database database;

    public ThrottleRepository(Database database) {
        this.database = database;
    }

    @Override
    public List<Entry> entries(int most) {
        return database.reader()
                .sql(
                        "SELECT * FROM (SELECT * FROM login_throttle ORDER BY until_at DESC"
                                + " LIMIT ?) ORDER BY until_at")
                .param(most)
                .query(Row.to(ThrottleRepository::read))
                .list();
    }

    @Override
    public void save(Collection<Entry> changed, Collection<String> forgiven) {
        database.write(
                Lane.BULK,
                tx -> {
                    for (Entry entry : changed) {
                        new Columns()
                                .set("key", entry.key())
                                .set("failures", entry.failures())
                                .set("first_at", entry.firstAt())
                                .set("until_at", entry.untilAt())
                                .put(tx, "login_throttle", "key");
                    }
                    for (String key : forgiven) {
                        tx.sql("DELETE FROM login_throttle WHERE key = ?").param(key).update();
                    }
                    return changed.size();
                });
    }

    /** Deletes what no longer matters since this moment. */
    int forget(Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql("DELETE FROM login_throttle WHERE until_at < ?")
                                .param(before.toEpochMilli())
                                .update());
    }

    private static Entry read(Row row) throws SQLException {
        return new Entry(
                row.text("key"),
                row.integer("failures"),
                row.instant("first_at"),
                row.instant("until_at"));
    }
}
