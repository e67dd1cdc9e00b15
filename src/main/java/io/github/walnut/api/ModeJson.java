package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;

/** Writes whether the program acts for real; maintenance and hold do not exist yet and are off. */
final class ModeJson {

    private final Json json;

    ModeJson(Json json) {
        this.json = json;
    }

    ObjectNode write(Arming.State state) {
        return json.object()
                .put("armed", state.armed())
                .put("maintenance", false)
                .putNull("maintenance_until")
                .put("hold", false)
                .putNull("hold_until")
                .put("effective", state.armed() ? "live" : "dry_run");
    }
}
