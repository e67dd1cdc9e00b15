package io.github.walnut.app;

import io.github.walnut.config.ClearText;
import io.github.walnut.config.SettingFault;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.MqttPublications;
import io.github.walnut.security.ClientCertificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which broker is spoken to and how, as the settings stand when this is made. */
final class MqttSettings {

    /** How long an acknowledgement is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(MqttSettings.class);
    private static final String NOWHERE = "tcp://localhost:1883";

    private final boolean enabled;
    private final String url;
    private final String base;
    private final String username;
    private final byte[] password;
    private final String clientId;
    private final String authorities;
    private final ClientCertificate own;
    private final MqttSending sending;

    /**
     * @param password empty without one; wiped by this
     * @param key of the certificate, empty without one; wiped by this
     */
    MqttSettings(
            SettingsInForce settings,
            Optional<char[]> password,
            Optional<char[]> key,
            String instanceId) {
        String broker = settings.text(StoredSetting.MQTT_URL);
        this.authorities = settings.text(StoredSetting.MQTT_TLS_CA);
        ClientCertificate shown = null;
        boolean usable = true;
        try {
            shown = BrokerLogin.own(settings.text(StoredSetting.MQTT_TLS_CERT), key);
        } catch (IllegalArgumentException e) {
            LOG.error("MQTT stays off: tls.key: {}", e.getMessage());
            usable = false;
        }
        this.own = shown;
        this.url = keepsItsPassword(settings) && isAddress(broker) && usable ? broker : null;
        this.enabled = url != null && settings.flag(StoredSetting.MQTT_ENABLED);
        this.base = settings.text(StoredSetting.MQTT_BASE_TOPIC);
        this.username = settings.text(StoredSetting.MQTT_USERNAME);
        this.password = BrokerLogin.utf8(password.orElse(null));
        String id = settings.text(StoredSetting.MQTT_CLIENT_ID);
        this.clientId = id == null ? "walnut-" + instanceId.substring(0, 8) : id;
        this.sending =
                new MqttSending(
                        settings.number(StoredSetting.MQTT_QOS),
                        settings.flag(StoredSetting.MQTT_RETAIN));
    }

    private static boolean isAddress(String url) {
        try {
            new BrokerClient(url == null ? NOWHERE : url, "walnut", PATIENCE);
            return true;
        } catch (MqttException | IllegalArgumentException e) {
            LOG.error("MQTT stays off: {} is no address of a broker: {}", url, e.getMessage());
            return false;
        }
    }

    /** What was stored before this was a rule stays away; given outside, it stops the start. */
    private static boolean keepsItsPassword(SettingsInForce settings) {
        if (!settings.flag(StoredSetting.MQTT_ENABLED)) {
            return settings.faults(SettingGroup.MQTT).isEmpty();
        }
        for (SettingFault fault : settings.faults(SettingGroup.MQTT)) {
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
        return enabled ? Optional.of(base) : Optional.empty();
    }

    /** The base of every topic, whether it is told or not. */
    String base() {
        return base;
    }

    /** The bridge's connection; a last will is left with each. */
    BrokerLine line(Peers peers) {
        MqttConnectionOptions options = options(peers);
        MqttMessage offline = state(false);
        options.setWill(offline.topic(), sending.message(offline));
        return new BrokerLine(client(clientId), options, sending, state(true), offline);
    }

    /** Whether there is a broker, be it in use or not. */
    boolean reachable() {
        return url != null;
    }

    /** A client beside the bridge's; the caller closes it. */
    BrokerClient visitor(Peers peers) throws MqttException {
        BrokerClient visitor = client(clientId + "-purge");
        visitor.connect(options(peers));
        return visitor;
    }

    /** How messages are sent. */
    MqttSending sending() {
        return sending;
    }

    private BrokerClient client(String id) {
        try {
            return new BrokerClient(url == null ? NOWHERE : url, id, PATIENCE);
        } catch (MqttException e) {
            throw new IllegalStateException("no client for " + url, e);
        }
    }

    private MqttConnectionOptions options(Peers peers) {
        return BrokerLogin.options(
                url == null ? NOWHERE : url,
                username,
                password,
                authorities,
                own,
                peers,
                (int) PATIENCE.toSeconds());
    }

    private MqttMessage state(boolean online) {
        return new MqttMessage(
                MqttPublications.bridgeState(base), true, MqttPublications.state(online));
    }

    /** Routes that tell the broker start only when there is one. */
    void apply(CamelContext camel) {
        Properties properties = new Properties();
        properties.setProperty("walnut.mqtt.enabled", Boolean.toString(enabled));
        properties.setProperty("walnut.mqtt.qos", Integer.toString(sending.qos()));
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.getRegistry().bind("mqttOnline", state(true));
    }
}
