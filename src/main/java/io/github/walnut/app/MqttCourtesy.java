package io.github.walnut.app;

import io.github.walnut.publish.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** What MQTT 5 lets a message say of itself; no meaning lies in it. */
public final class MqttCourtesy {

    private static final long EVENT_SECONDS = 300;

    MqttCourtesy() {}

    public MqttProperties of(MqttMessage message) {
        MqttProperties properties = new MqttProperties();
        if (!message.payload().isEmpty()) {
            properties.setContentType("application/json");
        }
        if (!message.retained()) {
            properties.setMessageExpiryInterval(EVENT_SECONDS);
        }
        return properties;
    }
}
