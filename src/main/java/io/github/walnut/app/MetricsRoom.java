package io.github.walnut.app;

import io.github.walnut.api.Live;
import io.github.walnut.api.MetricsReads;
import io.github.walnut.api.SystemMode;
import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.publish.Exposition;
import io.github.walnut.publish.MetricFamily;
import io.github.walnut.publish.NutMetrics;
import io.github.walnut.publish.PolicyMetrics;
import io.github.walnut.publish.PowerMetrics;
import io.github.walnut.publish.QueueFigure;
import io.github.walnut.publish.UpsMetrics;
import io.github.walnut.road.MetricsFeed;
import io.github.walnut.run.Run;
import io.github.walnut.store.Database;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is counted, and what is read at each scrape. */
final class MetricsRoom implements MetricsReads {

    private static final Map<String, Integer> STATUS =
            Map.of("off", 0, "ok", 1, "degraded", 2, "error", 3);

    final PowerMetrics metrics;
    private final NutMetrics nut;
    final MetricsFeed feed;

    MetricsRoom(BooleanSupplier armed, Supplier<List<UpsFacts>> facts, Clock clock) {
        metrics = new PowerMetrics(armed);
        nut = new NutMetrics(facts);
        UpsMetrics ups = new UpsMetrics(facts, clock);
        feed = new MetricsFeed(metrics, nut, ups);
        metrics.families(nut::all);
        metrics.families(ups::families);
    }

    @Override
    public String scrape(Exposition form) {
        return metrics.scrape(form);
    }

    @Override
    public List<MetricFamily> nut() {
        return nut.all();
    }

    @Override
    public List<MetricFamily> nut(UpsFacts ups) {
        return nut.of(ups);
    }

    void addRuns(Supplier<SystemMode> mode, Supplier<List<Run>> active) {
        metrics.gauge(
                "walnut_maintenance",
                "1 while everything is in maintenance",
                () -> mode.get().maintenanceUntil() == null ? 0 : 1);
        metrics.gauge(
                "walnut_global_hold",
                "1 while all runs are held",
                () -> mode.get().holdUntil() == null ? 0 : 1);
        metrics.families(
                () -> {
                    MetricFamily open =
                            MetricFamily.gauge("walnut_runs_open", "Runs that are not final");
                    Map<String, Long> counts =
                            active.get().stream()
                                    .collect(
                                            Collectors.groupingBy(
                                                    run -> run.mode().word(),
                                                    Collectors.counting()));
                    for (Run.Mode each : Run.Mode.values()) {
                        open.add("mode", each.word(), counts.getOrDefault(each.word(), 0L));
                    }
                    return List.of(open);
                });
    }

    void addPolicies(PolicyMetrics policies) {
        metrics.families(policies::families);
    }

    /**
     * @param links whether there is a connection, by server
     */
    void addServers(Supplier<Map<String, Boolean>> links) {
        metrics.families(
                () -> {
                    MetricFamily connected =
                            MetricFamily.gauge(
                                    "walnut_nut_connected", "1 while the NUT server is connected");
                    links.get().forEach((id, up) -> connected.add("server", id, up ? 1 : 0));
                    return List.of(connected);
                });
    }

    /** The program itself. */
    void addProgram(
            Supplier<List<Component>> components,
            Map<String, String> program,
            Instant startedAt,
            Clock clock) {
        metrics.gauge(
                "walnut_up_seconds",
                "Since the start",
                () -> Duration.between(startedAt, clock.now()).toMillis() / 1000.0);
        metrics.families(
                () -> {
                    MetricFamily status =
                            MetricFamily.gauge(
                                    "walnut_component_status", "0 off, 1 ok, 2 degraded, 3 error");
                    components
                            .get()
                            .forEach(
                                    part ->
                                            status.add(
                                                    "component",
                                                    part.name(),
                                                    STATUS.get(part.status())));
                    List<MetricFamily> all = new ArrayList<>();
                    all.add(status);
                    all.add(MetricFamily.info("walnut", "The program that runs").add(program, 1));
                    return all;
                });
    }

    /** What leaves and is kept: sockets, the database, calls that may not leave. */
    void addTraffic(Live live, Database database, LongSupplier egressRefused) {
        metrics.counter("walnut_egress_refused", "Connections that may not be made", egressRefused);
        metrics.counter(
                "walnut_ws_merged",
                "Messages that a newer one replaced for a slow socket",
                live::merged);
        metrics.counter(
                "walnut_ws_unknown",
                "Messages of clients of a type that is not known",
                live::unknown);
        metrics.gauge("walnut_ws_open", "Open sockets", live::open);
        metrics.gauge(
                "walnut_db_pool_in_use", "Reading connections at work", database::readersInUse);
        database.commits().forEach((name, times) -> times.onCommit(metrics.commits(name)));
        metrics.families(
                () -> {
                    MetricFamily sent =
                            MetricFamily.counter(
                                    "walnut_ws_messages", "Messages that were sent to sockets");
                    live.sent().forEach((type, count) -> sent.add("type", type, count));
                    return List.of(sent);
                });
    }

    /** Bounded queues, each asked at every scrape. */
    void addQueues(
            Supplier<List<QueueFigure>> road,
            Supplier<QueueFigure> jobs,
            Supplier<QueueFigure> sockets) {
        metrics.families(
                () -> {
                    MetricFamily length =
                            MetricFamily.gauge("walnut_queue_length", "What waits in a queue");
                    MetricFamily capacity =
                            MetricFamily.gauge(
                                    "walnut_queue_capacity", "What a queue holds at most");
                    MetricFamily dropped =
                            MetricFamily.counter(
                                    "walnut_queue_dropped",
                                    "What a queue refused or gave up since the start");
                    List<QueueFigure> all = new ArrayList<>(road.get());
                    all.add(jobs.get());
                    all.add(sockets.get());
                    for (QueueFigure queue : all) {
                        length.add("queue", queue.name(), queue.length().getAsInt());
                        capacity.add("queue", queue.name(), queue.capacity());
                        dropped.add("queue", queue.name(), queue.dropped().getAsLong());
                    }
                    return List.of(length, capacity, dropped);
                });
    }

    /**
     * @param phases seconds from the start of the process until each was reached
     */
    void started(Map<String, Double> phases) {
        metrics.families(
                () -> {
                    MetricFamily start =
                            MetricFamily.gauge(
                                    "walnut_start_seconds",
                                    "From the start of the server to the end of each phase");
                    phases.forEach((phase, seconds) -> start.add("phase", phase, seconds));
                    return List.of(start);
                });
    }
}
