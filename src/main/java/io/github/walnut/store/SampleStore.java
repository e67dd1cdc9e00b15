package io.github.walnut.store;

import io.github.walnut.ups.Outage;
import io.github.walnut.ups.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Samples as they were polled, with their raw variables: the newest as rows, those of a quarter of
 * an hour that is over as one block.
 */
public final class SampleStore {

    /** After this long without a sample of a UPS, its last ones are made into a block as well. */
    private static final Duration SILENCE = Duration.ofMinutes(30);

    private final Database database;
    private final SampleTail tail;
    private final SampleBlocks blocks;
    private final SampleScan scan;

    public SampleStore(Database database) {
        this.database = database;
        this.tail = new SampleTail(database);
        this.blocks = new SampleBlocks(database);
        this.scan = new SampleScan(database);
    }

    /** Writes the samples of one round in one transaction. One that comes twice is read once. */
    public synchronized void insert(List<Sample> round) {
        if (round.isEmpty()) {
            return;
        }
        try {
            database.write(
                    Lane.BULK,
                    tx -> {
                        tail.insert(round);
                        return null;
                    });
        } catch (RuntimeException e) {
            tail.startAnew();
            throw e;
        }
    }

    /**
     * Makes samples of a quarter of an hour that is over into a block, of a few UPSs at a time, so
     * that nobody waits for all of them. To be called once a second.
     */
    public synchronized void pack() {
        List<String> due = tail.due();
        due.stream().limit(1 + due.size() / 128).forEach(upsId -> pack(upsId, false));
    }

    /** Makes every block that can be made. */
    synchronized void packAll(Instant now) {
        tail.due().forEach(upsId -> pack(upsId, false));
        tail.silentSince(now.minus(SILENCE).toEpochMilli()).forEach(upsId -> pack(upsId, true));
    }

    /**
     * @param whole with what may not be complete yet
     */
    private void pack(String upsId, boolean whole) {
        List<SampleTail.Row> left =
                database.write(
                        Lane.BULK,
                        tx -> {
                            List<SampleTail.Row> rows = tail.rows(upsId);
                            int most = whole ? rows.size() : complete(rows);
                            List<SampleTail.Row> packed = rows.subList(0, most);
                            spans(packed)
                                    .forEach((begin, some) -> blocks.put(tx, upsId, begin, some));
                            tail.delete(upsId, packed);
                            return rows.subList(most, rows.size());
                        });
        tail.left(upsId, left);
    }

    /**
     * How many of the first rows are of spans that are over: all before the newest span, after a
     * step back of the clock all there are.
     */
    private static int complete(List<SampleTail.Row> rows) {
        long newest = rows.stream().mapToLong(SampleTail.Row::at).max().orElse(0);
        int open = 0;
        while (open < rows.size()
                && SampleBlocks.begin(rows.get(rows.size() - 1 - open).at())
                        == SampleBlocks.begin(newest)) {
            open++;
        }
        int most = rows.size() - open;
        boolean inOrder =
                rows.subList(0, most).stream()
                        .allMatch(row -> SampleBlocks.begin(row.at()) < SampleBlocks.begin(newest));
        return inOrder ? most : rows.size();
    }

    /** By the begin of their block; the first of each stands for itself. */
    private static Map<Long, List<SampleTail.Row>> spans(List<SampleTail.Row> rows) {
        return rows.stream()
                .collect(
                        Collectors.groupingBy(
                                row -> SampleBlocks.begin(row.at()),
                                LinkedHashMap::new,
                                Collectors.toList()));
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
        long begin = from.toEpochMilli();
        long end = to.toEpochMilli();
        if (cursor != null) {
            long after = Cursor.decode(cursor, question, now).at();
            begin = ascending ? Math.max(begin, after + 1) : begin;
            end = ascending ? end : Math.min(end, after);
        }
        List<Sample> rows =
                scan.some(upsId, begin, end, ascending, limit + 1).stream()
                        .map(one -> one.toSample(upsId, Map.of()))
                        .toList();
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        Cursor last = new Cursor(rows.get(limit - 1).at().toEpochMilli(), 0);
        return new Page<>(rows.subList(0, limit), last.encode(question, now));
    }

    /** The newest sample of each UPS, with its variables. */
    public List<Sample> latest() {
        return new SampleBuckets(database)
                .upsIds().stream().map(this::latest).flatMap(Optional::stream).toList();
    }

    /** The newest sample of one UPS, with its variables. */
    public Optional<Sample> latest(String upsId) {
        return scan.some(upsId, Long.MIN_VALUE / 2, Long.MAX_VALUE / 2, false, 1).stream()
                .map(one -> one.toSample(upsId, variables(upsId, Instant.ofEpochMilli(one.at()))))
                .findFirst();
    }

    /** The complete raw variables at a moment; empty when none are stored. */
    public Map<String, String> variables(String upsId, Instant at) {
        long moment = at.toEpochMilli();
        List<SampleTail.Row> rows = tail.rows(upsId);
        List<VariableFrames.Held> all = new ArrayList<>(blocks.held(upsId, moment + 1));
        all.addAll(VariableFrames.all(SampleTail.variables(rows)));
        return all.stream()
                .filter(one -> one.at() <= moment)
                .max(Comparator.comparingLong(VariableFrames.Held::at))
                .map(VariableFrames.Held::variables)
                .orElse(Map.of());
    }

    /** Keeps what is there around an outage; what comes later is kept by the sweep. */
    void pin(Outage outage) {
        Instant end = outage.endedAt() == null ? database.clock().now() : outage.endedAt();
        database.write(
                Lane.JOURNAL,
                tx -> {
                    blocks.pin(
                            tx,
                            outage.upsId(),
                            outage.startedAt().minus(Pins.BEFORE),
                            end.plus(Pins.AFTER));
                    return null;
                });
    }

    /** Deletes at most one batch of blocks from before this moment that are not kept. */
    int forget(Instant before) {
        return blocks.forget(before);
    }

    /** Deletes at most one batch of blocks from before this moment, kept or not. */
    int forgetPinned(Instant before) {
        return blocks.forgetPinned(before);
    }

    static Set<String> flags(String status) {
        return Arrays.stream(status.strip().toUpperCase(java.util.Locale.ROOT).split("\\s+"))
                .filter(flag -> !flag.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
