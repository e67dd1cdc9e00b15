package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Folds samples of one UPS, given in order of time, into buckets. The time between two samples
 * counts as on battery when the first of them was, up to the longest gap that is no silence; it is
 * shared out where it crosses into another bucket.
 */
final class BucketFold {

    /** Longer gaps say nothing about what happened in them. */
    static final long LONGEST_GAP_MILLIS = 60_000;

    private final String upsId;
    private final int seconds;
    private final List<Bucket> done = new ArrayList<>();
    private final Map<Metric, FieldStats> fields = new EnumMap<>(Metric.class);
    private final Set<String> flags = new TreeSet<>();
    private long begin = Long.MIN_VALUE;
    private long count;
    private long onBatteryMillis;
    private long previousAt = Long.MIN_VALUE;
    private boolean previousOnBattery;

    BucketFold(String upsId, int seconds) {
        this.upsId = upsId;
        this.seconds = seconds;
    }

    private long width() {
        return seconds * 1000L;
    }

    /** Tells of a sample from before the first bucket, whose time on battery may reach into it. */
    void before(long at, Set<String> itsFlags) {
        previousAt = at;
        previousOnBattery = itsFlags.contains("OB");
    }

    void add(long at, Set<String> itsFlags, Map<Metric, Double> values) {
        long itsBegin = Math.floorDiv(at, width()) * width();
        boolean counts =
                previousOnBattery
                        && previousAt != Long.MIN_VALUE
                        && at - previousAt <= LONGEST_GAP_MILLIS;
        if (itsBegin != begin) {
            if (counts && count > 0) {
                onBatteryMillis += Math.max(0, Math.min(at, begin + width()) - previousAt);
            }
            finish();
            begin = itsBegin;
        }
        if (counts) {
            onBatteryMillis += at - Math.max(previousAt, begin);
        }
        count++;
        flags.addAll(itsFlags);
        values.forEach(
                (metric, value) -> fields.merge(metric, FieldStats.of(value), FieldStats::then));
        before(at, itsFlags);
    }

    private void finish() {
        if (count > 0) {
            done.add(
                    new Bucket(
                            upsId,
                            Instant.ofEpochMilli(begin),
                            seconds,
                            count,
                            fields,
                            flags,
                            onBatteryMillis / 1000.0));
        }
        fields.clear();
        flags.clear();
        count = 0;
        onBatteryMillis = 0;
    }

    List<Bucket> finished() {
        finish();
        begin = Long.MIN_VALUE;
        return List.copyOf(done);
    }

    /** Buckets of one UPS in order of time, folded into longer ones. */
    static List<Bucket> widen(List<Bucket> buckets, int seconds) {
        List<Bucket> wide = new ArrayList<>();
        for (Bucket bucket : buckets) {
            Bucket longer = bucket.in(seconds);
            int last = wide.size() - 1;
            if (last >= 0 && wide.get(last).at().equals(longer.at())) {
                wide.set(last, wide.get(last).then(longer));
            } else {
                wide.add(longer);
            }
        }
        return wide;
    }
}
