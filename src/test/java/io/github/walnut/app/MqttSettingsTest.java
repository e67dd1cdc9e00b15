package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.component.device.Egress;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.SettingsInForce;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class MqttSettingsTest {

    private static PahoMqtt5Configuration applied(Map<String, String> environment)
            throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Configuration configuration =
                    new ConfigurationReader(environment, new Properties(), warning -> {})
                            .read(Map.of());
            new MqttSettings(
                            new SettingsInForce(configuration, Map.of(), warning -> {}),
                            Optional.ofNullable(environment.get("WALNUT_MQTT_PASSWORD"))
                                    .map(String::toCharArray),
                            "0123456789abcdef")
                    .apply(camel, new Peers(Egress.withoutExceptions()));
            return camel.getComponent("paho-mqtt5", PahoMqtt5Component.class).getConfiguration();
        }
    }

    @Test
    void user_password_and_last_will_reach_the_component_as_they_are() throws Exception {
        PahoMqtt5Configuration configuration =
                applied(
                        Map.of(
                                "WALNUT_CONFIG_DIR", "/nonexistent",
                                "WALNUT_MQTT_URL", "tcp://127.0.0.1:1",
                                "WALNUT_MQTT_USERNAME", "walnut",
                                "WALNUT_MQTT_PASSWORD", "#p+%20&{{x}}"));

        assertThat(configuration.getUserName()).isEqualTo("walnut");
        assertThat(configuration.getPassword()).isEqualTo("#p+%20&{{x}}");
        assertThat(configuration.getWillPayload()).isEqualTo("{\"state\":\"offline\"}");
    }

    @Test
    @Requirement("SEC-55")
    void a_start_that_would_send_the_password_in_clear_text_is_refused() {
        Map<String, String> environment =
                Map.of(
                        "WALNUT_CONFIG_DIR", "/nonexistent",
                        "WALNUT_MQTT_URL", "tcp://broker:1883",
                        "WALNUT_MQTT_USERNAME", "walnut",
                        "WALNUT_MQTT_PASSWORD", "canary-of-the-broker");
        assertThatThrownBy(() -> applied(environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("WALNUT_MQTT_URL")
                .hasMessageContaining("tls.insecure");
        Map<String, String> insecure = new HashMap<>(environment);
        insecure.put("WALNUT_MQTT_TLS_INSECURE", "true");
        assertThatCode(() -> applied(insecure)).doesNotThrowAnyException();
    }

    @Test
    void without_a_login_none_is_sent() throws Exception {
        PahoMqtt5Configuration configuration = applied(Map.of("WALNUT_CONFIG_DIR", "/nonexistent"));

        assertThat(configuration.getUserName()).isNull();
        assertThat(configuration.getPassword()).isNull();
    }
}
