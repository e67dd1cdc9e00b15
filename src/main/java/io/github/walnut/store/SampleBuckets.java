package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads raw samples straight into buckets: charts ask for days of them, so no Sample is made. */
final class SampleBuckets {

    private final Database database;

    SampleBuckets(Database database) {
        this.database = database;
    }

    /**
     * @param from inclusive
     * @param to exclusive
     */
    List<Bucket> fold(
            String upsId, Collection<Metric> metrics, Instant from, Instant to, int seconds) {
        BucketFold fold = new BucketFold(upsId, seconds);
        Map<String, Set<String>> flagsByStatus = new HashMap<>();
        List<Metric> columns = List.copyOf(metrics);
        lastBefore(upsId, from).ifPresent(s -> fold.before(s.at(), SampleStore.flags(s.status())));
        database.reader()
                .sql(
                        "SELECT at, status"
                                + columns.stream()
                                        .map(metric -> ", " + metric.field())
                                        .collect(Collectors.joining())
                                + " FROM ups_samples"
                                + " WHERE ups_id = ? AND at >= ? AND at < ? ORDER BY at")
                .param(upsId)
                .param(from.toEpochMilli())
                .param(to.toEpochMilli())
                .query(
                        rows -> {
                            Set<String> flags =
                                    flagsByStatus.computeIfAbsent(
                                            rows.getString(2), SampleStore::flags);
                            fold.add(rows.getLong(1), flags, values(rows, columns));
                        });
        return fold.finished();
    }

    private static Map<Metric, Double> values(ResultSet rows, List<Metric> columns)
            throws SQLException {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (int i = 0; i < columns.size(); i++) {
            double value = rows.getDouble(i + 3);
            if (value != 0 || !rows.wasNull()) {
                values.put(columns.get(i), value);
            }
        }
        return values;
    }

    private record Before(long at, String status) {}

    private Optional<Before> lastBefore(String upsId, Instant from) {
        return database.reader()
                .sql(
                        "SELECT at, status FROM ups_samples"
                                + " WHERE ups_id = ? AND at < ? AND at >= ?"
                                + " ORDER BY at DESC LIMIT 1")
                .param(upsId)
                .param(from.toEpochMilli())
                .param(from.toEpochMilli() - BucketFold.LONGEST_GAP_MILLIS)
                .query(Row.to(row -> new Before(row.number("at"), row.text("status"))))
                .optional();
    }

    /** The oldest sample that is there because it is recent, not because of an outage. */
    Optional<Instant> oldest(String upsId) {
        return database.reader()
                .sql(
                        "SELECT at FROM ups_samples WHERE ups_id = ? AND pinned = 0"
                                + " ORDER BY at LIMIT 1")
                .param(upsId)
                .query(Row.to(row -> row.instant("at")))
                .optional();
    }

    /** The oldest sample of all. */
    Optional<Instant> first(String upsId) {
        return database.reader()
                .sql("SELECT at FROM ups_samples WHERE ups_id = ? ORDER BY at LIMIT 1")
                .param(upsId)
                .query(Row.to(row -> row.instant("at")))
                .optional();
    }

    /** One step of the index for each UPS: DISTINCT would read every row. */
    List<String> upsIds() {
        return database.reader()
                .sql(
                        """
                        WITH RECURSIVE found (id) AS (
                          SELECT min(ups_id) FROM ups_samples
                          UNION ALL
                          SELECT (SELECT min(ups_id) FROM ups_samples WHERE ups_id > found.id)
                          FROM found WHERE found.id IS NOT NULL)
                        SELECT id FROM found WHERE id IS NOT NULL
                        """)
                .query(String.class)
                .list();
    }
}
