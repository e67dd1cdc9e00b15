package io.github.walnut.app;

import io.github.walnut.config.ClearText;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.Setting;
import io.github.walnut.config.SettingFault;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.MqttPublications;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the route {@code mqtt-publish} reads; login and last will go past the routes, by the
 * component.
 */
final class MqttSettings {

    private static final Logger LOG = LoggerFactory.getLogger(MqttSettings.class);

    private final String url;
    private final String base;
    private final String username;
    private final char[] password;
    private final String instanceId;

    /**
     * @param password empty without one; wiped by {@link #apply}
     */
    MqttSettings(SettingsInForce settings, Optional<char[]> password, String instanceId) {
        boolean enabled = settings.flag(StoredSetting.MQTT_ENABLED) && keepsItsPassword(settings);
        this.url = enabled ? settings.text(StoredSetting.MQTT_URL) : null;
        this.base = settings.text(StoredSetting.MQTT_BASE_TOPIC);
        this.username = settings.text(StoredSetting.MQTT_USERNAME);
        this.password = password.orElse(null);
        this.instanceId = instanceId;
    }

    /** What was stored before this was a rule stays away; who gives it at the start is told. */
    private static boolean keepsItsPassword(SettingsInForce settings) {
        for (SettingFault fault : settings.faults(SettingGroup.MQTT)) {
            if (settings.locked(StoredSetting.MQTT_URL)) {
                throw new ConfigurationException(
                        List.of(Setting.MQTT_URL.variable() + ": " + fault.message()));
            }
            LOG.error("MQTT stays off: {}: {}", fault.pointer(), fault.message());
            return false;
        }
        String url = settings.text(StoredSetting.MQTT_URL);
        if (url != null
                && settings.text(StoredSetting.MQTT_USERNAME) != null
                && ClearText.leavesTheMachine(url)) {
            LOG.warn("Passwords of MQTT cross the network in clear text, to {}", url);
        }
        return true;
    }

    /** The base of every topic, or empty when there is no broker to speak to. */
    Optional<String> topics() {
        return url == null ? Optional.empty() : Optional.of(base);
    }

    void apply(CamelContext camel, Peers peers) {
        Properties properties = new Properties();
        properties.setProperty("walnut.mqtt.enabled", Boolean.toString(url != null));
        properties.setProperty("walnut.mqtt.url", url == null ? "tcp://localhost:1883" : url);
        properties.setProperty("walnut.mqtt.client", "walnut-" + instanceId.substring(0, 8));
        properties.setProperty("walnut.mqtt.state-topic", MqttPublications.bridgeState(base));
        camel.getPropertiesComponent().setOverrideProperties(properties);
        PahoMqtt5Configuration component =
                camel.getComponent("paho-mqtt5", PahoMqtt5Component.class).getConfiguration();
        component.setUserName(username);
        if (url != null) {
            component.setSocketFactory(peers.sockets(url));
        }
        component.setPassword(password == null ? null : new String(password));
        if (password != null) {
            Arrays.fill(password, '\0');
        }
        component.setWillPayload(MqttPublications.state(false));
        camel.getRegistry()
                .bind(
                        "mqttOnline",
                        new MqttMessage(
                                MqttPublications.bridgeState(base),
                                true,
                                MqttPublications.state(true)));
    }

    /** What is said at a clean stop. */
    AutoCloseable farewell(CamelContext camel) {
        String topic = MqttPublications.bridgeState(base);
        return url == null
                ? () -> {}
                : new MqttFarewell(
                        camel, new MqttMessage(topic, true, MqttPublications.state(false)));
    }
}
