package io.github.walnut.app;

import io.github.walnut.api.BrokerTopics;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.publish.MqttOutbox;
import io.github.walnut.publish.MqttPublications;
import io.github.walnut.ups.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** The broker as the settings of the start name it, and what is kept for it. */
final class MqttRoom implements AutoCloseable {

    final MqttOutbox outbox;
    final MqttWatch watch;
    private final MqttSettings settings;
    private final MqttTopics topics;
    private final MqttBridge bridge;
    private final Supplier<MqttSettings> present;
    private final Peers peers;

    /**
     * @param present how the settings stand whenever it is asked
     * @param inForce says when the bridge shall stay away
     * @param dropped is told how many messages were lost
     */
    MqttRoom(
            Supplier<MqttSettings> present,
            SettingsInForce inForce,
            MqttTopics topics,
            CamelContext camel,
            Peers peers,
            Clock clock,
            LongConsumer dropped) {
        this.settings = present.get();
        this.present = present;
        this.topics = topics;
        this.peers = peers;
        settings.apply(camel);
        outbox = new MqttOutbox(settings.base(), clock);
        watch = new MqttWatch(settings.topics().isPresent(), outbox, clock, dropped);
        BrokerLine line = settings.line(peers);
        bridge = new MqttBridge(line, outbox, topics, watch, camel.createProducerTemplate());
        Map.of(
                        "mqttOutbox",
                        outbox,
                        "mqttCourtesy",
                        new MqttCourtesy(),
                        "mqttClient",
                        line.client())
                .forEach(camel.getRegistry()::bind);
        inForce.onChange(
                SettingGroup.MQTT, () -> bridge.present(inForce.flag(StoredSetting.MQTT_ENABLED)));
    }

    /** The base of every topic, or empty without a broker. */
    Optional<String> topics() {
        return settings.topics();
    }

    /**
     * Has taken away what an earlier process told and nobody will tell again; before the routes
     * run.
     *
     * @param due the topics of everything that is told
     */
    void clean(Set<String> due) {
        if (settings.topics().isPresent()) {
            Set<String> all = new HashSet<>(due);
            all.add(MqttPublications.bridgeState(settings.base()));
            bridge.clean(all);
        }
    }

    /** Once the routes run. */
    void start() {
        if (settings.topics().isPresent()) {
            bridge.start();
        }
    }

    /** Takes every topic away, with the login that is in force. */
    BrokerTopics purge() {
        return () -> {
            MqttSettings login = present.get();
            return bridge.still(() -> new MqttPurge(login, peers, topics, outbox).run());
        };
    }

    @Override
    public void close() throws Exception {
        bridge.close();
    }
}
