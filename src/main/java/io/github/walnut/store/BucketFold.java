package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
    private final long width;
    private final Metric[] metrics;
    private final int[] places;
    private final List<Bucket> done = new ArrayList<>();
    private final Set<String> flags = new TreeSet<>();
    private final long[] counts;
    private final double[] lowest;
    private final double[] highest;
    private final double[] means;
    private final double[] last;
    private Set<String> previousFlags = Set.of();
    private long begin = Long.MIN_VALUE;
    private long count;
    private long onBatteryMillis;
    private long previousAt = Long.MIN_VALUE;
    private boolean previousOnBattery;

    /**
     * @param metrics the fields to fold; fewer are faster
     */
    BucketFold(String upsId, int seconds, Collection<Metric> metrics) {
        this.upsId = upsId;
        this.seconds = seconds;
        this.width = seconds * 1000L;
        this.metrics = metrics.toArray(Metric[]::new);
        places = metrics.stream().mapToInt(Metric::ordinal).toArray();
        counts = new long[this.metrics.length];
        lowest = new double[this.metrics.length];
        highest = new double[this.metrics.length];
        means = new double[this.metrics.length];
        last = new double[this.metrics.length];
    }

    /** Tells of a sample from before the first bucket, whose time on battery may reach into it. */
    void before(long at, Set<String> itsFlags) {
        previousAt = at;
        if (itsFlags != previousFlags) { // the same set for as long as the status stays
            previousFlags = itsFlags;
            previousOnBattery = itsFlags.contains("OB");
        }
    }

    /**
     * @param values by the place of their metric, NaN where there is none
     */
    void add(long at, Set<String> itsFlags, double[] values) {
        boolean same = count > 0 && at >= begin && at - begin < width;
        long itsBegin = same ? begin : Math.floorDiv(at, width) * width;
        boolean counts =
                previousOnBattery
                        && previousAt != Long.MIN_VALUE
                        && at - previousAt <= LONGEST_GAP_MILLIS;
        if (itsBegin != begin) {
            if (counts && count > 0) {
                onBatteryMillis += Math.max(0, Math.min(at, begin + width) - previousAt);
            }
            finish();
            begin = itsBegin;
        }
        if (counts) {
            onBatteryMillis += at - Math.max(previousAt, begin);
        }
        count++;
        if (itsFlags != previousFlags || count == 1) {
            flags.addAll(itsFlags);
        }
        for (int i = 0; i < metrics.length; i++) {
            double value = values[places[i]];
            if (!Double.isNaN(value)) {
                add(i, value);
            }
        }
        before(at, itsFlags);
    }

    private void add(int i, double value) {
        long both = ++counts[i];
        if (both == 1) {
            lowest[i] = value;
            highest[i] = value;
            means[i] = value;
        } else {
            if (value < lowest[i]) {
                lowest[i] = value;
            } else if (value > highest[i]) {
                highest[i] = value;
            }
            means[i] += (value - means[i]) / both;
        }
        last[i] = value;
    }

    private Map<Metric, FieldStats> fields() {
        Map<Metric, FieldStats> fields = new EnumMap<>(Metric.class);
        for (int i = 0; i < metrics.length; i++) {
            if (counts[i] > 0) {
                fields.put(
                        metrics[i],
                        new FieldStats(counts[i], lowest[i], highest[i], means[i], last[i]));
            }
        }
        return fields;
    }

    private void finish() {
        if (count > 0) {
            done.add(
                    new Bucket(
                            upsId,
                            Instant.ofEpochMilli(begin),
                            seconds,
                            count,
                            fields(),
                            flags,
                            onBatteryMillis / 1000.0));
        }
        Arrays.fill(counts, 0);
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
