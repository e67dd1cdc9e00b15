package io.github.walnut.store;

import io.github.walnut.ups.Sample;
import io.github.walnut.ups.VariableChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The raw variables of each UPS over time: a complete map at least every five minutes, differences
 * between. What is read is always complete.
 */
final class VariableStore {

    static final Duration COMPLETE_EVERY = Duration.ofMinutes(5);
    private static final int SWEEP_ROWS = 5_000;

    private final Database database;

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    VariableStore(Database database) {
        this.database = database;
    }

    private record Known(Instant completeAt, Map<String, String> variables) {}

    /** Within a transaction. */
    void insert(List<Sample> samples) {
        List<Object[]> rows = new ArrayList<>();
        for (Sample sample : samples) {
            Known before = known.get(sample.upsId());
            boolean full = sample.poll() == Sample.Poll.FULL;
            if (full && (before == null || due(before, sample))) {
                rows.add(row(sample, true, sample.variables()));
                known.put(sample.upsId(), new Known(sample.at(), sample.variables()));
            } else if (before != null) {
                // What a fast poll did not ask for has not gone away.
                Map<String, String> all =
                        full
                                ? sample.variables()
                                : VariableChanges.apply(before.variables(), sample.variables());
                Map<String, String> changes = VariableChanges.between(before.variables(), all);
                if (!changes.isEmpty()) {
                    rows.add(row(sample, false, changes));
                    known.put(sample.upsId(), new Known(before.completeAt(), all));
                }
            }
        }
        database.batch(
                "INSERT INTO ups_variables (ups_id, at, complete, variables) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                rows);
    }

    /** After a failed transaction: what was remembered may not be there; complete maps follow. */
    void startAnew() {
        known.clear();
    }

    private static boolean due(Known before, Sample sample) {
        return !sample.at().isBefore(before.completeAt().plus(COMPLETE_EVERY));
    }

    private static Object[] row(Sample sample, boolean complete, Map<String, String> variables) {
        return new Object[] {
            sample.upsId(), sample.at().toEpochMilli(), complete ? 1 : 0, Json.write(variables)
        };
    }

    /** The complete map at this moment; empty when nothing is known. */
    Map<String, String> at(String upsId, Instant moment) {
        List<Map<String, String>> changes =
                database.reader()
                        .sql(
                                """
                                SELECT variables FROM ups_variables
                                WHERE ups_id = :ups AND at <= :at AND at >= (
                                  SELECT max(at) FROM ups_variables
                                  WHERE ups_id = :ups AND at <= :at AND complete = 1)
                                ORDER BY at
                                """)
                        .param("ups", upsId)
                        .param("at", moment.toEpochMilli())
                        .query(Row.to(row -> row.texts("variables")))
                        .list();
        Map<String, String> variables = new TreeMap<>();
        for (Map<String, String> change : changes) {
            variables = VariableChanges.apply(variables, change);
        }
        return variables;
    }

    /**
     * Deletes at most one batch from before this moment, but neither what a later row builds upon
     * nor what lies around an outage.
     */
    int forget(Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql(
                                        """
                                        DELETE FROM ups_variables WHERE (ups_id, at) IN (
                                          SELECT v.ups_id, v.at FROM ups_variables v
                                          WHERE v.at < :before
                                            AND v.at < (
                                              SELECT max(c.at) FROM ups_variables c
                                              WHERE c.ups_id = v.ups_id AND c.complete = 1
                                                AND c.at <= :before)
                                            AND NOT EXISTS (
                                              SELECT 1 FROM outages o
                                              WHERE o.ups_id = v.ups_id
                                                AND v.at >= o.started_at - :early
                                                AND v.at <= coalesce(o.ended_at + :late, v.at)
                                                AND o.started_at >= :forever)
                                          LIMIT :rows)
                                        """)
                                .param("before", before.toEpochMilli())
                                .param(
                                        "early",
                                        Pins.BEFORE.plus(COMPLETE_EVERY.multipliedBy(2)).toMillis())
                                .param("late", Pins.AFTER.toMillis())
                                .param("forever", before.minus(Pins.KEPT).toEpochMilli())
                                .param("rows", SWEEP_ROWS)
                                .update());
    }
}
