package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

record VirtualRead(VirtualHost host) implements DeviceRequest {

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public Object preview() {
        return "read";
    }

    @Override
    public JsonNode send(DeviceCall call) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode targets = reply.putArray("targets");
        host.read(
                (target, status) -> {
                    int colon = target.indexOf(':');
                    ObjectNode item = targets.addObject();
                    item.put("id", target)
                            .put("type", target.substring(0, colon))
                            .put("external_id", target.substring(colon + 1))
                            .put("name", host.name(target))
                            .put("status", status);
                });
        return reply;
    }
}
