package io.github.walnut.store;

import io.github.walnut.ups.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest samples, one row each, until they are made into a block. Rows that are written one
 * after another lie beside one another, so that a round touches few pages, and in groups, within
 * which those of one UPS lie together, so that they are found without an index, which each round
 * would write to.
 */
final class SampleTail {

    /** Rows in a group. */
    private static final int CHUNK = 1_024;

    private static final String OF_UPS =
            """
            WITH RECURSIVE chunks (n) AS (
              SELECT min(chunk) FROM ups_samples
              UNION ALL
              SELECT (SELECT min(chunk) FROM ups_samples WHERE chunk > chunks.n)
              FROM chunks WHERE chunks.n IS NOT NULL)
            SELECT s.chunk, s.seq, s.at, s.sample, s.variables
            FROM chunks CROSS JOIN ups_samples s
            WHERE s.chunk = chunks.n AND s.ups_id = ? ORDER BY s.chunk, s.seq
            """;

    private final Database database;

    /** By UPS. */
    private final Map<String, Open> open = new HashMap<>();

    private long next = -1;

    SampleTail(Database database) {
        this.database = database;
    }

    /**
     * @param seq order of writing
     * @param variables null when none changed
     */
    record Row(long chunk, long seq, long at, byte[] sample, byte[] variables) {}

    /** What is known of the rows of one UPS. */
    private static final class Open {
        private final SampleFrames.Encoder samples = new SampleFrames.Encoder();
        private final VariableFrames.Encoder variables = new VariableFrames.Encoder();
        private long oldest;
        private long newest;

        private Open(long at) {
            oldest = at;
            newest = at;
        }

        private boolean due() {
            return SampleBlocks.begin(oldest) < SampleBlocks.begin(newest);
        }
    }

    /** Within a transaction. */
    void insert(List<Sample> round) {
        load();
        List<Object[]> rows = new ArrayList<>();
        for (Sample sample : round) {
            rows.add(row(sample));
        }
        database.batch(
                "INSERT INTO ups_samples (chunk, ups_id, seq, at, sample, variables)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                rows);
    }

    private Object[] row(Sample sample) {
        Polled polled = Polled.of(sample);
        Open its = open.computeIfAbsent(sample.upsId(), id -> new Open(polled.at()));
        byte[] frame = its.samples.next(polled);
        if (SampleFrames.isWhole(frame)) {
            its.variables.startAnew();
        }
        byte[] variables = its.variables.next(polled.at(), !polled.fast(), sample.variables());
        its.oldest = Math.min(its.oldest, polled.at());
        its.newest = polled.at();
        long seq = next++;
        return new Object[] {
            seq / CHUNK,
            sample.upsId(),
            seq,
            polled.at(),
            frame,
            variables == null ? null : Squeezed.squeeze(variables)
        };
    }

    /** After a failed transaction: what was remembered may not be there. */
    void startAnew() {
        open.values().forEach(SampleTail::startAnew);
    }

    private static void startAnew(Open its) {
        its.samples.startAnew();
        its.variables.startAnew();
    }

    /** Looks at what a former process left, once. */
    private void load() {
        if (next >= 0) {
            return;
        }
        long first =
                database.reader()
                        .sql(
                                "SELECT coalesce(max(seq) + 1, 0) FROM ups_samples"
                                        + " WHERE chunk = (SELECT max(chunk) FROM ups_samples)")
                        .query(Long.class)
                        .single();
        database.reader()
                .sql("SELECT ups_id, min(at), max(at) FROM ups_samples GROUP BY ups_id")
                .query(
                        row -> {
                            Open its = new Open(row.getLong(2));
                            its.newest = row.getLong(3);
                            open.put(row.getString(1), its);
                        });
        next = first;
    }

    /** The UPSs with samples of a span that is over, those that wait longest first. */
    List<String> due() {
        load();
        return open.entrySet().stream()
                .filter(each -> each.getValue().due())
                .sorted(Comparator.comparing(each -> each.getValue().oldest))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The UPSs that have no sample since then. */
    List<String> silentSince(long millis) {
        load();
        return open.entrySet().stream()
                .filter(each -> each.getValue().newest < millis)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** In the order of writing. */
    List<Row> rows(String upsId) {
        return database.reader()
                .sql(OF_UPS)
                .param(upsId)
                .query(
                        (row, n) ->
                                new Row(
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getBytes(4),
                                        row.getBytes(5)))
                .list();
    }

    static List<Polled> samples(List<Row> rows) {
        FrameWriter frames = new FrameWriter();
        rows.forEach(row -> frames.bytes(row.sample()));
        return SampleFrames.all(frames.toBytes());
    }

    static byte[] variables(List<Row> rows) {
        FrameWriter frames = new FrameWriter();
        for (Row row : rows) {
            if (row.variables() != null) {
                frames.bytes(Squeezed.release(row.variables()));
            }
        }
        return frames.toBytes();
    }

    /** Within a transaction. */
    void delete(String upsId, List<Row> rows) {
        database.batch(
                "DELETE FROM ups_samples WHERE chunk = ? AND ups_id = ? AND seq = ?",
                rows.stream().map(row -> new Object[] {row.chunk(), upsId, row.seq()}).toList());
    }

    /** After the transaction: these rows are left, which begin with one that stands for itself. */
    void left(String upsId, List<Row> rows) {
        if (rows.isEmpty()) {
            open.remove(upsId);
        } else {
            open.get(upsId).oldest = rows.stream().mapToLong(Row::at).min().getAsLong();
        }
    }

    List<String> upsIds() {
        return database.reader()
                .sql("SELECT DISTINCT ups_id FROM ups_samples")
                .query(String.class)
                .list();
    }
}
