package io.github.walnut.ups;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One edge: something that began or ended. The only event type of the program, in store, API,
 * WebSocket and MQTT.
 *
 * @param attrs by kind; values are text, numbers, booleans, lists of text, maps or null
 * @param outageId null outside an outage
 * @param edgeKey equal for two reports of the same edge; it is stored once
 */
public record Event(
        UUID id,
        Type type,
        String kind,
        String name,
        Severity severity,
        Subject subject,
        Map<String, Object> attrs,
        Instant ts,
        UUID correlationId,
        UUID outageId,
        boolean synthetic,
        String message,
        String edgeKey) {

    public static final String UPS_STATE = "ups.state";
    public static final String UPS_OUTAGE = "ups.outage";
    public static final String METRIC_THRESHOLD = "metric.threshold";
    public static final String SYSTEM_HEALTH = "system.health";

    public enum Type {
        UPS,
        METRIC,
        TIMER,
        WEBHOOK,
        SYSTEM;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Who the event is about: kind is ups, host, vm, target, integration, server, policy or system.
     */
    public record Subject(String kind, String id) {
        public static Subject ups(String id) {
            return new Subject("ups", id);
        }
    }

    public Event {
        attrs = Collections.unmodifiableMap(new LinkedHashMap<>(attrs));
    }
}
