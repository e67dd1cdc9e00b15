package io.github.walnut.app;

import io.github.walnut.api.InventoryRefresh;
import io.github.walnut.api.LongWork;
import io.github.walnut.run.Job;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The long work that people ask for. */
final class StartedJobs implements LongWork {

    private final JobDesk desk;
    private final LiveInventory inventory;
    private final InventoryRefresh refresh;

    StartedJobs(JobDesk desk, LiveInventory inventory, InventoryRefresh refresh) {
        this.desk = desk;
        this.inventory = inventory;
        this.refresh = refresh;
    }

    @Override
    public Job discover(String hostId, String actor) {
        return desk.start(Job.Kind.DISCOVERY, actor, job -> discover(job, hostId));
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
