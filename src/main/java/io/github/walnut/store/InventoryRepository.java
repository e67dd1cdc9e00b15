package io.github.walnut.store;

import io.github.walnut.inventory.Marks;
import io.github.walnut.inventory.Sighting;
import io.github.walnut.inventory.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was found on each host at its last reading, so that a start knows targets at once. */
public final class InventoryRepository {

    private static final Duration GONE_KEPT = Duration.ofDays(30);
    private static final int MISSED_WHEN_GONE = 2;

    private final Database database;

    public InventoryRepository(Database database) {
        this.database = database;
    }

    /**
     * One reading of one type of targets.
     *
     * @param complete the host told all of them; what is missing is then gone
     * @param error null when the reading went well
     */
    public record Reading(
            String hostId,
            String targetType,
            Instant at,
            Duration took,
            boolean complete,
            String error) {}

    /**
     * Keeps what a reading found; one that failed leaves the time of the last good one. Targets
     * that are missing from two complete readings in a row are gone; those gone for 30 days are
     * forgotten.
     */
    public void save(Reading reading, List<Target> found) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    if (reading.error() == null) {
                        put(tx, reading);
                    } else {
                        putError(tx, reading);
                    }
                    found.forEach(target -> put(tx, target, reading.at()));
                    if (reading.complete()) {
                        dropMissing(tx, reading, found);
                    }
                    return null;
                });
    }

    private static void put(JdbcClient tx, Reading reading) {
        new Columns()
                .set("instance_id", reading.hostId())
                .set("target_type", reading.targetType())
                .set("fetched_at", reading.at())
                .set("duration_ms", reading.took().toMillis())
                .set("complete", reading.complete())
                .set("error", reading.error())
                .put(tx, "inventory_cache", "instance_id", "target_type");
    }

    private static void putError(JdbcClient tx, Reading reading) {
        tx.sql(
                        "UPDATE inventory_cache SET error = ?"
                                + " WHERE instance_id = ? AND target_type = ?")
                .param(reading.error())
                .param(reading.hostId())
                .param(reading.targetType())
                .update();
    }

    private void put(JdbcClient tx, Target target, Instant at) {
        new Columns()
                .set("host_id", target.hostId())
                .set("id", target.id())
                .set("type", target.type())
                .set("external_id", target.externalId())
                .set("name", target.name())
                .set("status", target.status())
                .json("attrs", target.attrs())
                .json("labels", target.labels())
                .set("protected", target.guarded())
                .set("self", target.self())
                .set("active", target.active())
                .set("first_seen", firstSeen(target.hostId(), target.id()).orElse(at))
                .set("last_seen", at)
                .set("gone_since", null)
                .set("missed", 0)
                .put(tx, "targets", "host_id", "id");
    }

    private static void dropMissing(JdbcClient tx, Reading reading, List<Target> found) {
        Set<String> present = new HashSet<>();
        found.forEach(target -> present.add(target.id()));
        List<String> stored =
                tx.sql(
                                "SELECT id FROM targets WHERE host_id = ? AND type = ?"
                                        + " AND gone_since IS NULL")
                        .param(reading.hostId())
                        .param(reading.targetType())
                        .query(String.class)
                        .list();
        for (String id : stored) {
            if (!present.contains(id)) {
                miss(tx, reading, id);
            }
        }
        tx.sql("DELETE FROM targets WHERE host_id = ? AND gone_since < ?")
                .param(reading.hostId())
                .param(reading.at().minus(GONE_KEPT).toEpochMilli())
                .update();
    }

    private static void miss(JdbcClient tx, Reading reading, String targetId) {
        tx.sql("UPDATE targets SET missed = missed + 1 WHERE host_id = ? AND id = ?")
                .param(reading.hostId())
                .param(targetId)
                .update();
        tx.sql(
                        """
                        UPDATE targets SET active = 0, status = 'unknown', gone_since = :at
                        WHERE host_id = :host AND id = :id AND missed >= :missed
                        """)
                .param("at", reading.at().toEpochMilli())
                .param("host", reading.hostId())
                .param("id", targetId)
                .param("missed", MISSED_WHEN_GONE)
                .update();
    }

    /** Every target that is known, gone ones included, by host and id. */
    public List<Target> targets() {
        return database.reader()
                .sql("SELECT * FROM targets ORDER BY host_id, id")
                .query(Row.to(InventoryRepository::readTarget))
                .list();
    }

    /**
     * @param type null for all types
     */
    public List<Target> targets(String hostId, String type) {
        return new Where()
                .and("host_id = ?", hostId)
                .and("type = ?", type)
                .statement(database.reader(), "SELECT * FROM targets", "ORDER BY id")
                .query(Row.to(InventoryRepository::readTarget))
                .list();
    }

    /** The last readings of a host. */
    public List<Reading> readings(String hostId) {
        return database.reader()
                .sql("SELECT * FROM inventory_cache WHERE instance_id = ? ORDER BY target_type")
                .param(hostId)
                .query(Row.to(InventoryRepository::readReading))
                .list();
    }

    private Optional<Instant> firstSeen(String hostId, String targetId) {
        return Optional.ofNullable(sightings(hostId, List.of(targetId)).get(targetId))
                .map(Sighting::first);
    }

    /** By target id; targets that were never read are left out. */
    public Map<String, Sighting> sightings(String hostId, Collection<String> targetIds) {
        Map<String, Sighting> found = new HashMap<>();
        if (!targetIds.isEmpty()) {
            database.reader()
                    .sql(
                            "SELECT id, first_seen, last_seen, gone_since FROM targets"
                                    + " WHERE host_id = :host AND id IN (:ids)")
                    .param("host", hostId)
                    .param("ids", targetIds)
                    .query(
                            Row.to(
                                    row ->
                                            found.put(
                                                    row.text("id"),
                                                    new Sighting(
                                                            row.instant("first_seen"),
                                                            row.instant("last_seen"),
                                                            row.instant("gone_since")))))
                    .list();
        }
        return found;
    }

    /** The last reading of each type on each host. */
    public List<Reading> readings() {
        return database.reader()
                .sql("SELECT * FROM inventory_cache ORDER BY instance_id, target_type")
                .query(Row.to(InventoryRepository::readReading))
                .list();
    }

    public Optional<Reading> reading(String hostId, String targetType) {
        return database.reader()
                .sql("SELECT * FROM inventory_cache WHERE instance_id = ? AND target_type = ?")
                .param(hostId)
                .param(targetType)
                .query(Row.to(InventoryRepository::readReading))
                .optional();
    }

    /** What the host told of these targets, without the marks of people. */
    public List<Target> discovered(String hostId, String type) {
        return new Where()
                .and("host_id = ?", hostId)
                .and("type = ?", type)
                .statement(database.reader(), "SELECT * FROM targets", "ORDER BY id")
                .query(Row.to(InventoryRepository::readDiscovered))
                .list();
    }

    /** What people set on the targets of a host, by target id. */
    public Map<String, Marks> marks(String hostId) {
        Map<String, Marks> marks = new LinkedHashMap<>();
        database.reader()
                .sql(
                        "SELECT id, marks FROM targets WHERE host_id = ? AND marks IS NOT NULL"
                                + " ORDER BY id")
                .param(hostId)
                .query(Row.to(row -> Map.entry(row.text("id"), row.json("marks", Marks.class))))
                .list()
                .forEach(entry -> marks.put(entry.getKey(), entry.getValue()));
        return marks;
    }

    /** Puts marks in the place of those before; false when there is no such target. */
    public boolean mark(String hostId, String targetId, Marks marks) {
        return database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql("UPDATE targets SET marks = ? WHERE host_id = ? AND id = ?")
                                        .param(Json.write(marks))
                                        .param(hostId)
                                        .param(targetId)
                                        .update()
                                == 1);
    }

    private static Target readTarget(Row row) throws SQLException {
        Marks marks = row.json("marks", Marks.class);
        return marks == null ? readDiscovered(row) : marks.on(readDiscovered(row));
    }

    private static Target readDiscovered(Row row) throws SQLException {
        return new Target(
                row.text("host_id"),
                row.text("type"),
                row.text("external_id"),
                row.text("name"),
                row.text("status"),
                row.object("attrs"),
                row.texts("labels"),
                row.flag("active"),
                row.flag("protected"),
                row.flag("self"));
    }

    private static Reading readReading(Row row) throws SQLException {
        return new Reading(
                row.text("instance_id"),
                row.text("target_type"),
                row.instant("fetched_at"),
                Duration.ofMillis(row.number("duration_ms")),
                row.flag("complete"),
                row.text("error"));
    }
}
