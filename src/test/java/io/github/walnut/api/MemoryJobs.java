package io.github.walnut.api;

import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import io.github.walnut.ups.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Jobs that run until a test ends them. */
final class MemoryJobs implements Jobs, LongWork {

    private final Map<UUID, Job> jobs = new LinkedHashMap<>();
    private final Map<UUID, List<JobLine>> lines = new LinkedHashMap<>();
    private final Map<UUID, List<Follower>> followers = new LinkedHashMap<>();
    private final TestClock clock;

    MemoryJobs(TestClock clock) {
        this.clock = clock;
    }

    synchronized Job begin(Job.Kind kind) {
        Job job = Job.queued(UUID.randomUUID(), kind, "test", clock.instant()).running();
        jobs.put(job.id(), job);
        lines.put(job.id(), new ArrayList<>());
        followers.put(job.id(), new ArrayList<>());
        return job;
    }

    synchronized void tell(Job job, String message) {
        List<JobLine> told = lines.get(job.id());
        JobLine line =
                new JobLine(told.size() + 1, clock.instant(), "read", Severity.INFO, message, 50);
        told.add(line);
        followers.get(job.id()).forEach(follower -> follower.told(line));
    }

    synchronized void end(Job job, Map<String, Object> result) {
        Job last = job.succeeded(result, clock.instant());
        jobs.put(job.id(), last);
        followers.remove(job.id()).forEach(follower -> follower.over(last));
    }

    synchronized int followers(Job job) {
        return followers.get(job.id()).size();
    }

    @Override
    public synchronized List<Job> all(Job.Kind kind, Job.Status status) {
        return jobs.values().stream()
                .filter(job -> kind == null || job.kind() == kind)
                .filter(job -> status == null || job.status() == status)
                .toList();
    }

    @Override
    public synchronized Optional<Job> find(UUID id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized List<JobLine> log(UUID id) {
        return List.copyOf(lines.get(id));
    }

    @Override
    public synchronized boolean cancel(UUID id) {
        Job job = jobs.get(id);
        if (job.status().isFinal()) {
            return false;
        }
        jobs.put(id, job.cancelled(clock.instant()));
        return true;
    }

    @Override
    public synchronized boolean follow(UUID id, Follower follower) {
        lines.get(id).forEach(follower::told);
        if (jobs.get(id).status().isFinal()) {
            follower.over(jobs.get(id));
        } else {
            followers.get(id).add(follower);
        }
        return true;
    }

    @Override
    public synchronized void unfollow(UUID id, Follower follower) {
        if (followers.containsKey(id)) {
            followers.get(id).remove(follower);
        }
    }

    @Override
    public Job selftest(String actor) {
        return begin(Job.Kind.SELFTEST);
    }

    @Override
    public Job discover(String hostId, String actor) {
        return begin(Job.Kind.DISCOVERY);
    }
}
