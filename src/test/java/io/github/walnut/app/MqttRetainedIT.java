package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealMosquitto;
import io.github.walnut.peers.RealPeer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker keeps of the whole server, and that all of it goes again. */
@RealPeer({RealMosquitto.PROGRAM, "mosquitto_sub", "mosquitto_pub", "mosquitto_passwd"})
class MqttRetainedIT {

    private static final Duration SOON = TestLimits.WAIT;

    private static final String WATCH =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
            """;

    @TempDir private Path folder;

    private static HomeServer.Answer mqtt(HomeServer walnut, String values) {
        return walnut.send("PATCH", "api/settings/mqtt", values, JSON);
    }

    @Test
    @Requirement({"MQ-22", "MQ-3", "HAT-2"})
    void what_is_gone_or_moved_leaves_the_broker_and_a_purge_leaves_nothing() throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("WALNUT_MQTT_USERNAME", RealMosquitto.USER);
        environment.put("WALNUT_MQTT_PASSWORD", RealMosquitto.PASSWORD);
        try (RealMosquitto broker = RealMosquitto.start()) {
            environment.put("WALNUT_MQTT_URL", broker.url());
            try (HomeServer walnut = new HomeServer(folder, environment)) {
                walnut.virtualHost("lab", List.of("web-1"));
                await().atMost(SOON)
                        .until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
                String policy = walnut.created(WATCH).path("id").asText();
                String ups =
                        walnut.get("api/ups")
                                .json()
                                .at("/items/0/id")
                                .asText()
                                .replaceAll("[^a-z0-9_-]", "_");
                await().atMost(SOON)
                        .untilAsserted(
                                () ->
                                        assertThat(broker.retained())
                                                .containsOnlyKeys(
                                                        "walnut/bridge/state",
                                                        "walnut/policy/" + policy,
                                                        "walnut/ups/" + ups,
                                                        "walnut/ups/" + ups + "/availability"));

                walnut.restart(Map.of("WALNUT_MQTT_BASE_TOPIC", "walnut/home"));
                await().atMost(SOON)
                        .untilAsserted(
                                () ->
                                        assertThat(broker.retained())
                                                .containsOnlyKeys(
                                                        "walnut/home/bridge/state",
                                                        "walnut/home/policy/" + policy,
                                                        "walnut/home/ups/" + ups,
                                                        "walnut/home/ups/"
                                                                + ups
                                                                + "/availability"));

                String server = walnut.get("api/nut/servers").json().at("/items/0/id").asText();
                done(walnut.send("DELETE", "api/policies/" + policy, "", JSON));
                done(walnut.send("DELETE", "api/nut/servers/" + server, "", JSON));
                await().atMost(SOON)
                        .untilAsserted(
                                () ->
                                        assertThat(broker.retained())
                                                .containsOnlyKeys("walnut/home/bridge/state"));

                assertThat(mqtt(walnut, "{\"purge\":false}").status()).isEqualTo(400);
                done(mqtt(walnut, "{\"enabled\":false}"));
                await().atMost(SOON)
                        .untilAsserted(
                                () ->
                                        assertThat(broker.retained())
                                                .containsOnly(
                                                        Map.entry(
                                                                "walnut/home/bridge/state",
                                                                "{\"state\":\"offline\"}")));
                done(mqtt(walnut, "{\"enabled\":true}"));
                await().atMost(SOON)
                        .untilAsserted(
                                () ->
                                        assertThat(broker.retained())
                                                .containsValue("{\"state\":\"online\"}"));

                done(mqtt(walnut, "{\"enabled\":false,\"purge\":true}"));
                assertThat(broker.retained()).isEmpty();
                PrintWriter out = new PrintWriter(new StringWriter());
                assertThat(walnut.cli(out, out, List.of("settings", "set", "mqtt.purge", "true")))
                        .isZero();
                assertThat(broker.retained()).isEmpty();
                assertThat(walnut.audit())
                        .anyMatch(line -> String.valueOf(line.diff()).contains("purge"));
                broker.stop();
                HomeServer.Answer failed = mqtt(walnut, "{\"purge\":true}");
                assertThat(failed.status()).isEqualTo(502);
                assertThat(failed.json().path("code").asText()).isEqualTo("target_failed");
            }
        }
    }
}
