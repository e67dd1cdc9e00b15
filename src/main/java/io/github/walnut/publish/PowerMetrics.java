package io.github.walnut.publish;

import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.UpsId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Counts what happens, in the names and units of Prometheus. */
public final class PowerMetrics {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RunMetrics runs = new RunMetrics(registry);

    public PowerMetrics(BooleanSupplier armed, Supplier<Number> openRuns) {
        Gauge.builder("walnut_armed", () -> armed.getAsBoolean() ? 1 : 0)
                .description("1 while the global switch is on")
                .register(registry);
        Gauge.builder("walnut_runs_open", openRuns)
                .description("Runs that are not final")
                .register(registry);
    }

    /** One poll of one UPS; a lost one counts under its cause. */
    public void polled(PollResult result) {
        String poll =
                result instanceof PollResult.Good good
                        ? good.poll().name().toLowerCase(Locale.ROOT)
                        : "any";
        String outcome = result instanceof PollResult.Failed failed ? failed.cause() : "good";
        Counter.builder("walnut_nut_polls")
                .description("Polls of UPSs by how they came out")
                .tag("server", UpsId.parse(result.upsId()).server())
                .tag("poll", poll)
                .tag("result", outcome)
                .register(registry)
                .increment();
    }

    public void happened(Event event) {
        Counter.builder("walnut_events")
                .description("Events by name")
                .tag("name", event.name())
                .tag("severity", event.severity().word())
                .register(registry)
                .increment();
    }

    public void created(Run run) {
        runs.created(run);
    }

    /**
     * @param steps all of the run
     */
    public void closed(Run run, List<Step> steps) {
        runs.closed(run, steps);
    }

    /** Something whose present number is asked for at each scrape. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /** Prometheus text format 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }
}
