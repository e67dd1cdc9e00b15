package io.github.walnut.publish;

import java.nio.charset.StandardCharsets;

/** One message for the broker; the payload is JSON, or empty to take a retained topic away. */
public record MqttMessage(String topic, boolean retained, String payload) {

    /** The payload as it is sent. */
    public byte[] bytes() {
        return payload.getBytes(StandardCharsets.UTF_8);
    }
}
