package io.github.walnut.app;

import io.github.walnut.api.SampleBucket;
import io.github.walnut.api.SampleReads;
import io.github.walnut.api.SampleSeries;
import io.github.walnut.store.Bucket;
import io.github.walnut.store.FieldStats;
import io.github.walnut.store.SampleStore;
import io.github.walnut.store.Series;
import io.github.walnut.store.SeriesReader;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Samples for the API, from the store. */
final class StoredSamples implements SampleReads {

    private final SampleStore samples;
    private final SeriesReader series;

    StoredSamples(SampleStore samples, SeriesReader series) {
        this.samples = samples;
        this.series = series;
    }

    @Override
    public List<Sample> raw(String upsId, Instant from, Instant to, int limit, boolean ascending) {
        return samples.raw(upsId, from, to, ascending, null, limit).items();
    }

    @Override
    public SampleSeries buckets(String upsId, Instant from, Instant to, Duration size) {
        Series read =
                series.read(upsId, List.of(Metric.values()), from, to, (int) size.toSeconds());
        return new SampleSeries(
                read.buckets().stream().map(StoredSamples::bucket).toList(),
                read.seconds(),
                SampleSeries.Source.valueOf(read.source().name()));
    }

    private static SampleBucket bucket(Bucket bucket) {
        Map<Metric, SampleBucket.Summary> values = new EnumMap<>(Metric.class);
        for (Map.Entry<Metric, FieldStats> field : bucket.fields().entrySet()) {
            FieldStats stats = field.getValue();
            values.put(
                    field.getKey(),
                    new SampleBucket.Summary(stats.min(), stats.max(), stats.mean(), stats.last()));
        }
        return new SampleBucket(
                bucket.at(),
                bucket.seconds(),
                (int) bucket.count(),
                values,
                bucket.flags(),
                bucket.onBatterySeconds());
    }
}
