package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.walnut.publish.Json;
import io.github.walnut.run.Step;
import java.time.Instant;
import java.util.Map;

/** What was sent for a step, and what came back, as the journal has it: a line for each. */
final class StepLog {

    private final ArrayNode lines;

    private StepLog(ArrayNode lines) {
        this.lines = lines;
    }

    static ArrayNode of(Step step, Json json) {
        StepLog log = new StepLog(json.texts(java.util.List.of()));
        step.attempts().forEach(log::attempt);
        step.evidence().forEach(log::evidence);
        if (step.endedAt() != null) {
            String reason = step.reason() == null ? "" : ": " + step.reason();
            log.line(Json.at(step.endedAt()), step.state().word() + reason);
        }
        return log.lines;
    }

    private void attempt(Step.Attempt attempt) {
        String order = attempt.verb() + ", attempt " + attempt.n();
        line(attempt.sentAt(), attempt.sentAt() == null ? order + " is about to leave" : order);
        if (attempt.acceptedAt() != null) {
            String task = attempt.task() == null ? "" : " as " + attempt.task();
            line(attempt.acceptedAt(), "accepted" + task);
        }
        if (attempt.error() != null) {
            line((Instant) null, "answered " + attempt.error());
        }
    }

    /** The moment stands in what a driver read by one of two names. */
    private void evidence(Map<String, Object> item) {
        Object at = item.getOrDefault("at", item.get("ts"));
        Object told = item.getOrDefault("value", item.get("text"));
        if (told != null) {
            line(
                    at == null ? null : at.toString(),
                    item.get("kind")
                            + ": "
                            + told
                            + (Boolean.TRUE.equals(item.get("late")) ? " (late)" : ""));
        }
    }

    private void line(Instant at, String message) {
        line(Json.at(at), message);
    }

    private void line(String at, String message) {
        lines.addObject().put("at", at).put("message", message);
    }
}
