package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Host;
import io.github.walnut.publish.Json;
import java.time.Clock;
import java.time.Duration;

/** Writes how a host answered its heartbeats. */
final class HealthJson {

    private final Json json;
    private final Clock clock;

    HealthJson(Json json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param obligations how many starts the host is owed
     */
    ObjectNode write(Host host, HostHealths.Health health, long obligations) {
        ObjectNode node = json.object();
        node.put("host_id", host.id());
        node.put("state", host.state().word());
        node.put("since", Json.at(health.since()));
        node.put("latency_ms", health.latencyMillis());
        node.put("last_ok_at", Json.at(health.lastOkAt()));
        HostHealths.Failure failure = health.lastError();
        if (failure == null) {
            node.putNull("last_error");
        } else {
            node.putObject("last_error")
                    .put("at", Json.at(failure.at()))
                    .put("class", failure.errorClass())
                    .put("message", failure.message());
        }
        node.put("uptime_24h", health.uptime24h());
        ObjectNode checks = node.putObject("checks");
        if (health.answers() != null) {
            checks.put("heartbeat", health.answers());
        }
        node.set(
                "history",
                json.array(
                        health.history(),
                        point ->
                                json.object()
                                        .put("at", Json.at(point.at()))
                                        .put("state", point.state())
                                        .put("latency_ms", point.latencyMillis())));
        node.set(
                "certificates",
                health.certificates() == null
                        ? null
                        : json.array(health.certificates(), this::certificate));
        node.put("obligations", obligations);
        return node;
    }

    private ObjectNode certificate(HostHealths.Certificate shown) {
        return json.object()
                .put("subject", shown.subject())
                .put("expires_at", Json.at(shown.expiresAt()))
                .put("days_left", Duration.between(clock.instant(), shown.expiresAt()).toDays());
    }
}
