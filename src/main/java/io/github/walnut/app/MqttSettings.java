package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.MqttPublications;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;

/** What the route {@code mqtt-publish} reads; the password goes by a bean of the registry. */
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
        component(camel);
        camel.getRegistry()
                .bind(
                        "mqttOnline",
                        new MqttMessage(
                                MqttPublications.bridgeState(base),
                                true,
                                MqttPublications.state(true)));
    }

    /** Told to the component, for an address would show them, and takes no texts from beans. */
    private void component(CamelContext camel) {
        PahoMqtt5Component component = new PahoMqtt5Component();
        component.getConfiguration().setUserName(configuration.text(Setting.MQTT_USERNAME));
        component.getConfiguration().setPassword(configuration.text(Setting.MQTT_PASSWORD));
        component.getConfiguration().setWillPayload(MqttPublications.state(false));
        camel.addComponent("paho-mqtt5", component);
    }
}
