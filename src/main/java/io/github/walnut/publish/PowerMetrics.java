package io.github.walnut.publish;

import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Job;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.UpsId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Counts what happens, in the names and units of Prometheus. */
public final class PowerMetrics {

    /** The registry refers to them weakly. */
    private final List<LongSupplier> counted = new CopyOnWriteArrayList<>();

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RunMetrics runs = new RunMetrics(registry);
    private static final Set<String> OF_CREDENTIALS =
            Set.of(
                    "not_authenticated",
                    "invalid_credentials",
                    "session_expired",
                    "token_expired",
                    "token_revoked",
                    "account_disabled",
                    "login_throttled",
                    "setup_token_invalid");
    private static final Duration[] BUCKETS =
            Stream.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final Counter jumps =
            Counter.builder("walnut_clock_jumps")
                    .description("Jumps of the machine's clock by more than 5 s")
                    .register(registry);
    private final Counter limited =
            Counter.builder("walnut_rate_limited")
                    .description("Requests that were refused because too many came")
                    .register(registry);
    private final Counter forged =
            Counter.builder("walnut_csrf_failures")
                    .description("Requests that were refused for want of a CSRF token")
                    .register(registry);
    private final List<Runnable> refreshes = new CopyOnWriteArrayList<>();
    private final List<Supplier<List<MetricFamily>>> families = new CopyOnWriteArrayList<>();

    public PowerMetrics(BooleanSupplier armed) {
        Gauge.builder("walnut_armed", () -> armed.getAsBoolean() ? 1 : 0)
                .description("1 while the global switch is on")
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

    /** A call of a webhook. */
    public void hooked(String hook, String result) {
        Counter.builder("walnut_webhooks")
                .description("Calls of webhooks by how they came out")
                .tag("hook", hook)
                .tag("result", result)
                .register(registry)
                .increment();
    }

    /** A datagram that came to the port of traps. */
    public void trapped(String result) {
        Counter.builder("walnut_traps")
                .description("SNMP traps by how they came out")
                .tag("result", result)
                .register(registry)
                .increment();
    }

    /** A job that is over. */
    public void ended(Job job) {
        Counter.builder("walnut_jobs")
                .description("Jobs by how they ended")
                .tag("kind", job.kind().word())
                .tag("status", job.status().word())
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

    /** Something whose present number is asked for at each scrape; left out while it is null. */
    public void gauge(String name, String description, Supplier<Number> value) {
        gauges(
                name,
                description,
                List.of(),
                () ->
                        Optional.ofNullable(value.get())
                                .map(number -> Map.of(List.<String>of(), number))
                                .orElse(Map.of()));
    }

    /**
     * The same for several things at once, told apart by labels; what is gone is left out.
     *
     * @param values by the values of the labels, in their order
     */
    public void gauges(
            String name,
            String description,
            List<String> labels,
            Supplier<Map<List<String>, Number>> values) {
        MultiGauge gauge = MultiGauge.builder(name).description(description).register(registry);
        refreshes.add(
                () ->
                        gauge.register(
                                values.get().entrySet().stream()
                                        .map(each -> row(labels, each.getKey(), each.getValue()))
                                        .toList(),
                                true));
    }

    private static MultiGauge.Row<Number> row(
            List<String> labels, List<String> values, Number value) {
        Tags tags = Tags.empty();
        for (int i = 0; i < labels.size(); i++) {
            tags = tags.and(labels.get(i), values.get(i));
        }
        return MultiGauge.Row.of(tags, value);
    }

    /** One call of a driver: an order, a confirmation or another question. */
    public void answered(DriverResult result) {
        Tags tags =
                Tags.of(
                        "type", type(result.driver()),
                        "mode", result.mode().word(),
                        "verb", result.verb() == null ? "" : result.verb());
        Counter.builder("walnut_driver_operations")
                .description("Calls of drivers by how they came out")
                .tags(tags.and("class", result.ok() ? "ok" : result.error().errorClass().word()))
                .register(registry)
                .increment();
        Timer.builder("walnut_driver_operation")
                .description("How long calls of drivers take")
                .tags(tags)
                .publishPercentileHistogram()
                .register(registry)
                .record(Duration.ofMillis(Math.max(0, result.durationMillis())));
    }

    /** Without its version. */
    private static String type(String driver) {
        return driver == null ? "unknown" : driver.replaceFirst("@.*", "");
    }

    /** A server was connected to anew. */
    public void reconnected(String server) {
        Counter.builder("walnut_nut_reconnects")
                .description("Connections to NUT servers that were made anew")
                .tag("server", server)
                .register(registry)
                .increment();
    }

    /** What the rule session took for one update. */
    public void evaluated(Duration took) {
        timer("walnut_rules_evaluation", "How long it takes to judge an update", Tags.empty())
                .record(took);
    }

    /**
     * @param operation of the contract, or ws, console or unknown
     */
    public void requested(String operation, int status, Duration took) {
        Tags tags = Tags.of("operation", operation);
        Counter.builder("walnut_http_requests")
                .description("Requests that were answered")
                .tags(tags.and("status", Integer.toString(status)))
                .register(registry)
                .increment();
        timer("walnut_http_request", "How long answers take", tags).record(took);
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /**
     * @param code of the problem that was answered
     */
    public void refused(String code) {
        switch (code) {
            case "rate_limited" -> limited.increment();
            case "csrf_failed" -> forged.increment();
            default -> {
                if (OF_CREDENTIALS.contains(code)) {
                    Counter.builder("walnut_auth_failures")
                            .description("Requests whose credentials were missing or no good")
                            .tag("reason", code)
                            .register(registry)
                            .increment();
                }
            }
        }
    }

    /**
     * @param connection journal or bulk
     */
    public Consumer<Duration> commits(String connection) {
        return timer(
                        "walnut_db_commit",
                        "How long commits to the database take",
                        Tags.of("connection", connection))
                ::record;
    }

    /**
     * Something that is counted elsewhere since the start.
     *
     * @param labels names and values in turn
     */
    public void counter(String name, String description, LongSupplier count, String... labels) {
        counted.add(count);
        FunctionCounter.builder(name, count, LongSupplier::getAsLong)
                .description(description)
                .tags(labels)
                .register(registry);
    }

    /** The clock of the machine was set by more than a moment. */
    public void clockJumped() {
        jumps.increment();
    }

    /** Series that are made anew at each scrape. */
    public void families(Supplier<List<MetricFamily>> more) {
        families.add(more);
    }

    /** All there is, in the form that is asked for. */
    public synchronized String scrape(Exposition form) {
        refreshes.forEach(Runnable::run);
        List<MetricFamily> more = new ArrayList<>();
        families.forEach(each -> more.addAll(each.get()));
        String counted = registry.scrape(form.mediaType());
        String rest = form.write(more);
        return counted.endsWith(Exposition.END)
                ? counted.substring(0, counted.length() - Exposition.END.length())
                        + rest
                        + Exposition.END
                : counted + rest;
    }

    /** Prometheus text format 0.0.4. */
    public String scrape() {
        return scrape(Exposition.PROMETHEUS);
    }
}
