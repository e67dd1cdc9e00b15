package io.github.walnut.app;

import io.github.walnut.api.ProviderTest;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce.Value;
import io.github.walnut.config.StoredSetting;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the broker: logs in beside the connection that is in use, and publishes one message that is
 * not retained.
 */
final class MqttTester implements ProviderTest {

    private static final Logger LOG = LoggerFactory.getLogger(MqttTester.class);
    private static final int SECONDS = 5;
    private static final int FAILURE = 0x80;

    private final SettingsDesk desk;
    private final Peers peers;

    MqttTester(SettingsDesk desk, Peers peers) {
        this.desk = desk;
        this.peers = peers;
    }

    @Override
    public List<Step> test(Map<String, Object> given) {
        Map<StoredSetting, Value> values = desk.tried(SettingGroup.MQTT, given);
        String url = (String) values.get(StoredSetting.MQTT_URL).value();
        if (url == null) {
            return List.of(new Step("settings", false, "url is needed"));
        }
        String topic = values.get(StoredSetting.MQTT_BASE_TOPIC).value() + "/bridge/test";
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setConnectionTimeout(SECONDS);
        options.setAutomaticReconnect(false);
        options.setSocketFactory(peers.sockets(url));
        options.setCleanStart(true);
        options.setUserName((String) values.get(StoredSetting.MQTT_USERNAME).value());
        byte[] password = password(given);
        options.setPassword(password);
        try {
            return talk(url, topic, options);
        } finally {
            if (password != null) {
                Arrays.fill(password, (byte) 0);
            }
        }
    }

    /** The one that is tried, else the one in force; null without any. */
    private byte[] password(Map<String, Object> given) {
        char[] word =
                given.containsKey(StoredSetting.MQTT_PASSWORD.key())
                        ? given.get(StoredSetting.MQTT_PASSWORD.key()) instanceof String text
                                ? text.toCharArray()
                                : null
                        : desk.secret(StoredSetting.MQTT_PASSWORD).orElse(null);
        if (word == null) {
            return null;
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(word));
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.remaining());
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(word, '\0');
        return bytes;
    }

    private static List<Step> talk(String url, String topic, MqttConnectionOptions options) {
        List<Step> steps = new ArrayList<>();
        MqttAsyncClient client = null;
        String step = "connect";
        try {
            String id = "walnut-test-" + UUID.randomUUID().toString().substring(0, 8);
            client = new MqttAsyncClient(url, id, new MemoryPersistence());
            client.connect(options).waitForCompletion(SECONDS * 1000L);
            steps.add(new Step(step, true, "the broker takes the login"));
            step = "publish";
            IMqttToken sent = client.publish(topic, new MqttMessage(new byte[0], 1, false, null));
            sent.waitForCompletion(SECONDS * 1000L);
            int[] reasons = sent.getReasonCodes();
            boolean taken = reasons == null || Arrays.stream(reasons).allMatch(r -> r < FAILURE);
            steps.add(
                    new Step(
                            step,
                            taken,
                            taken
                                    ? "messages on " + topic + " are taken"
                                    : "the broker does not take messages on " + topic));
        } catch (MqttException | IllegalArgumentException e) {
            steps.add(new Step(step, false, why(e)));
        } finally {
            close(client);
        }
        return steps;
    }

    private static String why(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static void close(MqttAsyncClient client) {
        if (client == null) {
            return;
        }
        try {
            client.disconnectForcibly(0, 500, false);
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("the connection of the test did not end in order", e);
        }
    }
}
