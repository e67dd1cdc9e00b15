package io.github.walnut.app;

import io.github.walnut.api.ProviderTest;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce.Value;
import io.github.walnut.config.StoredSetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
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
        byte[] password = BrokerLogin.utf8(secret(StoredSetting.MQTT_PASSWORD, given).orElse(null));
        try {
            MqttConnectionOptions options =
                    BrokerLogin.options(
                            url,
                            (String) values.get(StoredSetting.MQTT_USERNAME).value(),
                            password,
                            (String) values.get(StoredSetting.MQTT_TLS_CA).value(),
                            BrokerLogin.own(
                                    (String) values.get(StoredSetting.MQTT_TLS_CERT).value(),
                                    secret(StoredSetting.MQTT_TLS_KEY, given)),
                            peers,
                            SECONDS);
            int qos = (int) values.get(StoredSetting.MQTT_QOS).value();
            return talk(url, topic, options, qos);
        } catch (IllegalArgumentException e) {
            return List.of(new Step("settings", false, "tls.key: " + e.getMessage()));
        } finally {
            if (password != null) {
                Arrays.fill(password, (byte) 0);
            }
        }
    }

    /** The one that is tried, else the one in force. */
    private Optional<char[]> secret(StoredSetting setting, Map<String, Object> given) {
        if (!given.containsKey(setting.key())) {
            return desk.secret(setting);
        }
        return given.get(setting.key()) instanceof String text
                ? Optional.of(text.toCharArray())
                : Optional.empty();
    }

    private static List<Step> talk(
            String url, String topic, MqttConnectionOptions options, int qos) {
        List<Step> steps = new ArrayList<>();
        BrokerClient client = null;
        String step = "connect";
        try {
            String id = "walnut-test-" + UUID.randomUUID().toString().substring(0, 8);
            client = new BrokerClient(url, id, Duration.ofSeconds(SECONDS));
            client.connect(options);
            steps.add(new Step(step, true, "the broker takes the login"));
            step = "publish";
            client.publish(topic, new MqttMessage(new byte[0], qos, false, null));
            steps.add(new Step(step, true, "messages on " + topic + " are taken"));
        } catch (BrokerClient.Refusal refusal) {
            steps.add(new Step(step, false, "the broker does not take messages on " + topic));
        } catch (MqttException | IllegalArgumentException e) {
            steps.add(new Step(step, false, BrokerClient.why(e)));
        } finally {
            close(client);
        }
        return steps;
    }

    private static void close(BrokerClient client) {
        if (client == null) {
            return;
        }
        try {
            if (client.isConnected()) {
                client.disconnect(); // waits for what the library still has to do
            } else {
                client.drop();
            }
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("the connection of the test did not end in order", e);
        }
    }
}
