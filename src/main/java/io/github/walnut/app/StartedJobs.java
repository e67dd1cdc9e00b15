package io.github.walnut.app;

import io.github.walnut.api.Integrations;
import io.github.walnut.api.InventoryRefresh;
import io.github.walnut.api.LongWork;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The long work that people ask for. */
final class StartedJobs implements LongWork {

    private final JobDesk desk;
    private final LiveInventory inventory;
    private final InventoryRefresh refresh;
    private final Integrations integrations;

    StartedJobs(
            JobDesk desk,
            LiveInventory inventory,
            InventoryRefresh refresh,
            Integrations integrations) {
        this.desk = desk;
        this.inventory = inventory;
        this.refresh = refresh;
        this.integrations = integrations;
    }

    @Override
    public Job discover(String hostId, String actor) {
        return desk.start(Job.Kind.DISCOVERY, actor, job -> discover(job, hostId));
    }

    @Override
    public Job selftest(String actor) {
        return desk.start(Job.Kind.SELFTEST, actor, this::selftest);
    }

    private Map<String, Object> selftest(RunningJob job) {
        List<Host> hosts = inventory.hosts().stream().filter(Host::enabled).toList();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Host host : hosts) {
            job.check();
            Integrations.Tested tested = integrations.test(host.id());
            Map<String, Object> row = new TreeMap<>();
            row.put("host_id", host.id());
            row.put("ok", tested.ok());
            row.put("latency_ms", tested.latencyMillis());
            row.put("message", tested.message());
            rows.add(row);
            job.progress((double) rows.size() / hosts.size());
            if (tested.ok()) {
                job.info("host", host.id() + ": " + tested.message());
            } else {
                job.error("host", host.id() + ": " + tested.message());
            }
        }
        long failed = rows.stream().filter(row -> Boolean.FALSE.equals(row.get("ok"))).count();
        return Map.of("ok", failed == 0, "tested", rows.size(), "failed", failed, "hosts", rows);
    }

    private Map<String, Object> discover(RunningJob job, String hostId) throws JobDesk.Failure {
        job.info("read", "Host " + hostId + " is asked for all of its targets");
        Optional<InventoryRefresh.Failure> failure = refresh.refresh(hostId, null, true);
        job.check();
        if (failure.isPresent()) {
            job.error(failure.get().errorClass().word(), failure.get().message());
            throw new JobDesk.Failure(failure.get().message());
        }
        Map<String, Integer> counts = counts(hostId);
        counts.forEach((type, count) -> job.info("found", count + " of type " + type));
        return Map.of("host_id", hostId, "target_counts", counts);
    }

    private Map<String, Integer> counts(String hostId) {
        Map<String, Integer> counts = new TreeMap<>();
        inventory.capabilities(hostId).stream()
                .flatMap(capability -> capability.targetTypes().stream())
                .filter(type -> !type.equals("host"))
                .forEach(type -> counts.put(type, inventory.targets(hostId, type).size()));
        return counts;
    }
}
