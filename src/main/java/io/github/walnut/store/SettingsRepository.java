package io.github.walnut.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Settings that were changed in the console, by group. */
public final class SettingsRepository {

    private static final String TABLE = "app_settings";

    private final Database database;

    public SettingsRepository(Database database) {
        this.database = database;
    }

    /**
     * @param version from 1; rises with each change
     */
    public record Group(
            String name,
            Map<String, Object> values,
            int version,
            Instant updatedAt,
            String updatedBy) {}

    /** The group was changed by somebody else since it was read. */
    public static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ConflictException(String message) {
            super(message);
        }
    }

    public List<Group> all() {
        return database.reader()
                .sql("SELECT * FROM app_settings ORDER BY name")
                .query(Row.to(SettingsRepository::read))
                .list();
    }

    /** Empty while nothing of the group was ever changed. */
    public Optional<Group> find(String name) {
        return database.reader()
                .sql("SELECT * FROM " + database.from(TABLE) + " WHERE name = ?")
                .param(name)
                .query(Row.to(SettingsRepository::read))
                .optional();
    }

    /**
     * Puts the values in the place of all that the group has.
     *
     * @param expectedVersion the stored one, 0 for a group that is not stored yet
     * @throws ConflictException when the stored one is another
     */
    public Group save(String name, Map<String, Object> values, int expectedVersion, String by) {
        return database.write(
                Lane.JOURNAL,
                tx -> {
                    int stored = find(name).map(Group::version).orElse(0);
                    if (stored != expectedVersion) {
                        throw new ConflictException(
                                "settings "
                                        + name
                                        + " have version "
                                        + stored
                                        + ": expected "
                                        + expectedVersion);
                    }
                    put(tx, name, values, stored + 1, by);
                    return find(name).orElseThrow();
                });
    }

    /**
     * Puts the values in the place of all that the group has, whichever version that is. Given up
     * after two seconds: the store counts as in trouble from then on.
     */
    public void replacePromptly(String name, Map<String, Object> values, String by) {
        database.writePromptly(
                Lane.JOURNAL,
                tx -> {
                    put(tx, name, values, find(name).map(Group::version).orElse(0) + 1, by);
                    return null;
                });
    }

    /**
     * Keeps the values beside the store, which does not take them, until it does.
     *
     * @return false when they are not kept
     */
    public boolean keep(String name, Map<String, Object> values, String by) {
        int version = find(name).map(Group::version).orElse(0) + 1;
        return database.kept()
                .keep(List.of(columns(name, values, version, by).kept(TABLE, "name")), List.of());
    }

    private void put(
            JdbcClient tx, String name, Map<String, Object> values, int version, String by) {
        columns(name, values, version, by).put(tx, TABLE, "name");
    }

    private Columns columns(String name, Map<String, Object> values, int version, String by) {
        return new Columns()
                .set("name", name)
                .json("value", values)
                .set("version", version)
                .set("updated_at", database.clock().now())
                .set("updated_by", by);
    }

    private static Group read(Row row) throws SQLException {
        return new Group(
                row.text("name"),
                row.object("value"),
                row.integer("version"),
                row.instant("updated_at"),
                row.text("updated_by"));
    }
}
