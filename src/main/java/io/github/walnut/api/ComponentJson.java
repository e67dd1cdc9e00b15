package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;

/** The one JSON form of how a part of the program fares. */
final class ComponentJson {

    private final Json json;

    ComponentJson(Json json) {
        this.json = json;
    }

    ObjectNode write(SystemReads.Component component) {
        ObjectNode node = json.object();
        node.put("name", component.name());
        node.put("status", component.status());
        node.put("message", component.message());
        node.put("since", Json.at(component.since()));
        node.set("details", json.tree(component.details()));
        return node;
    }
}
