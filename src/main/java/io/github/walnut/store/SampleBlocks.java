package io.github.walnut.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The samples of one UPS in a quarter of an hour as one row, and their variables as another. A
 * block begins at a multiple of its length since the epoch.
 */
final class SampleBlocks {

    static final Duration LENGTH = Duration.ofMinutes(15);
    private static final long MILLIS = LENGTH.toMillis();

    /** As many samples as 5,000 at the usual rate. */
    static final int SWEEP_BLOCKS = 27;

    private final Database database;

    SampleBlocks(Database database) {
        this.database = database;
    }

    record Block(long at, byte[] samples) {}

    static long begin(long at) {
        return Math.floorDiv(at, MILLIS) * MILLIS;
    }

    Optional<Block> find(String upsId, long begin) {
        return database.reader()
                .sql("SELECT at, samples FROM ups_sample_blocks WHERE ups_id = ? AND at = ?")
                .param(upsId)
                .param(begin)
                .query(Row.to(SampleBlocks::read))
                .optional();
    }

    private static Block read(Row row) throws java.sql.SQLException {
        return new Block(row.number("at"), row.bytes("samples"));
    }

    /** In the order of a block's samples. */
    static List<Polled> samples(byte[] stored) {
        return LegacySamples.are(stored)
                ? LegacySamples.samples(stored)
                : SampleFrames.all(Squeezed.release(stored));
    }

    /**
     * Within a transaction: writes samples of one span, together with what is there of it.
     *
     * @param rows in the order of writing, the first of which stands for itself
     */
    void put(JdbcClient tx, String upsId, long begin, List<SampleTail.Row> rows) {
        Optional<Block> there = find(upsId, begin);
        boolean plain = there.isEmpty() && ascending(rows);
        byte[] samples;
        byte[] variables;
        if (plain) {
            FrameWriter frames = new FrameWriter();
            rows.forEach(row -> frames.bytes(row.sample()));
            samples = frames.toBytes();
            variables = SampleTail.variables(rows);
        } else {
            samples =
                    SampleFrames.of(
                            merged(
                                    there.map(block -> samples(block.samples())).orElse(List.of()),
                                    SampleTail.samples(rows)));
            variables = VariableFrames.of(heldWith(upsId, begin, rows, there.isPresent()));
        }
        long seq = put(tx, upsId, begin, Squeezed.squeeze(samples));
        new Columns()
                .set("seq", seq)
                .set("variables", Squeezed.squeeze(variables))
                .put(tx, "ups_variables", "seq");
    }

    private static long put(JdbcClient tx, String upsId, long begin, byte[] samples) {
        new Columns()
                .set("ups_id", upsId)
                .set("at", begin)
                .set("samples", samples)
                .put(tx, "ups_sample_blocks", "ups_id", "at");
        return tx.sql("SELECT seq FROM ups_sample_blocks WHERE ups_id = ? AND at = ?")
                .param(upsId)
                .param(begin)
                .query(Long.class)
                .single();
    }

