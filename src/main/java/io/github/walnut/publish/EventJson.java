package io.github.walnut.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.ups.Event;

/** The one JSON form of an event, in answers, on sockets and on MQTT. */
public final class EventJson {

    private final Json json;

    public EventJson(Json json) {
        this.json = json;
    }

    public ObjectNode write(Event event) {
        ObjectNode node = json.object();
        node.put("id", event.id().toString());
        node.put("type", event.type().word());
        node.put("kind", event.kind());
        node.put("name", event.name());
        node.put("severity", event.severity().word());
        node.putObject("subject")
                .put("kind", event.subject().kind())
                .put("id", event.subject().id());
        node.set("attrs", json.tree(event.attrs()));
        node.put("ts", Json.at(event.ts()));
        node.put("correlation_id", Json.id(event.correlationId()));
        node.put("outage_id", Json.id(event.outageId()));
        node.put("synthetic", event.synthetic());
        node.put("message", event.message());
        return node;
    }
}
