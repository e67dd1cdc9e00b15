package io.github.walnut.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.ups.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** The one JSON form of an outage. */
public final class OutageJson {

    private final Json json;

    public OutageJson(Json json) {
        this.json = json;
    }

    /**
     * @param now the end of what an open outage has lasted so far
     * @param runIds of the runs that belong to it
     */
    public ObjectNode write(Outage outage, Instant now, Collection<String> runIds) {
        ObjectNode node = json.object();
        node.put("id", outage.id().toString());
        node.put("site_id", Json.id(outage.siteId()));
        node.put("ups_id", outage.upsId());
        node.put("started_at", Json.at(outage.startedAt()));
        node.put("ended_at", Json.at(outage.endedAt()));
        node.put("episodes", outage.episodes());
        Instant end = outage.endedAt() == null ? now : outage.endedAt();
        node.put("duration_seconds", Duration.between(outage.startedAt(), end).toMillis() / 1000.0);
        node.put("min_battery_percent", outage.minBatteryPercent());
        node.put("min_runtime_seconds", outage.minRuntimeSeconds());
        node.put("max_load_percent", outage.maxLoadPercent());
        node.put("energy_wh", outage.energyWh());
        node.set("run_ids", json.texts(runIds));
        return node;
    }
}
