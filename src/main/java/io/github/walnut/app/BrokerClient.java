package io.github.walnut.app;

import java.time.Duration;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** A client that also tells when the broker acknowledges a message by refusing it. */
final class BrokerClient extends MqttClient {

    private static final int FAILURE = 0x80;

    /** The broker got the message and does not take it; the reason code says why. */
    static final class Refusal extends MqttException {
        private static final long serialVersionUID = 1;

        Refusal(int reasonCode) {
            super(reasonCode);
        }
    }

    /**
     * @param patience how long a connection or an acknowledgement is waited for
     */
    BrokerClient(String url, String clientId, Duration patience) throws MqttException {
        super(url, clientId, new MemoryPersistence());
        setTimeToWait(patience.toMillis());
    }

    /** Returns when the broker has acknowledged the message. */
    @Override
    public void publish(String topic, MqttMessage message) throws MqttException {
        IMqttToken sent = aClient.publish(topic, message, null, null);
        sent.waitForCompletion(getTimeToWait());
        int[] reasons = sent.getReasonCodes();
        int worst = reasons == null ? 0 : Arrays.stream(reasons).max().orElse(0);
        if (worst >= FAILURE) {
            throw new Refusal(worst);
        }
    }

    /** What went wrong, in the words of its cause. */
    static String why(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Ends the connection now, whatever state it is in. */
    void drop() throws MqttException {
        disconnectForcibly(0, 500, false);
    }
}
