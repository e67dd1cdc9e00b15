package io.github.walnut.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads samples in order of time, from blocks and from the newest rows, each once. What is in rows
 * is read first: it may be in a block by the time that blocks are read, but never in neither.
 */
final class SampleScan {

    private final SampleTail tail;
    private final SampleBlocks blocks;

    SampleScan(Database database) {
        this.tail = new SampleTail(database);
        this.blocks = new SampleBlocks(database);
    }

    /** The values are good during the call only. */
    @FunctionalInterface
    interface Use {
        void sample(long at, String status, double[] values);
    }

    /**
     * @param from inclusive
     * @param to exclusive
     */
    void each(String upsId, long from, long to, Use use) {
        TreeMap<Long, List<Polled>> rows = rows(upsId);
        Use within =
                (at, status, values) -> {
                    if (at >= from && at < to) {
                        use.sample(at, status, values);
                    }
                };
        blocks.each(
                upsId,
                from,
                to,
                block -> {
                    Map<Long, List<Polled>> before = rows.headMap(block.at());
                    before.values().forEach(some -> each(some, within));
                    before.clear();
                    List<Polled> others = rows.remove(block.at());
                    if (others == null && !LegacySamples.are(block.samples())) {
                        each(new SampleFrames.Cursor(Squeezed.release(block.samples())), within);
                    } else {
                        each(together(block.samples(), others), within);
                    }
                });
        rows.values().forEach(some -> each(some, within));
    }

    private static void each(SampleFrames.Cursor cursor, Use use) {
        Interruption.check();
        while (cursor.next()) {
            use.sample(cursor.at, cursor.status, cursor.values);
        }
    }

    private static void each(List<Polled> samples, Use use) {
        Interruption.check();
        samples.forEach(one -> use.sample(one.at(), one.status(), one.values()));
    }

    private static List<Polled> together(byte[] stored, List<Polled> others) {
        List<Polled> samples = SampleBlocks.samples(stored);
        return others == null ? samples : SampleBlocks.merged(samples, others);
    }

    /** By the begin of the block that they will be in. */
    private TreeMap<Long, List<Polled>> rows(String upsId) {
        return SampleBlocks.merged(List.of(), SampleTail.samples(tail.rows(upsId))).stream()
                .collect(
                        Collectors.groupingBy(
                                one -> SampleBlocks.begin(one.at()),
                                TreeMap::new,
                                Collectors.toList()));
    }

    /** The begins of the quarters of an hour of which samples are there. */
    TreeSet<Long> begins(String upsId, long from, long to) {
        return begins(upsId, from, to, rows(upsId));
    }

    private TreeSet<Long> begins(
            String upsId, long from, long to, TreeMap<Long, List<Polled>> rows) {
        TreeSet<Long> begins = new TreeSet<>(blocks.begins(upsId, from, to));
        begins.addAll(rows.subMap(SampleBlocks.begin(from), true, to, false).keySet());
        return begins;
    }

    /**
     * At most so many, from the one end or the other.
     *
     * @param from inclusive
     * @param to exclusive
     */
    List<Polled> some(String upsId, long from, long to, boolean ascending, int most) {
        TreeMap<Long, List<Polled>> rows = rows(upsId);
        TreeSet<Long> begins = begins(upsId, from, to, rows);
        List<Polled> found = new ArrayList<>();
        for (long begin : ascending ? begins : begins.descendingSet()) {
            Interruption.check();
            if (found.size() >= most) {
                break;
            }
            List<Polled> span = span(upsId, begin, rows.getOrDefault(begin, List.of()));
            span.removeIf(one -> one.at() < from || one.at() >= to);
            if (!ascending) {
                Collections.reverse(span);
            }
            found.addAll(span);
        }
        return found.subList(0, Math.min(most, found.size()));
    }

    private List<Polled> span(String upsId, long begin, List<Polled> rows) {
        return blocks.find(upsId, begin)
                .map(block -> SampleBlocks.merged(SampleBlocks.samples(block.samples()), rows))
                .orElseGet(() -> new ArrayList<>(rows));
    }
}
