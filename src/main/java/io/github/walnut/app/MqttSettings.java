package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.MqttPublications;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;

/**
 * What the route {@code mqtt-publish} reads; login and last will go past the routes, by the
 * component.
 */
final class MqttSettings {

    private final Configuration configuration;
    private final String instanceId;

    MqttSettings(Configuration configuration, String instanceId) {
        this.configuration = configuration;
        this.instanceId = instanceId;
    }

    void apply(CamelContext camel) {
        String url = configuration.text(Setting.MQTT_URL);
        String base = configuration.text(Setting.MQTT_BASE_TOPIC);
        Properties properties = new Properties();
        properties.setProperty("walnut.mqtt.enabled", Boolean.toString(url != null));
        properties.setProperty("walnut.mqtt.url", url == null ? "tcp://localhost:1883" : url);
        properties.setProperty("walnut.mqtt.client", "walnut-" + instanceId.substring(0, 8));
        properties.setProperty("walnut.mqtt.state-topic", MqttPublications.bridgeState(base));
        camel.getPropertiesComponent().setOverrideProperties(properties);
        PahoMqtt5Configuration component =
                camel.getComponent("paho-mqtt5", PahoMqtt5Component.class).getConfiguration();
        component.setUserName(configuration.text(Setting.MQTT_USERNAME));
        component.setPassword(configuration.text(Setting.MQTT_PASSWORD));
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
        String topic = MqttPublications.bridgeState(configuration.text(Setting.MQTT_BASE_TOPIC));
        return configuration.text(Setting.MQTT_URL) == null
                ? () -> {}
                : new MqttFarewell(
                        camel, new MqttMessage(topic, true, MqttPublications.state(false)));
    }
}
