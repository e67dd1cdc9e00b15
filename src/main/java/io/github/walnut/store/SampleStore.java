package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.Sample;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Samples as they were polled, with their raw variables. */
public final class SampleStore {

    private static final int SWEEP_ROWS = 5_000;

    private static final String METRICS =
            Arrays.stream(Metric.values()).map(Metric::field).collect(Collectors.joining(", "));

    /** A sample that comes twice, after a crash for example, is stored once. */
    private static final String INSERT =
            "INSERT INTO ups_samples (ups_id, at, seq, poll, status, suspect, "
                    + METRICS
                    + ") VALUES ("
                    + String.join(", ", Collections.nCopies(6 + Metric.values().length, "?"))
                    + ") ON CONFLICT DO NOTHING";

    private final Database database;
    private final VariableStore variables;

    public SampleStore(Database database) {
        this.database = database;
        this.variables = new VariableStore(database);
    }

    /** Writes the samples of one round in one transaction. */
    public void insert(List<Sample> round) {
        if (round.isEmpty()) {
            return;
        }
        try {
            database.write(
                    Lane.BULK,
                    tx -> {
                        database.batch(INSERT, round.stream().map(SampleStore::row).toList());
                        variables.insert(round);
                        return null;
                    });
        } catch (RuntimeException e) {
            variables.startAnew();
            throw e;
        }
    }

    private static Object[] row(Sample sample) {
        Object[] row = new Object[6 + Metric.values().length];
        row[0] = sample.upsId();
        row[1] = sample.at().toEpochMilli();
        row[2] = sample.seq();
        row[3] = sample.poll() == Sample.Poll.FULL ? "full" : "fast";
        row[4] = sample.status();
        row[5] = sample.suspect().isEmpty() ? null : Json.write(sample.suspect());
        for (Metric metric : Metric.values()) {
            row[6 + metric.ordinal()] = sample.value(metric);
        }
        return row;
    }

    /**
     * The samples of one UPS as they were polled, without their variables.
     *
     * @param from inclusive
     * @param to exclusive
     * @param cursor of the page before, or null
     * @throws InvalidCursorException when the cursor belongs to another question
     */
    public Page<Sample> raw(
            String upsId, Instant from, Instant to, boolean ascending, String cursor, int limit) {
        String question = upsId + from + to + ascending;
        Instant now = database.clock().now();
        Where where = new Where().and("ups_id = ?", upsId).and("at >= ?", from).and("at < ?", to);
        if (cursor != null) {
            Cursor after = Cursor.decode(cursor, question, now);
            where.and(ascending ? "at > ?" : "at < ?", after.at());
        }
        List<Sample> rows =
                where.statement(
                                database.reader(),
                                "SELECT * FROM ups_samples",
                                "ORDER BY at "
                                        + (ascending ? "ASC" : "DESC")
                                        + " LIMIT "
                                        + (limit + 1))
                        .query(Row.to(SampleStore::read))
                        .list();
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        Cursor end = new Cursor(rows.get(limit - 1).at().toEpochMilli(), 0);
        return new Page<>(rows.subList(0, limit), end.encode(question, now));
    }

    /** The newest sample of each UPS, with its variables. */
    public List<Sample> latest() {
        return new SampleBuckets(database)
                .upsIds().stream().map(this::latest).flatMap(Optional::stream).toList();
    }

    /** The newest sample of one UPS, with its variables. */
    public Optional<Sample> latest(String upsId) {
        return database.reader()
                .sql("SELECT * FROM ups_samples WHERE ups_id = ? ORDER BY at DESC LIMIT 1")
                .param(upsId)
                .query(Row.to(SampleStore::read))
                .optional()
                .map(this::withVariables);
    }

    /** The complete raw variables at a moment; empty when none are stored. */
    public Map<String, String> variables(String upsId, Instant at) {
        return variables.at(upsId, at);
    }

    /** The same sample with the variables that held at its moment. */
    public Sample withVariables(Sample sample) {
        return new Sample(
                sample.upsId(),
                sample.at(),
                sample.seq(),
                sample.poll(),
                sample.values(),
                sample.flags(),
                sample.status(),
                variables.at(sample.upsId(), sample.at()),
                sample.suspect());
    }

    /** Keeps what is there around an outage; what comes later is kept by the sweep. */
    void pin(Outage outage) {
        Instant end = outage.endedAt() == null ? database.clock().now() : outage.endedAt();
        database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                        "UPDATE ups_samples SET pinned = 1 WHERE ups_id = ?"
                                                + " AND at BETWEEN ? AND ? AND pinned = 0")
                                .param(outage.upsId())
                                .param(outage.startedAt().minus(Pins.BEFORE).toEpochMilli())
                                .param(end.plus(Pins.AFTER).toEpochMilli())
                                .update());
    }

    /** Deletes at most one batch of samples from before this moment that are not kept. */
    int forget(Instant before) {
        return delete(
                """
                pinned = 0 AND at < ? AND NOT EXISTS (
                  SELECT 1 FROM outages o WHERE o.ups_id = ups_samples.ups_id
                    AND ups_samples.at >= o.started_at - %d
                    AND ups_samples.at <= coalesce(o.ended_at + %d, ups_samples.at))
                """
                        .formatted(Pins.BEFORE.toMillis(), Pins.AFTER.toMillis()),
                before);
    }

    /** Deletes at most one batch of kept samples from before this moment. */
    int forgetPinned(Instant before) {
        return delete("pinned = 1 AND at < ?", before);
    }

    private int delete(String which, Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql(
                                        "DELETE FROM ups_samples WHERE (ups_id, at) IN"
                                                + " (SELECT ups_id, at FROM ups_samples WHERE "
                                                + which
                                                + " LIMIT ?)")
                                .param(before.toEpochMilli())
                                .param(SWEEP_ROWS)
                                .update());
    }

    int forgetVariables(Instant before) {
        return variables.forget(before);
    }

    static Sample read(Row row) throws SQLException {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            Double value = row.real(metric.field());
            if (value != null) {
                values.put(metric, value);
            }
        }
        String status = row.text("status");
        return new Sample(
                row.text("ups_id"),
                row.instant("at"),
                row.number("seq"),
                row.word("poll", Sample.Poll.class),
                values,
                flags(status),
                status,
                Map.of(),
                row.list("suspect", Metric.class));
    }

    static Set<String> flags(String status) {
        return Arrays.stream(status.strip().toUpperCase(java.util.Locale.ROOT).split("\\s+"))
                .filter(flag -> !flag.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
