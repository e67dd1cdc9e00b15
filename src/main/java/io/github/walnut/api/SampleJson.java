package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.UpsJson;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Writes measurements: raw, in buckets, or as columns for charts. */
final class SampleJson {

    private final Json json;

    SampleJson(Json json) {
        this.json = json;
    }

    ObjectNode raw(Sample sample, List<Metric> fields, boolean variables) {
        ObjectNode node = json.object();
        node.put("ups_id", sample.upsId());
        node.put("at", Json.at(sample.at()));
        node.put("seq", sample.seq());
        node.put("poll", sample.poll().name().toLowerCase(java.util.Locale.ROOT));
        fields.forEach(metric -> node.put(metric.field(), sample.value(metric)));
        node.set("flags", json.texts(sample.flags()));
        node.put("status", sample.status());
        node.set("suspect", json.texts(sample.suspect().stream().map(Metric::field).toList()));
        if (variables) {
            node.set("variables", json.tree(sample.variables()));
        }
        return node;
    }

    ObjectNode bucket(String upsId, SampleBucket bucket, List<Metric> fields) {
        ObjectNode node = json.object();
        node.put("ups_id", upsId);
        node.put("at", Json.at(bucket.at()));
        node.put("seconds", bucket.seconds());
        node.put("count", bucket.count());
        ObjectNode values = node.putObject("fields");
        for (Metric metric : fields) {
            SampleBucket.Summary summary = bucket.values().get(metric);
            if (summary != null) {
                values.putObject(metric.field())
                        .put("min", summary.min())
                        .put("max", summary.max())
                        .put("avg", summary.avg())
                        .put("last", summary.last());
            }
        }
        node.set("flags", json.texts(bucket.flags().stream().sorted().toList()));
        node.put("state", state(bucket.flags()));
        node.put("on_battery_seconds", bucket.onBatterySeconds());
        return node;
    }

    ObjectNode rawColumns(String upsId, List<Sample> samples, List<Metric> fields) {
        ObjectNode node = json.object().put("ups_id", upsId);
        ObjectNode columns = node.putObject("columns");
        ArrayNode times = columns.putArray("t");
        samples.forEach(sample -> times.add(sample.at().toEpochMilli()));
        for (Metric metric : fields) {
            ArrayNode column = columns.putArray(metric.field());
            samples.forEach(sample -> column.add(sample.value(metric)));
        }
        return node;
    }

    ObjectNode bucketColumns(String upsId, List<SampleBucket> buckets, List<Metric> fields) {
        ObjectNode node = json.object().put("ups_id", upsId);
        ObjectNode columns = node.putObject("columns");
        ArrayNode times = columns.putArray("t");
        buckets.forEach(bucket -> times.add(bucket.at().toEpochMilli()));
        ArrayNode lengths = columns.putArray("seconds");
        buckets.forEach(bucket -> lengths.add(bucket.seconds()));
        for (Metric metric : fields) {
            String name = metric.field();
            column(columns.putArray(name), buckets, metric, SampleBucket.Summary::avg);
            column(columns.putArray(name + "_min"), buckets, metric, SampleBucket.Summary::min);
            column(columns.putArray(name + "_max"), buckets, metric, SampleBucket.Summary::max);
        }
        return node;
    }

    private static void column(
            ArrayNode column,
            List<SampleBucket> buckets,
            Metric metric,
            ToDoubleFunction<SampleBucket.Summary> part) {
        for (SampleBucket bucket : buckets) {
            SampleBucket.Summary summary = bucket.values().get(metric);
            if (summary == null) {
                column.addNull();
            } else {
                column.add(part.applyAsDouble(summary));
            }
        }
    }

    private static String state(Set<String> flags) {
        Set<UpsState> states =
                flags.stream()
                        .map(UpsState::of)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet());
        return UpsJson.state(!states.isEmpty(), states);
    }
}
