package io.github.walnut.app;

import io.github.walnut.api.Jobs;
import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import io.github.walnut.store.JobRepository;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Severity;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job that waits or runs: what its work tells goes to the store and to those who follow. */
final class RunningJob {

    /** The work was asked to stop, and does. */
    static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1;

        Cancelled() {
            super("cancelled", null, false, false);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);
    private static final int MOST_LINES = 1000;
    private static final int LONGEST = 1000;

    private final JobRepository stored;
    private final Clock clock;
    private final List<JobLine> lines = new ArrayList<>();
    private final List<Jobs.Follower> followers = new ArrayList<>();
    private Job job;
    private boolean stopping;

    RunningJob(Job job, JobRepository stored, Clock clock) {
        this.job = job;
        this.stored = stored;
        this.clock = clock;
    }

    synchronized Job job() {
        return job;
    }

    /** Ends the work here when somebody asked for that. */
    synchronized void check() {
        if (stopping) {
            throw new Cancelled();
        }
    }

    /**
     * @param share of the work that is done, from 0 to 1; never falls
     */
    synchronized void progress(double share) {
        check();
        job = job.at(Math.max(job.progress(), Math.min(1, share)));
    }

    void info(String phase, String message) {
        tell(phase, Severity.INFO, message);
    }

    void warn(String phase, String message) {
        tell(phase, Severity.WARN, message);
    }

    void error(String phase, String message) {
        tell(phase, Severity.ERROR, message);
    }

    /** Beyond a thousand lines nothing more is kept, and the last one says so. */
    private synchronized void tell(String phase, Severity level, String message) {
        check();
        int number = lines.size() + 1;
        if (number > MOST_LINES) {
            return;
        }
        String text = number == MOST_LINES ? "Further lines are not kept" : message;
        JobLine line =
                new JobLine(
                        number,
                        clock.now(),
                        phase,
                        level,
                        text.substring(0, Math.min(LONGEST, text.length())),
                        (int) Math.round(job.progress() * 100));
        lines.add(line);
        try {
            stored.add(job.id(), line);
        } catch (StoreUnavailableException e) {
            LOG.warn("Job {}: line {} is not stored: {}", job.id(), number, e.getMessage());
        }
        followers.forEach(follower -> follower.told(line));
    }

    /** False when it was stopped before it began. */
    synchronized boolean begin() {
        if (stopping || job.status().isFinal()) {
            return false;
        }
        job = job.running();
        stored.save(job);
        return true;
    }

    synchronized void end(Job last) {
        if (job.status().isFinal()) {
            return;
        }
        job = last;
        try {
            stored.save(last);
        } finally {
            followers.forEach(follower -> follower.over(last));
            followers.clear();
        }
    }

    /** True when it has not begun, so that the caller ends it. */
    synchronized boolean cancel() {
        stopping = true;
        return job.status() == Job.Status.QUEUED;
    }

    /** False when it is over. */
    synchronized boolean follow(Jobs.Follower follower) {
        if (job.status().isFinal()) {
            return false;
        }
        lines.forEach(follower::told);
        followers.add(follower);
        return true;
    }

    synchronized void unfollow(Jobs.Follower follower) {
        followers.remove(follower);
    }
}
