package io.github.walnut.app;

import io.github.walnut.publish.MqttMessage;
import java.time.Duration;

/**
 * How messages are sent.
 *
 * @param qos 0 to 2
 * @param retain false for a broker that keeps no messages: nothing is told to stay there
 */
record MqttSending(int qos, boolean retain) {

    private static final Duration AGAIN = Duration.ofSeconds(60);

    /** Whether all is to be told anew, so long after it was. */
    boolean again(Duration since) {
        return !retain && since.compareTo(AGAIN) >= 0;
    }

    /** The message as the library has it. */
    org.eclipse.paho.mqttv5.common.MqttMessage message(MqttMessage message) {
        org.eclipse.paho.mqttv5.common.MqttMessage made =
                new org.eclipse.paho.mqttv5.common.MqttMessage(message.bytes());
        made.setQos(qos);
        made.setRetained(message.retained() && retain);
        made.setProperties(new MqttCourtesy().of(message));
        return made;
    }

    /** It would only take away what no broker has. */
    boolean idle(MqttMessage message) {
        return !retain && message.retained() && message.payload().isEmpty();
    }

    /** As it is handed to the route. */
    MqttMessage sent(MqttMessage message) {
        return retain ? message : new MqttMessage(message.topic(), false, message.payload());
    }
}
