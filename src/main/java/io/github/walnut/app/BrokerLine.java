package io.github.walnut.app;

import io.github.walnut.publish.MqttMessage;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** The bridge's connection: its client, its login with the last will, and why it was lost. */
final class BrokerLine {

    private final BrokerClient client;
    private final MqttConnectionOptions options;
    private final MqttSending sending;
    private final MqttMessage online;
    private final MqttMessage offline;
    private volatile int lost;

    BrokerLine(
            BrokerClient client,
            MqttConnectionOptions options,
            MqttSending sending,
            MqttMessage online,
            MqttMessage offline) {
        this.client = client;
        this.options = options;
        this.sending = sending;
        this.online = online;
        this.offline = offline;
        client.setCallback(new Losses());
    }

    BrokerClient client() {
        return client;
    }

    MqttConnectionOptions options() {
        return options;
    }

    MqttSending sending() {
        return sending;
    }

    MqttMessage online() {
        return online;
    }

    void connect() throws MqttException {
        lost = 0;
        client.connect(options);
    }

    /** The broker's reason for the last loss; 0 when it gave none. */
    int lost() {
        return lost;
    }

    void sayOffline() throws MqttException {
        client.publish(offline.topic(), sending.message(offline));
    }

    /** Nothing is subscribed to, so only losses are heard of. */
    private final class Losses implements MqttCallback {
        @Override
        public void disconnected(MqttDisconnectResponse response) {
            lost = response.getReturnCode();
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // whoever waits for the answer is told
        }

        @Override
        public void messageArrived(
                String topic, org.eclipse.paho.mqttv5.common.MqttMessage message) {
            // nothing is subscribed to
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // whoever waits for it is told
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // whoever connects is told
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // no extended login is asked for
        }
    }
}
