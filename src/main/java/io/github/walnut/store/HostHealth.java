package io.github.walnut.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How hosts answered their heartbeats: each one for a week, hours for 90 days. */
public final class HostHealth {

    static final Duration KEPT = Duration.ofDays(7);
    static final Duration HOURS_KEPT = Duration.ofDays(90);

    private static final int BATCH = 5_000;

    private final Database database;

    public HostHealth(Database database) {
        this.database = database;
    }

    /**
     * One heartbeat.
     *
     * @param state of the host after it
     * @param latencyMillis null without an answer
     * @param errorClass null when it went well
     * @param message why not, or null
     */
    public record Beat(
            String hostId,
            Instant at,
            String state,
            boolean ok,
            Integer latencyMillis,
            String errorClass,
            String message) {}

    /**
     * An hour of heartbeats.
     *
     * @param p50Millis null when nothing answered
     */
    public record Hour(Instant at, int count, int ok, Integer p50Millis, Integer p95Millis) {}

    public void add(Beat beat) {
        database.write(
                Lane.BULK,
                tx ->
                        new Columns()
                                .set("instance_id", beat.hostId())
                                .set("at", beat.at())
                                .set("state", beat.state())
                                .set("ok", beat.ok())
                                .set("latency_ms", beat.latencyMillis())
                                .set("error_class", beat.errorClass())
                                .set("message", beat.message())
                                .put(tx, "integration_health", "instance_id", "at"));
    }

    /** Of this span, oldest first. */
    public List<Beat> beats(String hostId, Instant from, Instant to) {
        return database.reader()
                .sql(
                        "SELECT * FROM integration_health WHERE instance_id = ? AND at >= ?"
                                + " AND at < ? ORDER BY at")
                .param(hostId)
                .param(from.toEpochMilli())
                .param(to.toEpochMilli())
                .query(Row.to(HostHealth::read))
                .list();
    }

    /** Of this span, oldest first. */
    public List<Hour> hours(String hostId, Instant from, Instant to) {
        return database.reader()
                .sql(
                        "SELECT * FROM integration_health_rollups WHERE instance_id = ? AND at >= ?"
                                + " AND at < ? ORDER BY at")
                .param(hostId)
                .param(from.toEpochMilli())
                .param(to.toEpochMilli())
                .query(
                        Row.to(
                                row ->
                                        new Hour(
                                                row.instant("at"),
                                                row.integer("count"),
                                                row.integer("ok"),
                                                row.optional("p50_ms"),
                                                row.optional("p95_ms"))))
                .list();
    }

    /** The latest heartbeat that went well, or the latest that did not. */
    public Optional<Beat> latest(String hostId, boolean ok) {
        return database.reader()
                .sql(
                        "SELECT * FROM integration_health WHERE instance_id = ? AND ok = ?"
                                + " ORDER BY at DESC LIMIT 1")
                .param(hostId)
                .param(ok ? 1 : 0)
                .query(Row.to(HostHealth::read))
                .optional();
    }

    /** Since when the host is in the state of its latest heartbeat, as far as is known. */
    public Optional<Instant> since(String hostId) {
        return database.reader()
                .sql(
                        """
                        SELECT min(at) AS at FROM integration_health WHERE instance_id = :host
                        AND at > coalesce((SELECT max(at) FROM integration_health h
                            WHERE h.instance_id = :host AND h.state <> (
                                SELECT state FROM integration_health
                                WHERE instance_id = :host ORDER BY at DESC LIMIT 1)), 0)
                        """)
                .param("host", hostId)
                .query(Row.to(row -> Optional.ofNullable(row.instant("at"))))
                .single();
    }

    /** Folds the hours that are over and not folded yet, of the last two days. */
    void rollUp(Instant now) {
        Instant end = now.truncatedTo(ChronoUnit.HOURS);
        database.write(
                Lane.BULK,
                tx ->
                        tx.sql(
                                        """
                                        INSERT INTO integration_health_rollups
                                            (instance_id, at, count, ok, p50_ms, p95_ms)
                                        SELECT instance_id, hour, count(*), sum(ok),
                                            max(CASE WHEN place * 2 <= answered + 1 THEN latency_ms END),
                                            max(CASE WHEN place * 20 <= answered * 19 + 19 THEN latency_ms END)
                                        FROM (SELECT instance_id, at / 3600000 * 3600000 AS hour, ok, latency_ms,
                                                row_number() OVER (
                                                    PARTITION BY instance_id, at / 3600000
                                                    ORDER BY latency_ms NULLS LAST) AS place,
                                                count(latency_ms) OVER (
                                                    PARTITION BY instance_id, at / 3600000) AS answered
                                            FROM integration_health WHERE at >= :from AND at < :end)
                                        GROUP BY instance_id, hour
                                        ON CONFLICT (instance_id, at) DO NOTHING
                                        """)
                                .param("from", end.minus(2, ChronoUnit.DAYS).toEpochMilli())
                                .param("end", end.toEpochMilli())
                                .update());
    }

    /** One batch of what is older than it is kept; how many rows went. */
    int forget(Instant now) {
        return forget(
                        "DELETE FROM integration_health WHERE (instance_id, at) IN"
                                + " (SELECT instance_id, at FROM integration_health"
                                + " WHERE at < ? LIMIT ?)",
                        now.minus(KEPT))
                + forget(
                        "DELETE FROM integration_health_rollups WHERE (instance_id, at) IN"
                                + " (SELECT instance_id, at FROM integration_health_rollups"
                                + " WHERE at < ? LIMIT ?)",
                        now.minus(HOURS_KEPT));
    }

    private int forget(String sql, Instant before) {
        return database.write(
                Lane.BULK, tx -> tx.sql(sql).param(before.toEpochMilli()).param(BATCH).update());
    }

    private static Beat read(Row row) throws SQLException {
        return new Beat(
                row.text("instance_id"),
                row.instant("at"),
                row.text("state"),
                row.flag("ok"),
                row.optional("latency_ms"),
                row.text("error_class"),
                row.text("message"));
    }
}
