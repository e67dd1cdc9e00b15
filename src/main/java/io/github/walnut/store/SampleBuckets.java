package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads raw samples straight into buckets: charts ask for days of them, so no Sample is made. */
final class SampleBuckets {

    private final SampleScan scan;
    private final SampleTail tail;
    private final SampleBlocks blocks;

    SampleBuckets(Database database) {
        this.scan = new SampleScan(database);
        this.tail = new SampleTail(database);
        this.blocks = new SampleBlocks(database);
    }

    /**
     * @param from inclusive
     * @param to exclusive
     */
    List<Bucket> fold(
            String upsId, Collection<Metric> metrics, Instant from, Instant to, int seconds) {
        BucketFold fold = new BucketFold(upsId, seconds, metrics);
        Flags flags = new Flags();
        long begin = from.toEpochMilli();
        scan.each(
                upsId,
                begin - BucketFold.LONGEST_GAP_MILLIS,
                to.toEpochMilli(),
                (at, status, values) -> {
                    Set<String> its = flags.of(status);
                    if (at < begin) {
                        fold.before(at, its);
                    } else {
                        fold.add(at, its, values);
                    }
                });
        return fold.finished();
    }

    /** The flags of a status, one set for each; most samples have the status of the one before. */
    private static final class Flags {
        private final Map<String, Set<String>> known = new HashMap<>();
        private String latest;
        private Set<String> its;

        private Set<String> of(String status) {
            if (status != latest) {
                latest = status;
                its = known.computeIfAbsent(status, SampleStore::flags);
            }
            return its;
        }
    }

    /** The begins of quarters of an hour of which raw samples are stored. */
    Set<Instant> quarters(String upsId, Instant from, Instant to) {
        return scan.begins(upsId, from.toEpochMilli(), to.toEpochMilli()).stream()
                .map(Instant::ofEpochMilli)
                .collect(Collectors.toSet());
    }

    /** The oldest sample that is there because it is recent, not because of an outage. */
    Optional<Instant> oldest(String upsId) {
        return oldest(upsId, blocks.oldestUnpinned(upsId));
    }

    /** The oldest sample of all. */
    Optional<Instant> first(String upsId) {
        return oldest(upsId, blocks.oldest(upsId));
    }

    /** Within its block, or else among the rows that are in none yet. */
    private Optional<Instant> oldest(String upsId, Optional<Long> block) {
        long from = block.orElse(Long.MIN_VALUE / 2);
        long to = block.map(at -> at + SampleBlocks.LENGTH.toMillis()).orElse(Long.MAX_VALUE / 2);
        return scan.some(upsId, from, to, true, 1).stream()
                .map(one -> Instant.ofEpochMilli(one.at()))
                .findFirst();
    }

    Set<String> upsIds() {
        Set<String> ids = new TreeSet<>();
        Stream.of(blocks.upsIds(), tail.upsIds()).forEach(ids::addAll);
        return ids;
    }
}
