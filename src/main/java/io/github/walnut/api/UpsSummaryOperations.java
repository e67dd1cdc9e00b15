package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.ups.Metric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A period of one or every UPS in a few numbers. */
final class UpsSummaryOperations implements Resource {

    private static final int MOST_OUTAGES = 100_000;
    private static final Duration SHORT = Duration.ofDays(30);

    private final ApiPorts ports;
    private final UpsNames names;
    private final Json json;
    private final Clock clock;

    UpsSummaryOperations(ApiPorts ports, Json json, Clock clock) {
        this.ports = ports;
        this.names = new UpsNames(ports.ups());
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("ups-summary", this::summary);
    }

    private Reply summary(Call call) {
        Instant to = clock.instant();
        Duration period = Duration.ofHours(call.number("hours"));
        Instant from = to.minus(period);
        String asked = call.text("ups_id");
        List<String> ids =
                asked == null
                        ? ports.ups().all().stream().map(view -> view.facts().upsId()).toList()
                        : List.of(names.find(asked).facts().upsId());
        Duration size = period.compareTo(SHORT) > 0 ? Duration.ofHours(1) : Duration.ofMinutes(5);
        List<SampleBucket> buckets = new ArrayList<>();
        List<Double> energy = new ArrayList<>();
        for (String id : ids) {
            SampleSeries series = ports.samples().buckets(id, from, to, size);
            buckets.addAll(series.buckets());
            energy.addAll(energy(series));
        }
        long outages =
                ids.stream()
                        .mapToLong(id -> ports.outages().between(id, from, to, MOST_OUTAGES).size())
                        .sum();
        return Reply.ok(
                json.object()
                        .put("period_hours", call.number("hours"))
                        .put("samples_count", buckets.stream().mapToInt(SampleBucket::count).sum())
                        .put("avg_battery_percent", mean(buckets, Metric.BATTERY_PERCENT))
                        .put("min_battery_percent", least(buckets, Metric.BATTERY_PERCENT))
                        .put("max_battery_percent", most(buckets, Metric.BATTERY_PERCENT))
                        .put("avg_load_percent", mean(buckets, Metric.LOAD_PERCENT))
                        .put("max_load_percent", most(buckets, Metric.LOAD_PERCENT))
                        .put("energy_wh", sum(energy))
                        .put(
                                "on_battery_seconds",
                                buckets.stream().mapToDouble(SampleBucket::onBatterySeconds).sum())
                        .put("outages", outages));
    }

    private static List<SampleBucket> with(List<SampleBucket> buckets, Metric metric) {
        return buckets.stream().filter(bucket -> bucket.values().containsKey(metric)).toList();
    }

    private static Double mean(List<SampleBucket> buckets, Metric metric) {
        List<SampleBucket> known = with(buckets, metric);
        double weight = known.stream().mapToInt(SampleBucket::count).sum();
        return weight == 0
                ? null
                : known.stream().mapToDouble(b -> b.count() * b.values().get(metric).avg()).sum()
                        / weight;
    }

    private static Double least(List<SampleBucket> buckets, Metric metric) {
        return values(buckets, metric, SampleBucket.Summary::min).stream()
                .min(Double::compare)
                .orElse(null);
    }

    private static Double most(List<SampleBucket> buckets, Metric metric) {
        return values(buckets, metric, SampleBucket.Summary::max).stream()
                .max(Double::compare)
                .orElse(null);
    }

    private static List<Double> values(
            List<SampleBucket> buckets,
            Metric metric,
            ToDoubleFunction<SampleBucket.Summary> part) {
        return with(buckets, metric).stream()
                .map(bucket -> part.applyAsDouble(bucket.values().get(metric)))
                .toList();
    }

    /** Watt hours of each bucket in which the power was told. */
    private static List<Double> energy(SampleSeries series) {
        return with(series.buckets(), Metric.POWER_WATTS).stream()
                .map(
                        bucket ->
                                bucket.values().get(Metric.POWER_WATTS).avg()
                                        * bucket.seconds()
                                        / 3600)
                .toList();
    }

    private static Double sum(List<Double> parts) {
        return parts.isEmpty() ? null : parts.stream().mapToDouble(Double::doubleValue).sum();
    }
}
