package io.github.walnut.app;

import io.github.walnut.api.Jobs;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.publish.QueueFigure;
import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import io.github.walnut.store.JobRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does long work on threads of its own, a few at a time; what it tells is stored and followed. */
final class JobDesk implements Jobs, AutoCloseable {

    /**
     * The work of a job, on one of the desk's threads.
     *
     * <p>Between its steps it asks {@link RunningJob#check} whether it shall stop.
     */
    @FunctionalInterface
    interface Work {

        /**
         * What came of it, in JSON's types. An exception ends the job as failed; its message is
         * shown to people when it is a {@link Failure}.
         */
        Map<String, Object> run(RunningJob job) throws Exception;
    }

    /** Ends a job as failed, with a sentence for people. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(JobDesk.class);
    private static final int AT_ONCE = 4;
    private static final int WAITING = 100;
    private static final String STOPPED = "walNUT was stopped before the job was over";

    private final JobRepository stored;
    private final Consumer<Job> ended;
    private final Clock clock;
    private final Ids ids;
    private final AtomicLong refused = new AtomicLong();
    private final Map<UUID, RunningJob> open = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    AT_ONCE,
                    AT_ONCE,
                    1,
                    TimeUnit.MINUTES,
                    new ArrayBlockingQueue<>(WAITING),
                    new NamedThreads("job"));

    /**
     * @param ended hears of each job that is over
     */
    JobDesk(JobRepository stored, Consumer<Job> ended, Clock clock, Ids ids) {
        this.stored = stored;
        this.ended = ended;
        this.clock = clock;
        this.ids = ids;
        threads.allowCoreThreadTimeOut(true);
        int left = stored.endUnfinished(STOPPED);
        if (left > 0) {
            LOG.warn("{} jobs were not over when walNUT was stopped", left);
        }
    }

    /**
     * Stores the job and begins its work as soon as a thread is free.
     *
     * @throws Problem when too many are waiting
     */
    Job start(Job.Kind kind, String actor, Work work) {
        Job job = Job.queued(ids.next(), kind, actor, clock.now());
        RunningJob running = new RunningJob(job, stored, clock);
        stored.save(job);
        open.put(job.id(), running);
        try {
            threads.execute(() -> run(running, work));
        } catch (RejectedExecutionException e) {
            refused.incrementAndGet();
            end(running, job.failed("Too many jobs were waiting", clock.now()));
            throw new Problem(
                    ProblemCode.RATE_LIMITED, WAITING + " jobs are waiting; try again later");
        }
        return job;
    }

    /** Jobs that wait for a thread. */
    QueueFigure figure() {
        return new QueueFigure("jobs", WAITING, () -> threads.getQueue().size(), refused::get);
    }

    private void run(RunningJob running, Work work) {
        if (!running.begin()) {
            return;
        }
        try {
            // by name, as the store gives it back
            Map<String, Object> result = new TreeMap<>(work.run(running));
            end(running, running.job().succeeded(result, clock.now()));
        } catch (RunningJob.Cancelled e) {
            end(running, running.job().cancelled(clock.now()));
        } catch (Failure e) {
            end(running, running.job().failed(e.getMessage(), clock.now()));
        } catch (Problem e) {
            end(running, running.job().failed(e.getMessage(), clock.now()));
        } catch (Exception e) {
            LOG.error("Job {} ({}) failed", running.job().id(), running.job().kind().word(), e);
            end(running, running.job().failed("Unexpected error; the log tells more", clock.now()));
        }
    }

    private void end(RunningJob running, Job last) {
        try {
            running.end(last);
        } finally {
            open.remove(last.id());
        }
        LOG.info("Job {} ({}) {}", last.id(), last.kind().word(), last.status().word());
        ended.accept(last);
    }

    @Override
    public List<Job> all(Job.Kind kind, Job.Status status) {
        return stored.all(kind, status).stream().map(this::present).toList();
    }

    @Override
    public Optional<Job> find(UUID id) {
        return stored.find(id).map(this::present);
    }

    /** The store does not hear of each bit of progress. */
    private Job present(Job job) {
        RunningJob running = open.get(job.id());
        return running == null ? job : running.job();
    }

    @Override
    public List<JobLine> log(UUID id) {
        return stored.lines(id);
    }

    @Override
    public boolean cancel(UUID id) {
        RunningJob running = open.get(id);
        if (running == null) {
            return false;
        }
        if (running.cancel()) {
            end(running, running.job().cancelled(clock.now()));
        }
        return true;
    }

    @Override
    public boolean follow(UUID id, Follower follower) {
        RunningJob running = open.get(id);
        if (running != null && running.follow(follower)) {
            return true;
        }
        Optional<Job> over = stored.find(id);
        over.ifPresent(
                job -> {
                    stored.lines(id).forEach(follower::told);
                    follower.over(job);
                });
        return over.isPresent();
    }

    @Override
    public void unfollow(UUID id, Follower follower) {
        RunningJob running = open.get(id);
        if (running != null) {
            running.unfollow(follower);
        }
    }

    /** What is under way is told to stop, and has a moment for it. */
    @Override
    public void close() throws InterruptedException {
        open.values().forEach(RunningJob::cancel);
        threads.shutdown();
        if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
            LOG.warn("{} jobs did not stop in time", open.size());
            threads.shutdownNow();
        }
    }
}
