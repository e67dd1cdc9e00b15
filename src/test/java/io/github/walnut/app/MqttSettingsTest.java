package io.github.walnut.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.component.device.Egress;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.peers.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttSettingsTest {

    private static SettingsInForce inForce(Map<String, String> environment) {
        Configuration configuration =
                new ConfigurationReader(environment, new Properties(), warning -> {})
                        .read(Map.of());
        return new SettingsInForce(configuration, Map.of(), warning -> {});
    }

    private static MqttSettings read(Map<String, String> environment) {
        return new MqttSettings(
                inForce(environment),
                Optional.ofNullable(environment.get("WALNUT_MQTT_PASSWORD"))
                        .map(String::toCharArray),
                Optional.ofNullable(environment.get("WALNUT_MQTT_TLS_KEY"))
                        .map(String::toCharArray),
                "0123456789abcdef");
    }

    private static MqttConnectionOptions applied(Map<String, String> environment) {
        return read(environment).line(new Peers(Egress.withoutExceptions())).options();
    }

    @Test
    @Requirement({"MQ-3", "MQ-4"})
    void the_login_is_as_it_was_given_and_leaves_nothing_but_a_last_will() {
        MqttConnectionOptions options =
                applied(
                        Map.of(
                                "WALNUT_CONFIG_DIR", "/nonexistent",
                                "WALNUT_MQTT_URL", "tcp://127.0.0.1:1",
                                "WALNUT_MQTT_USERNAME", "walnut",
                                "WALNUT_MQTT_PASSWORD", "#p+%20&{{x}}"));

        assertThat(options.getUserName()).isEqualTo("walnut");
        assertThat(options.getPassword()).asString(UTF_8).isEqualTo("#p+%20&{{x}}");
        assertThat(options.getWillDestination()).isEqualTo("walnut/bridge/state");
        assertThat(options.getWillMessage().getPayload())
                .asString(UTF_8)
                .isEqualTo("{\"state\":\"offline\"}");
        assertThat(options.getWillMessage().isRetained()).isTrue();
        assertThat(options.getWillMessage().getQos()).isEqualTo(1);
        assertThat(options.isCleanStart()).isTrue();
        assertThat(options.getSessionExpiryInterval()).isZero();
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
        assertThat(read(environment).reachable()).isFalse();
        assertThatThrownBy(() -> StartSettings.check(inForce(environment)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("WALNUT_MQTT_URL")
                .hasMessageContaining("tls.insecure");
        Map<String, String> insecure = new HashMap<>(environment);
        insecure.put("WALNUT_MQTT_TLS_INSECURE", "true");
        assertThatCode(() -> StartSettings.check(inForce(insecure))).doesNotThrowAnyException();
        assertThat(read(insecure).reachable()).isTrue();
    }

    @Test
    @Requirement("OPS-3")
    void a_certificate_with_the_key_of_another_leaves_mqtt_off_and_the_rest_alone(
            @TempDir Path folder) throws Exception {
        TestCertificate own =
                TestCertificate.forLoopback(Files.createDirectory(folder.resolve("own")));
        TestCertificate other =
                TestCertificate.forLoopback(Files.createDirectory(folder.resolve("other")));
        Map<String, String> environment = new HashMap<>();
        environment.put("WALNUT_CONFIG_DIR", "/nonexistent");
        environment.put("WALNUT_MQTT_URL", "ssl://127.0.0.1:1");
        environment.put("WALNUT_MQTT_TLS_CERT", own.pem());
        environment.put("WALNUT_MQTT_TLS_KEY", own.keyPem().replace('\n', ' '));
        assertThat(read(environment).topics()).contains("walnut");

        environment.put("WALNUT_MQTT_TLS_KEY", other.keyPem());
        assertThat(read(environment).topics()).isEmpty();
        environment.remove("WALNUT_MQTT_TLS_KEY");
        assertThatThrownBy(() -> StartSettings.check(inForce(environment)))
                .hasMessageContaining("a certificate needs its key");
    }

    @Test
    void without_a_login_none_is_sent() {
        MqttConnectionOptions options =
                applied(
                        Map.of(
                                "WALNUT_CONFIG_DIR", "/nonexistent",
                                "WALNUT_MQTT_URL", "tcp://127.0.0.1:1"));

        assertThat(options.getUserName()).isNull();
        assertThat(options.getPassword()).isNull();
    }

    @Test
    void what_is_no_address_of_a_broker_leaves_the_rest_of_walnut_alone() {
        MqttSettings settings =
                read(
                        Map.of(
                                "WALNUT_CONFIG_DIR", "/nonexistent",
                                "WALNUT_MQTT_URL", "tcp://127.0.0.1:1/path"));

        assertThat(settings.topics()).isEmpty();
        assertThat(settings.reachable()).isFalse();
    }
}
