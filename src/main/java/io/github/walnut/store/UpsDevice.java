package io.github.walnut.store;

import java.time.Instant;
import java.util.Map;

/**
 * A UPS that was listed by a NUT server at least once.
 *
 * @param id {@code upsname@server}
 * @param displayName given by a person, or null
 * @param settings given by a person: what differs from the defaults
 * @param lastSeenAt null when it was never heard
 */
public record UpsDevice(
        String id,
        String serverId,
        String name,
        String displayName,
        String description,
        String manufacturer,
        String model,
        String serial,
        Map<String, Object> settings,
        int version,
        Instant firstSeenAt,
        Instant lastSeenAt) {
    public UpsDevice {
        settings = Map.copyOf(settings);
    }
}
