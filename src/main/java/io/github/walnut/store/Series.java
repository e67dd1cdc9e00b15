package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A question about samples, answered in buckets.
 *
 * @param buckets in order of time; empty ones are left out
 * @param seconds length of a bucket, which may be longer than asked for where raw samples are gone
 */
public record Series(List<Bucket> buckets, int seconds, Source source) {

    public enum Source {
        RAW,
        ROLLUP,
        MIXED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Series {
        buckets = List.copyOf(buckets);
    }

    /**
     * The same as columns of equal length: {@code t} in epoch milliseconds, and for each metric its
     * mean by its name, {@code <name>_min} and {@code <name>_max}, with null for gaps.
     */
    public Map<String, List<Number>> columns(Collection<Metric> metrics) {
        Map<String, List<Number>> columns = new LinkedHashMap<>();
        columns.put("t", new ArrayList<>());
        buckets.forEach(bucket -> columns.get("t").add(bucket.at().toEpochMilli()));
        for (Metric metric : metrics) {
            columns.put(metric.field(), column(metric, FieldStats::mean));
            columns.put(metric.field() + "_min", column(metric, FieldStats::min));
            columns.put(metric.field() + "_max", column(metric, FieldStats::max));
        }
        return columns;
    }

    private List<Number> column(Metric metric, Function<FieldStats, Double> value) {
        List<Number> column = new ArrayList<>();
        for (Bucket bucket : buckets) {
            FieldStats stats = bucket.fields().get(metric);
            column.add(stats == null ? null : value.apply(stats));
        }
        return column;
    }
}
