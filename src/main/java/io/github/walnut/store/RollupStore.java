package io.github.walnut.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.walnut.ups.Metric;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Samples folded into 5 minutes and 1 hour, which outlive the samples. */
public final class RollupStore {

    static final int FIVE_MINUTES = 300;
    static final int HOUR = 3_600;
    private static final int SWEEP_ROWS = 5_000;

    private static final TypeReference<Map<Metric, FieldStats>> FIELDS = new TypeReference<>() {};

    private final Database database;
    private final SampleBuckets samples;

    public RollupStore(Database database) {
        this.database = database;
        this.samples = new SampleBuckets(database);
    }

    /** Folds what is complete and not folded yet, of every UPS that has samples. */
    public void rollUp(Instant now) {
        samples.upsIds().forEach(upsId -> rollUp(upsId, now));
    }

    private void rollUp(String upsId, Instant now) {
        Instant end = Bucket.begin(now, FIVE_MINUTES);
        Optional<Instant> from = next(upsId, FIVE_MINUTES).or(() -> samples.first(upsId));
        if (from.isPresent() && from.get().isBefore(end)) {
            List<Metric> all = Arrays.asList(Metric.values());
            Instant begin = Bucket.begin(from.get(), FIVE_MINUTES);
            put(samples.fold(upsId, all, begin, end, FIVE_MINUTES));
        }
        rollUpHours(upsId, Bucket.begin(now, HOUR));
    }

    private void rollUpHours(String upsId, Instant end) {
        Instant begin = next(upsId, HOUR).orElse(Instant.EPOCH);
        if (begin.isBefore(end)) {
            put(BucketFold.widen(read(upsId, FIVE_MINUTES, begin, end), HOUR));
        }
    }

    /** Where the next roll-up begins; empty before the first. */
    private Optional<Instant> next(String upsId, int seconds) {
        return database.reader()
                .sql(
                        "SELECT at FROM ups_rollups WHERE ups_id = ? AND bucket_seconds = ?"
                                + " ORDER BY at DESC LIMIT 1")
                .param(upsId)
                .param(seconds)
                .query(Row.to(row -> row.instant("at").plusSeconds(seconds)))
                .optional();
    }

    private void put(List<Bucket> buckets) {
        if (buckets.isEmpty()) {
            return;
        }
        database.write(
                Lane.BULK,
                tx -> {
                    for (Bucket bucket : buckets) {
                        new Columns()
                                .set("ups_id", bucket.upsId())
                                .set("bucket_seconds", bucket.seconds())
                                .set("at", bucket.at())
                                .set("count", bucket.count())
                                .set("on_battery_seconds", bucket.onBatterySeconds())
                                .json("flags", bucket.flags())
                                .json("fields", bucket.fields())
                                .put(tx, "ups_rollups", "ups_id", "bucket_seconds", "at");
                    }
                    return null;
                });
    }

    /** In order of time, those that begin within the span. */
    List<Bucket> read(String upsId, int seconds, Instant from, Instant to) {
        return database.reader()
                .sql(
                        "SELECT * FROM ups_rollups WHERE ups_id = ? AND bucket_seconds = ?"
                                + " AND at >= ? AND at < ? ORDER BY at")
                .param(upsId)
                .param(seconds)
                .param(from.toEpochMilli())
                .param(to.toEpochMilli())
                .query(Row.to(RollupStore::read))
                .list();
    }

    /** The begin of the oldest roll-up of this length; empty without one. */
    Optional<Instant> oldest(String upsId, int seconds) {
        return database.reader()
                .sql(
                        "SELECT at FROM ups_rollups WHERE ups_id = ? AND bucket_seconds = ?"
                                + " ORDER BY at LIMIT 1")
                .param(upsId)
                .param(seconds)
                .query(Row.to(row -> row.instant("at")))
                .optional();
    }

    /** Deletes at most one batch of roll-ups of this length from before this moment. */
    int forget(int seconds, Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql(
                                        """
                                        DELETE FROM ups_rollups WHERE (ups_id, bucket_seconds, at) IN (
                                          SELECT ups_id, bucket_seconds, at FROM ups_rollups
                                          WHERE bucket_seconds = ? AND at < ? LIMIT ?)
                                        """)
                                .param(seconds)
                                .param(before.toEpochMilli())
                                .param(SWEEP_ROWS)
                                .update());
    }

    private static Bucket read(Row row) throws SQLException {
        return new Bucket(
                row.text("ups_id"),
                row.instant("at"),
                row.integer("bucket_seconds"),
                row.number("count"),
                row.json("fields", FIELDS),
                new java.util.TreeSet<>(row.list("flags", String.class)),
                row.real("on_battery_seconds"));
    }
}
