package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import io.vertx.core.Context;
import java.util.Optional;
import java.util.UUID;

/** A socket that hears one job: what it told so far, what it tells, its end, and is closed. */
final class LiveJobs {

    private final Jobs jobs;
    private final Live live;
    private final JobJson writer;
    private final BesideLoops beside;

    LiveJobs(Jobs jobs, Live live, Json json, BesideLoops beside) {
        this.beside = beside;
        this.jobs = jobs;
        this.live = live;
        this.writer = new JobJson(json);
    }

    /**
     * @param context of the socket; the store is read beside its event loop
     * @param id as it stands in the path
     */
    void begin(Context context, LiveConnection connection, String id) {
        beside.forSocket(
                        context,
                        () -> {
                            Optional<Job> job =
                                    uuid(id).flatMap(jobs::find)
                                            .filter(
                                                    found ->
                                                            JobOperations.visible(
                                                                    found, connection.principal()));
                            job.ifPresentOrElse(
                                    found -> follow(found, connection),
                                    () -> connection.close(LiveClose.UNKNOWN));
                            return null;
                        })
                .onFailure(failed -> connection.close(LiveClose.RESTART));
    }

    private void follow(Job job, LiveConnection connection) {
        String topic = "job:" + job.id();
        Jobs.Follower follower =
                new Jobs.Follower() {
                    @Override
                    public void told(JobLine line) {
                        connection.send(
                                live.ofOne(
                                        topic,
                                        "job.log",
                                        job.id().toString(),
                                        writer.told(job, line),
                                        false));
                    }

                    @Override
                    public void over(Job last) {
                        connection.send(
                                live.ofOne(
                                        topic,
                                        "job.done",
                                        job.id().toString(),
                                        writer.over(last),
                                        false));
                        connection.close(LiveClose.DONE);
                    }
                };
        connection.onClose(() -> jobs.unfollow(job.id(), follower));
        jobs.follow(job.id(), follower);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
