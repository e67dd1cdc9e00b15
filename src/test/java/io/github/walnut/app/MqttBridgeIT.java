package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.component.device.Egress;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.peers.RealMosquitto;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.MqttOutbox;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.MqttTopicRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge with the routes that are installed, and a real broker that comes and goes. */
@RealPeer({RealMosquitto.PROGRAM, "mosquitto_sub", "mosquitto_pub", "mosquitto_passwd"})
class MqttBridgeIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String ONLINE = "{\"state\":\"online\"}";

    @TempDir private Path folder;

    private final List<Long> lost = new CopyOnWriteArrayList<>();
    private RealMosquitto broker;
    private Database database;
    private DefaultCamelContext camel;
    private MqttRoom room;

    @BeforeEach
    void startBroker() throws Exception {
        broker = RealMosquitto.start();
        database =
                Database.open(
                        DatabaseConfig.server(
                                        folder.resolve("walnut.db"),
                                        "canary-a-key-of-enough-length".toCharArray(),
                                        "test:1")
                                .withKdfIterations(DatabaseConfig.LEAST_KDF_ITERATIONS),
                        new SystemClock());
    }

    private void startBridge(String base, String password) throws Exception {
        SettingsInForce settings = settings(base, password);
        camel = new DefaultCamelContext();
        room =
                new MqttRoom(
                        () ->
                                new MqttSettings(
                                        settings,
                                        Optional.of(password.toCharArray()),
                                        Optional.empty(),
                                        "0123456789abcdef"),
                        settings,
                        new MqttTopics(new MqttTopicRepository(database)),
                        camel,
                        new Peers(Egress.withoutExceptions()),
                        new SystemClock(),
                        lost::add);
        new MqttRuns(
                        room.topics(),
                        id -> Optional.empty(),
                        id -> Optional.empty(),
                        id -> Optional.empty(),
                        new SystemClock())
                .beans()
                .forEach(camel.getRegistry()::bind);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(
                        ResourceHelper.resolveMandatoryResource(
                                camel, "file:routes/mqtt.camel.yaml"));
        camel.start();
    }

    private SettingsInForce settings(String base, String password) {
        Map<String, String> environment = new HashMap<>();
        environment.put("WALNUT_CONFIG_DIR", folder.toString());
        environment.put("WALNUT_MQTT_URL", broker.url());
        environment.put("WALNUT_MQTT_USERNAME", RealMosquitto.USER);
        environment.put("WALNUT_MQTT_PASSWORD", password);
        environment.put("WALNUT_MQTT_BASE_TOPIC", base);
        Configuration configuration =
                new ConfigurationReader(environment, new Properties(), warning -> {})
                        .read(Map.of());
        return new SettingsInForce(configuration, Map.of(), warning -> {});
    }

    private void stopBridge() throws Exception {
        room.close();
        camel.stop();
    }

    @AfterEach
    void stop() throws Exception {
        stopBridge();
        database.close();
        broker.close();
    }

    private static MqttMessage state(int ups, String payload) {
        return new MqttMessage("walnut/ups/rack" + ups, true, payload);
    }

    private void connected() {
        await().atMost(SOON).until(() -> room.watch.get().get(0).status().equals("ok"));
        await().atMost(SOON).until(() -> room.outbox.waiting() == 0);
    }

    @Test
    @Requirement({"MQ-3", "MQ-5", "MQ-8", "HAT-2"})
    void a_broker_that_lost_all_gets_every_state_as_it_is_and_a_thousand_events() throws Exception {
        startBridge("walnut", RealMosquitto.PASSWORD);
        room.start();
        IntStream.range(0, 100).forEach(i -> room.outbox.add(state(i, "{\"v\":0}")));
        connected();
        assertThat(broker.retained()).hasSize(101).containsEntry("walnut/bridge/state", ONLINE);

        broker.stop();
        for (int i = 0; i < MqttOutbox.MOST_EVENTS + 3; i++) {
            room.outbox.add(
                    new MqttMessage("walnut/bridge/event", false, "{\"n\":%d}".formatted(i)));
            room.outbox.add(state(i % 50, "{\"v\":%d}".formatted(i)));
        }
        await().atMost(SOON).until(() -> room.watch.get().get(0).details().get("waiting") != null);
        broker.restart();
        RealMosquitto.Recorder recorder = broker.subscribe("walnut/#", "%t %p %C %E");
        await().atMost(SOON).until(() -> !recorder.messages().isEmpty());
        await().atMost(SOON).until(() -> room.outbox.waiting() == 0);
        Map<String, String> kept = broker.retained();
        assertThat(kept)
                .hasSize(101)
                .containsEntry("walnut/bridge/state", ONLINE)
                .containsEntry("walnut/ups/rack99", "{\"v\":0}")
                .containsEntry("walnut/ups/rack2", "{\"v\":1002}");
        List<String> told =
                recorder.messages().stream()
                        .filter(line -> line.startsWith("walnut/bridge/event "))
                        .toList();
        assertThat(told)
                .hasSize(MqttOutbox.MOST_EVENTS)
                .first()
                .asString()
                .startsWith("walnut/bridge/event {\"n\":3} application/json ");
        assertThat(told.get(999)).startsWith("walnut/bridge/event {\"n\":1002} ");
        assertThat(told).allMatch(line -> line.matches(".* (300|29\\d)"));
        assertThat(recorder.messages()) // at least once, and none that was overtaken
                .filteredOn(line -> line.startsWith("walnut/ups/rack2 "))
                .containsOnly("walnut/ups/rack2 {\"v\":1002} application/json ");
        await().atMost(SOON)
                .untilAsserted(
                        () -> {
                            room.watch.get();
                            assertThat(lost).containsExactly(3L);
                        });
    }

    @Test
    @Requirement("MQ-22")
    void what_is_no_longer_due_goes_at_the_start_and_nothing_stays_after_a_removal()
            throws Exception {
        startBridge("walnut", RealMosquitto.PASSWORD);
        room.start();
        room.outbox.addAll(List.of(state(1, "{}"), state(2, "{}")));
        connected();
        stopBridge();
        assertThat(broker.retained())
                .containsOnlyKeys("walnut/bridge/state", "walnut/ups/rack1", "walnut/ups/rack2")
                .containsEntry("walnut/bridge/state", "{\"state\":\"offline\"}");

        startBridge("walnut/home", RealMosquitto.PASSWORD);
        room.clean(Set.of("walnut/home/ups/rack1"));
        room.start();
        connected();
        assertThat(broker.retained()).containsOnlyKeys("walnut/home/bridge/state");

        room.outbox.add(new MqttMessage("walnut/home/ups/rack1", true, "{}"));
        connected();
        assertThat(room.purge().purge()).isEqualTo(2);
        assertThat(broker.retained()).isEmpty();
        assertThat(new MqttTopicRepository(database).all())
                .containsExactly("walnut/home/bridge/state");
        room.outbox.add(new MqttMessage("walnut/home/ups/rack1", true, "{}"));
        connected();
        assertThat(broker.retained()).containsOnlyKeys("walnut/home/ups/rack1");
    }

    @Test
    @Requirement({"MQ-5", "MQ-7"})
    void what_the_broker_refuses_is_named_and_keeps_nothing_else_back() throws Exception {
        startBridge("walnut", RealMosquitto.PASSWORD);
        room.start();
        room.outbox.add(new MqttMessage("elsewhere/ups/rack1", true, "{}"));
        room.outbox.add(state(1, "{}"));
        await().atMost(SOON)
                .until(
                        () ->
                                room.watch.get().get(0).status().equals("degraded")
                                        && String.valueOf(room.watch.get().get(0).message())
                                                .contains("elsewhere/ups/rack1"));
        await().atMost(SOON).until(() -> broker.retained().containsKey("walnut/ups/rack1"));
        stopBridge();

        startBridge("walnut", "canary-not-the-password");
        room.start();
        await().atMost(SOON).until(() -> room.watch.get().get(0).status().equals("error"));
        assertThat(room.watch.get().get(0).message()).contains("refuses the login");
    }
}
