package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import java.util.List;

/** Writes jobs, and what a caller is told who has just started one. */
final class JobJson {

    private final Json json;

    JobJson(Json json) {
        this.json = json;
    }

    ObjectNode job(Job job) {
        ObjectNode node = json.object();
        node.put("id", job.id().toString());
        node.put("kind", job.kind().word());
        node.put("status", job.status().word());
        node.put("progress", job.progress());
        node.put("actor", job.actor());
        node.put("created_at", Json.at(job.createdAt()));
        node.put("finished_at", Json.at(job.finishedAt()));
        node.set("result", json.tree(job.result()));
        node.put("error", job.error());
        return node;
    }

    ObjectNode job(Job job, List<JobLine> log) {
        ObjectNode node = job(job);
        node.set("log", json.array(log, this::line));
        return node;
    }

    /** A line of a log. */
    ObjectNode line(JobLine line) {
        ObjectNode node = json.object();
        node.put("at", Json.at(line.at()));
        node.put("phase", line.phase());
        node.put("level", line.level().word());
        node.put("message", line.message());
        return node;
    }

    /** The data of {@code job.log}. */
    ObjectNode told(Job job, JobLine line) {
        ObjectNode node = json.object().put("job_id", job.id().toString());
        node.setAll(line(line));
        return node.put("percent", line.percent());
    }

    /** The data of {@code job.done}. */
    ObjectNode over(Job job) {
        ObjectNode node = json.object();
        node.put("job_id", job.id().toString());
        node.put("status", job.status().word());
        node.set("result", json.tree(job.result()));
        node.put("error", job.error());
        return node;
    }

    /** 202 with the places at which the job can be followed. */
    Reply accepted(Job job) {
        String at = "/api/jobs/" + job.id();
        ObjectNode node = json.object();
        node.put("id", job.id().toString());
        node.put("job_id", job.id().toString());
        node.put("status_url", at);
        node.put("stream", "/ws/jobs/" + job.id());
        return Reply.accepted(node).with("Location", List.of(at));
    }
}
