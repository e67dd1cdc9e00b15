package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * @param message null when it only listens
 * @param expectation null when no answer is awaited
 */
record MqttRequest(
        MqttMessageText message,
        MqttExpectation expectation,
        DeviceSettings settings,
        MqttClients clients)
        implements DeviceRequest {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Override
    public boolean writes() {
        return message != null;
    }

    @Override
    public Object preview() {
        Map<String, Object> preview = new LinkedHashMap<>();
        preview.put("topic", message.topic());
        preview.put("payload", message.payload());
        preview.put("qos", message.qos());
        preview.put("retain", message.retain());
        return preview;
    }

    @Override
    public JsonNode send(DeviceCall call) throws DeviceException {
        MqttHost host = clients.of(settings, call);
        try {
            return send(host, call);
        } finally {
            clients.release(host);
        }
    }

    private JsonNode send(MqttHost host, DeviceCall call) throws DeviceException {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        if (expectation == null) {
            return reply.put("reason_code", host.publish(message, call.left(LONGEST)));
        }
        host.listen(expectation, call.left(LONGEST));
        try {
            if (message != null) {
                reply.put("reason_code", host.publish(message, call.left(LONGEST)));
            }
            String heard = host.await(expectation, call.left(expectation.within()));
            return heard == null ? reply : reply.put("reply", heard);
        } finally {
            host.ignore(expectation);
        }
    }
}
