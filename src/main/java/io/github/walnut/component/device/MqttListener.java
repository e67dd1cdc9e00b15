package io.github.walnut.component.device;

import java.util.function.BiConsumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands arriving messages on; a lost connection is made anew by the next call. */
record MqttListener(BiConsumer<String, byte[]> heard) implements MqttCallback {

    private static final Logger LOG = LoggerFactory.getLogger(MqttListener.class);

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        heard.accept(topic, message.getPayload());
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        LOG.debug("the broker ended the connection with code {}", response.getReturnCode());
    }

    @Override
    public void mqttErrorOccurred(MqttException failure) {
        LOG.debug("the connection to the broker failed", failure);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        LOG.trace("message {} was delivered", token.getMessageId());
    }

    @Override
    public void connectComplete(boolean again, String address) {
        LOG.debug("connected to {}", address);
    }

    @Override
    public void authPacketArrived(int code, MqttProperties properties) {
        LOG.debug("the broker asked for a login step that is not used, code {}", code);
    }
}
