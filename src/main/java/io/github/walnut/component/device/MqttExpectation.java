package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A message that is waited for: the first on the topic, or the first with that payload. */
record MqttExpectation(
        String topic, Duration within, String equals, CompletableFuture<String> arrived) {

    private static final int LONGEST_SECONDS = 60;

    /** Null when nothing is expected. */
    static MqttExpectation of(JsonNode expect) {
        if (!expect.path("topic").isTextual()) {
            return null;
        }
        int seconds = Math.min(LONGEST_SECONDS, Math.max(1, expect.path("within_s").asInt(5)));
        return new MqttExpectation(
                expect.get("topic").textValue(),
                Duration.ofSeconds(seconds),
                expect.path("equals").asText(null),
                new CompletableFuture<>());
    }

    void offer(String heardOn, String payload) {
        if (heardOn.equals(topic) && (equals == null || equals.equals(payload))) {
            arrived.complete(payload);
        }
    }
}
