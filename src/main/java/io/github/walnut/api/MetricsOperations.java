package io.github.walnut.api;

import io.github.walnut.publish.Exposition;
import io.github.walnut.publish.MetricFamily;
import java.util.List;
import java.util.Map;

/** What Prometheus scrapes. */
final class MetricsOperations implements Resource {

    private final MetricsReads metrics;
    private final UpsNames names;

    MetricsOperations(MetricsReads metrics, UpsReads ups) {
        this.metrics = metrics;
        this.names = new UpsNames(ups);
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("metrics-get", this::all, "ups-metrics-get", this::ups);
    }

    private Reply all(Call call) {
        Exposition form = form(call);
        return Reply.text(metrics.scrape(form), form.mediaType());
    }

    private Reply ups(Call call) {
        String ups = call.text("ups");
        List<MetricFamily> families =
                ups == null ? metrics.nut() : metrics.nut(names.find(ups).facts());
        Exposition form = form(call);
        return Reply.text(form.whole(families), form.mediaType());
    }

    private static Exposition form(Call call) {
        return Exposition.of(call.envelope().accept());
    }
}