    private static boolean ascending(List<SampleTail.Row> rows) {
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).at() <= rows.get(i - 1).at()) {
                return false;
            }
        }
        return true;
    }

    /** In order of time; of two of the same moment the first is kept. */
    static List<Polled> merged(List<Polled> some, List<Polled> others) {
        List<Polled> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(Comparator.comparingLong(Polled::at));
        List<Polled> once = new ArrayList<>();
        for (Polled sample : all) {
            if (once.isEmpty() || once.get(once.size() - 1).at() != sample.at()) {
                once.add(sample);
            }
        }
        return once;
    }

    private List<VariableFrames.Held> heldWith(
            String upsId, long begin, List<SampleTail.Row> rows, boolean there) {
        List<VariableFrames.Held> all = new ArrayList<>();
        if (there) {
            all.addAll(held(upsId, begin + MILLIS));
            all.removeIf(one -> one.at() < begin);
        }
        all.addAll(VariableFrames.all(SampleTail.variables(rows)));
        all.sort(Comparator.comparingLong(VariableFrames.Held::at));
        return all;
    }

    /**
     * The variables of the two newest blocks that begin before a moment: those that were stored
     * before there were blocks may build on the one before.
     *
     * @param before exclusive
     */
    List<VariableFrames.Held> held(String upsId, long before) {
        List<byte[]> newest =
                database.reader()
                        .sql(
                                """
                                SELECT v.variables FROM ups_sample_blocks b
                                JOIN ups_variables v ON v.seq = b.seq
                                WHERE b.ups_id = ? AND b.at < ? ORDER BY b.at DESC LIMIT 2
                                """)
                        .param(upsId)
                        .param(before)
                        .query((row, n) -> row.getBytes(1))
                        .list();
        List<VariableFrames.Held> all = new ArrayList<>();
        for (int i = newest.size() - 1; i >= 0; i--) {
            all.addAll(
                    LegacySamples.are(newest.get(i))
                            ? LegacySamples.held(newest.get(i), all)
                            : VariableFrames.all(Squeezed.release(newest.get(i))));
        }
        return all;
    }

    /** The begins of blocks that may hold samples from the one to before the other moment. */
    List<Long> begins(String upsId, long from, long to) {
        return database.reader()
                .sql(
                        "SELECT at FROM ups_sample_blocks"
                                + " WHERE ups_id = ? AND at >= ? AND at < ? ORDER BY at")
                .param(upsId)
                .param(begin(from))
                .param(to)
                .query(Long.class)
                .list();
    }

    /** The same with their samples, in order of time. */
    void each(String upsId, long from, long to, Consumer<Block> use) {
        database.reader()
                .sql(
                        "SELECT at, samples FROM ups_sample_blocks"
                                + " WHERE ups_id = ? AND at >= ? AND at < ? ORDER BY at")
                .param(upsId)
                .param(begin(from))
                .param(to)
                .query(
                        row -> {
                            use.accept(new Block(row.getLong(1), row.getBytes(2)));
                        });
    }

    /** The oldest block of a UPS. */
    Optional<Long> oldest(String upsId) {
        return edge("SELECT min(at) FROM ups_sample_blocks WHERE ups_id = ?", upsId);
    }

    /** The oldest block that is there because it is recent, not because of an outage. */
    Optional<Long> oldestUnpinned(String upsId) {
        return edge(
                "SELECT at FROM ups_sample_blocks WHERE ups_id = ? AND pinned = 0"
                        + " ORDER BY at LIMIT 1",
                upsId);
    }

    private Optional<Long> edge(String sql, String upsId) {
        return database.reader().sql(sql).param(upsId).query(Long.class).list().stream()
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** One step of the index for each UPS: DISTINCT would read all of it. */
    List<String> upsIds() {
        return database.reader()
                .sql(
                        """
                        WITH RECURSIVE found (id) AS (
                          SELECT min(ups_id) FROM ups_sample_blocks
                          UNION ALL
                          SELECT (SELECT min(ups_id) FROM ups_sample_blocks
                                  WHERE ups_id > found.id)
                          FROM found WHERE found.id IS NOT NULL)
                        SELECT id FROM found WHERE id IS NOT NULL
                        """)
                .query(String.class)
                .list();
    }

    /** Keeps those that hold anything from the one to the other moment. */
    void pin(JdbcClient tx, String upsId, Instant from, Instant to) {
        tx.sql(
                        "UPDATE ups_sample_blocks SET pinned = 1"
                                + " WHERE ups_id = ? AND at BETWEEN ? AND ? AND pinned = 0")
                .param(upsId)
                .param(begin(from.toEpochMilli()))
                .param(to.toEpochMilli())
                .update();
    }

    /** Deletes at most one batch of blocks that end before this moment and are not kept. */
    int forget(Instant before) {
        return delete(
                """
                pinned = 0 AND at <= ? AND NOT EXISTS (
                  SELECT 1 FROM outages o WHERE o.ups_id = b.ups_id
                    AND b.at + %d > o.started_at - %d
                    AND b.at <= coalesce(o.ended_at + %d, b.at))
                """
                        .formatted(MILLIS, Pins.BEFORE.toMillis(), Pins.AFTER.toMillis()),
                before);
    }

    /** Deletes at most one batch of blocks that end before this moment, kept or not. */
    int forgetPinned(Instant before) {
        return delete("pinned IN (0, 1) AND at <= ?", before);
    }

    private int delete(String which, Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql(
                                        "DELETE FROM ups_sample_blocks WHERE seq IN"
                                                + " (SELECT b.seq FROM ups_sample_blocks b WHERE "
                                                + which
                                                + " LIMIT ?)")
                                .param(before.minus(LENGTH).toEpochMilli())
                                .param(SWEEP_BLOCKS)
                                .update());
    }
}
