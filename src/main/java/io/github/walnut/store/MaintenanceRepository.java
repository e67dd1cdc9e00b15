package io.github.walnut.store;

import io.github.walnut.run.MaintenanceWindow;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Windows of maintenance; those that are over for 90 days go when another one is written. */
public final class MaintenanceRepository {

    private static final Duration KEPT = Duration.ofDays(90);

    private static final String TABLE = "maintenance_windows";

    private final Database database;

    public MaintenanceRepository(Database database) {
        this.database = database;
    }

    /** The JSON of the scope. */
    private record Scope(boolean all, Set<String> hosts, Set<UUID> policies) {}

    /** The latest first. */
    public List<MaintenanceWindow> all() {
        return database.reader()
                .sql("SELECT * FROM " + database.from(TABLE) + " ORDER BY starts_at DESC, id DESC")
                .query(Row.to(MaintenanceRepository::read))
                .list();
    }

    /** Kept until the store takes it, if it does not take it now. */
    public void add(MaintenanceWindow window) {
        try {
            insert(window);
        } catch (StoreUnavailableException e) {
            if (!keep(columns(window).kept(TABLE, "id"))) {
                throw e;
            }
        }
    }

    private boolean keep(KeptRow row) {
        return database.kept().keep(List.of(row), List.of());
    }

    private void insert(MaintenanceWindow window) {
        Instant forgotten = database.clock().now().minus(KEPT);
        database.write(
                Lane.JOURNAL,
                tx -> {
                    tx.sql("DELETE FROM maintenance_windows WHERE until_at < ?")
                            .param(forgotten.toEpochMilli())
                            .update();
                    return columns(window).insert(tx, TABLE);
                });
    }

    private static Columns columns(MaintenanceWindow window) {
        return new Columns()
                .set("id", window.id())
                .set("starts_at", window.startsAt())
                .set("until_at", window.until())
                .set("reason", window.reason())
                .json("scope", new Scope(window.all(), window.hosts(), window.policies()))
                .set("created_by", window.by())
                .set("created_at", window.createdAt());
    }

    /** False when it was not there. While the store takes no changes it ends now instead. */
    public boolean delete(UUID id) {
        try {
            return database.write(
                    Lane.JOURNAL,
                    tx ->
                            tx.sql("DELETE FROM maintenance_windows WHERE id = ?")
                                            .param(id.toString())
                                            .update()
                                    == 1);
        } catch (StoreUnavailableException e) {
            Instant now = database.clock().now();
            Columns over = new Columns().set("starts_at", now.minusMillis(1)).set("until_at", now);
            boolean there = all().stream().anyMatch(window -> window.id().equals(id));
            if (there && !keep(over.keptChange(TABLE, "id", id))) {
                throw e;
            }
            return there;
        }
    }

    private static MaintenanceWindow read(Row row) throws SQLException {
        Scope scope = Json.read(row.text("scope"), Scope.class);
        return new MaintenanceWindow(
                row.uuid("id"),
                row.instant("starts_at"),
                row.instant("until_at"),
                row.text("reason"),
                row.text("created_by"),
                scope.all(),
                scope.hosts(),
                scope.policies(),
                row.instant("created_at"));
    }
}
