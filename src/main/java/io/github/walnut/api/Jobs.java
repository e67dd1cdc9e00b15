package io.github.walnut.api;

import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Long work: what there is of it, and how it goes on. */
public interface Jobs {

    /** Hears one job. Must not block. */
    interface Follower {

        void told(JobLine line);

        void over(Job job);
    }

    /**
     * The latest first.
     *
     * @param kind null for every one
     * @param status null for every one
     */
    List<Job> all(Job.Kind kind, Job.Status status);

    Optional<Job> find(UUID id);

    List<JobLine> log(UUID id);

    /** Asks it to stop; false when it is over. A running one stops at its next step. */
    boolean cancel(UUID id);

    /** Tells every line from the first, then each new one, then the end; false without the job. */
    boolean follow(UUID id, Follower follower);

    void unfollow(UUID id, Follower follower);
}
