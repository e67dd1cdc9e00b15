package io.github.walnut.ups;

import java.time.Instant;
import java.util.UUID;

/**
 * One loss of mains of one UPS, short returns included.
 *
 * @param siteId shared by outages that began within 10 s of each other
 * @param endedAt null while it is open; else the moment of the lasting OL
 * @param energyWh null when the power was unknown
 */
public record Outage(
        UUID id,
        UUID siteId,
        String upsId,
        Instant startedAt,
        Instant endedAt,
        int episodes,
        Double minBatteryPercent,
        Double minRuntimeSeconds,
        Double maxLoadPercent,
        Double energyWh) {

    public boolean open() {
        return endedAt == null;
    }
}
