package io.github.walnut.inventory;

import java.util.List;
import java.util.Map;

/**
 * A thing on a host that can be acted on.
 *
 * @param type canonical, with hyphens: {@code vm}, {@code poe-port}, {@code host}
 * @param status one of {@link #STATES}
 */
public record Target(
        String hostId,
        String type,
        String externalId,
        String name,
        String status,
        Map<String, Object> attrs,
        Map<String, String> labels,
        boolean active,
        boolean guarded,
        boolean self) {

    public static final List<String> STATES =
            List.of(
                    "running",
                    "stopped",
                    "paused",
                    "suspended",
                    "up",
                    "down",
                    "on",
                    "off",
                    "online",
                    "offline",
                    "transitional",
                    "fault",
                    "unknown");

    public Target {
        attrs = Map.copyOf(attrs);
        labels = Map.copyOf(labels);
    }

    /** Unique per host: {@code <type>:<external id>}. */
    public String id() {
        return type + ":" + externalId;
    }

    /** The implicit target that every host has. */
    public static Target ofHost(Host host) {
        return new Target(
                host.id(),
                "host",
                host.id(),
                host.name(),
                "unknown",
                Map.of(),
                host.labels(),
                true,
                false,
                host.self());
    }
}
