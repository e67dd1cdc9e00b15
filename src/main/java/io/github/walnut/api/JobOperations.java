package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.run.Job;
import io.github.walnut.security.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Long work. What only administrators may start, only they see. */
final class JobOperations implements Resource {

    private final Jobs jobs;
    private final Pages pages;
    private final JobJson writer;

    JobOperations(Jobs jobs, Json json, Pages pages) {
        this.jobs = jobs;
        this.pages = pages;
        this.writer = new JobJson(json);
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("jobs-list", this::list, "job-get", this::get, "job-cancel", this::cancel);
    }

    private Reply list(Call call) {
        String kind = call.text("kind");
        String status = call.text("status");
        List<Job> found =
                jobs
                        .all(
                                kind == null ? null : Job.Kind.valueOf(upper(kind)),
                                status == null ? null : Job.Status.valueOf(upper(status)))
                        .stream()
                        .filter(job -> visible(job, call.principal()))
                        .toList();
        return pages.reply(pages.cut(call, found, job -> job.id().toString()), writer::job);
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private Reply get(Call call) {
        Job job = existing(call);
        return Reply.ok(writer.job(job, jobs.log(job.id())));
    }

    private Reply cancel(Call call) {
        Job job = existing(call);
        if (!jobs.cancel(job.id())) {
            throw new Problem(
                    ProblemCode.CONFLICT,
                    "Job " + job.id() + " is over: " + existing(call).status().word());
        }
        return Reply.accepted(writer.job(existing(call)));
    }

    static boolean visible(Job job, Principal caller) {
        return !job.kind().adminOnly() || caller.role().includes(Role.ADMIN);
    }

    private Job existing(Call call) {
        return jobs.find(call.uuid("id"))
                .filter(job -> visible(job, call.principal()))
                .orElseThrow(() -> Problem.notFound("job", call.text("id")));
    }
}
