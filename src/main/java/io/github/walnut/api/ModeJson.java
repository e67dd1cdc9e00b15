package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;

/** Writes whether the program acts for real, and what keeps it from it. */
final class ModeJson {

    private final Json json;

    ModeJson(Json json) {
        this.json = json;
    }

    ObjectNode write(SystemMode mode) {
        return json.object()
                .put("armed", mode.armed())
                .put("maintenance", mode.maintenanceUntil() != null)
                .put("maintenance_until", Json.at(mode.maintenanceUntil()))
                .put("hold", mode.holdUntil() != null)
                .put("hold_until", Json.at(mode.holdUntil()))
                .put("effective", mode.live() ? "live" : "dry_run");
    }
}
