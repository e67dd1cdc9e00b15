package io.github.walnut.store;

import io.github.walnut.routes.RouteSource;
import io.github.walnut.routes.UserRoute;
import io.github.walnut.routes.UserRouteStore;
import java.sql.SQLException;
import java.util.List;

/** Documents of routes that operators wrote, and their last 50 texts. */
public final class UserRouteRepository implements UserRouteStore {

    private static final int VERSIONS_KEPT = 50;

    private final Database database;

    public UserRouteRepository(Database database) {
        this.database = database;
    }

    @Override
    public List<UserRoute> all() {
        return database.reader()
                .sql("SELECT * FROM user_routes ORDER BY id")
                .query(Row.to(UserRouteRepository::read))
                .list();
    }

    @Override
    public void save(UserRoute route) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    Columns columns =
                            new Columns()
                                    .set("source", route.source().text())
                                    .set("media", route.source().media())
                                    .set("enabled", route.enabled())
                                    .set("version", route.version())
                                    .set("updated_at", route.updatedAt())
                                    .set("updated_by", route.updatedBy());
                    if (route.version() == 1) {
                        columns.set("id", route.id()).insert(tx, "user_routes");
                    } else {
                        columns.update(tx, "user_routes", "id", route.id());
                    }
                    new Columns()
                            .set("route_id", route.id())
                            .set("version", route.version())
                            .set("source", route.source().text())
                            .set("media", route.source().media())
                            .set("saved_at", route.updatedAt())
                            .set("saved_by", route.updatedBy())
                            .insert(tx, "user_route_versions");
                    return tx.sql(
                                    "DELETE FROM user_route_versions WHERE route_id = ? AND version <= ?")
                            .param(route.id())
                            .param(route.version() - VERSIONS_KEPT)
                            .update();
                });
    }

    @Override
    public void enable(String id, boolean enabled) {
        database.write(
                Lane.JOURNAL,
                tx -> new Columns().set("enabled", enabled).update(tx, "user_routes", "id", id));
    }

    @Override
    public void delete(String id) {
        database.write(
                Lane.JOURNAL,
                tx -> tx.sql("DELETE FROM user_routes WHERE id = ?").param(id).update());
    }

    @Override
    public List<UserRoute.Version> versions(String id) {
        return database.reader()
                .sql("SELECT * FROM user_route_versions WHERE route_id = ? ORDER BY version DESC")
                .param(id)
                .query(
                        Row.to(
                                row ->
                                        new UserRoute.Version(
                                                row.integer("version"),
                                                source(row),
                                                row.instant("saved_at"),
                                                row.text("saved_by"))))
                .list();
    }

    private static UserRoute read(Row row) throws SQLException {
        return new UserRoute(
                row.text("id"),
                source(row),
                row.flag("enabled"),
                row.integer("version"),
                row.instant("updated_at"),
                row.text("updated_by"));
    }

    private static RouteSource source(Row row) throws SQLException {
        return new RouteSource(row.text("source"), row.text("media"));
    }
}
