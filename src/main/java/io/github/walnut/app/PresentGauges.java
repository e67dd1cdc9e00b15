package io.github.walnut.app;

import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.HostContact;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.publish.PowerMetrics;
import io.github.walnut.store.PolicyRepository;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What policies, runs and hosts look like at a scrape. */
final class PresentGauges {

    private final Dispatcher dispatcher;
    private final PolicyRepository policies;
    private final Inventory inventory;
    private final Function<String, List<String>> targetTypes;
    private final Clock clock;

    /**
     * @param targetTypes what a type of host can be asked for
     */
    PresentGauges(
            Dispatcher dispatcher,
            PolicyRepository policies,
            Inventory inventory,
            Function<String, List<String>> targetTypes,
            Clock clock) {
        this.dispatcher = dispatcher;
        this.policies = policies;
        this.inventory = inventory;
        this.targetTypes = targetTypes;
        this.clock = clock;
    }

    void register(PowerMetrics metrics) {
        metrics.gauges(
                "walnut_policies",
                "Policies by status",
                List.of("status", "armed"),
                this::byStatus);
        metrics.gauges(
                "walnut_policy_dry_run_age_seconds",
                "Since the last dry run of a policy",
                List.of("policy"),
                this::dryRunAges);
        metrics.gauges(
                "walnut_host_queue_length",
                "Steps that wait for their order",
                List.of("host"),
                this::queues);
        metrics.gauges(
                "walnut_obligations_open", "What is owed to targets", List.of("kind"), this::owed);
        metrics.gauges(
                "walnut_integration_up",
                "1 while the host answers",
                List.of("host", "type"),
                this::contacts);
        metrics.gauges(
                "walnut_integration_latency_seconds",
                "How long the host took for its last answer",
                List.of("host", "type"),
                this::latencies);
        metrics.gauges(
                "walnut_inventory_age_seconds",
                "Since the oldest targets of a host were read",
                List.of("host"),
                this::inventoryAges);
        metrics.gauges(
                "walnut_inventory_targets",
                "Known targets",
                List.of("host", "type"),
                this::targets);
    }

    private Map<List<String>, Number> byStatus() {
        Map<List<String>, Number> counts = new LinkedHashMap<>();
        policies.counts()
                .forEach(
                        count ->
                                counts.put(
                                        List.of(
                                                count.status().word(),
                                                String.valueOf(count.armed())),
                                        count.policies()));
        return counts;
    }

    private Map<List<String>, Number> dryRunAges() {
        Map<List<String>, Number> ages = new LinkedHashMap<>();
        policies.lastDryRuns()
                .forEach((id, last) -> ages.put(List.of(id.toString()), age(last.ts())));
        return ages;
    }

    private Map<List<String>, Number> queues() {
        Map<String, Long> waiting = dispatcher.waiting();
        Map<List<String>, Number> lengths = new LinkedHashMap<>();
        inventory
                .hosts()
                .forEach(
                        host ->
                                lengths.put(
                                        List.of(host.id()), waiting.getOrDefault(host.id(), 0L)));
        return lengths;
    }

    /** All that is owed yet is a start. */
    private Map<List<String>, Number> owed() {
        return dispatcher.closing()
                ? Map.of()
                : Map.of(List.of("start"), dispatcher.restarts().owed().size());
    }

    private Map<List<String>, Number> contacts() {
        Map<List<String>, Number> up = new LinkedHashMap<>();
        for (Host host : inventory.hosts()) {
            inventory
                    .contact(host.id())
                    .ifPresent(
                            contact ->
                                    up.put(
                                            List.of(host.id(), host.typeId()),
                                            contact.reachable() ? 1 : 0));
        }
        return up;
    }

    private Map<List<String>, Number> latencies() {
        Map<List<String>, Number> seconds = new LinkedHashMap<>();
        for (Host host : inventory.hosts()) {
            inventory
                    .contact(host.id())
                    .map(HostContact::latencyMillis)
                    .ifPresent(
                            millis ->
                                    seconds.put(
                                            List.of(host.id(), host.typeId()), millis / 1000.0));
        }
        return seconds;
    }

    private Map<List<String>, Number> inventoryAges() {
        Map<List<String>, Number> ages = new LinkedHashMap<>();
        for (Host host : inventory.hosts()) {
            targetTypes.apply(host.typeId()).stream()
                    .flatMap(type -> inventory.readAt(host.id(), type).stream())
                    .min(Instant::compareTo)
                    .ifPresent(oldest -> ages.put(List.of(host.id()), age(oldest)));
        }
        return ages;
    }

    private Map<List<String>, Number> targets() {
        Map<List<String>, Number> counts = new LinkedHashMap<>();
        for (Host host : inventory.hosts()) {
            targetTypes
                    .apply(host.typeId())
                    .forEach(
                            type ->
                                    counts.put(
                                            List.of(host.id(), type),
                                            inventory.targets(host.id(), type).size()));
        }
        return counts;
    }

    private long age(Instant since) {
        return Duration.between(since, clock.now()).toSeconds();
    }
}
