package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealMosquitto;
import io.github.walnut.peers.RealPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker is told by the whole server. */
@RealPeer({RealMosquitto.PROGRAM, "mosquitto_sub", "mosquitto_pub", "mosquitto_passwd"})
class MqttRoadIT {

    private static final Duration SOON = TestLimits.WAIT;

    private static final String SHED =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
            """;

    @TempDir private Path folder;

    private static Map<String, String> at(RealMosquitto broker) {
        return Map.of(
                "WALNUT_MQTT_URL",
                broker.url(),
                "WALNUT_MQTT_USERNAME",
                RealMosquitto.USER,
                "WALNUT_MQTT_PASSWORD",
                RealMosquitto.PASSWORD);
    }

    @Test
    @Requirement("PM-3")
    void a_broker_that_goes_and_comes_back_is_measured() throws Exception {
        try (RealMosquitto broker = RealMosquitto.start();
                HomeServer walnut = new HomeServer(folder, at(broker))) {
            measures(walnut, "walnut_mqtt_connected 1.0\n");
            measures(walnut, "walnut_mqtt_published_total{result=\"failed\"} 0.0\n");
            broker.stop();
            walnut.power("OB DISCHRG");
            measures(walnut, "walnut_mqtt_connected 0.0\n");
            await().atMost(SOON)
                    .until(
                            () ->
                                    !walnut.getAs("metrics", "text/plain")
                                            .text()
                                            .contains(
                                                    "walnut_mqtt_published_total{result=\"failed\"} 0.0\n"));
            broker.restart();
            measures(walnut, "walnut_mqtt_connected 1.0\n");
        }
    }

    @Test
    @Requirement({"MQ-10", "MQ-16", "MQ-17"})
    void a_policy_and_its_run_are_told() throws Exception {
        try (RealMosquitto broker = RealMosquitto.start();
                HomeServer walnut = new HomeServer(folder, at(broker))) {
            RealMosquitto.Recorder recorder = broker.subscribe("walnut/#");
            walnut.virtualHost("lab", List.of("web-1"));
            await().atMost(SOON)
                    .until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
            String id = walnut.created(SHED).path("id").asText();
            String policy = "walnut/policy/" + id;
            last(recorder, policy, "/armed", "false");
            done(walnut.post("api/policies/" + id + "/dry-run", "{}"));
            done(
                    walnut.post(
                            "api/policies/" + id + "/arm",
                            "{\"reason\":\"it is tested\",\"confirm\":\"Shed the lab\",\"targets\":1}"));
            last(recorder, policy, "/armed", "true");
            last(recorder, policy, "/effective", "dry_run");
            done(
                    walnut.post(
                            "api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
            last(recorder, policy, "/effective", "live");

            done(
                    walnut.post(
                            "api/policies/" + id + "/run",
                            "{\"mode\":\"live\",\"reason\":\"it is tested\",\"ups_id\":\"rack1\"}"));
            last(recorder, policy, "/last_run/mode", "live");
            last(recorder, policy, "/last_run/result", "succeeded");
            List<JsonNode> states = of(recorder, policy);
            String run = states.get(states.size() - 1).at("/last_run/id").asText();
            last(recorder, "walnut/run/" + run, "/result", "succeeded");
            last(recorder, policy, "/running", "false");
            assertThat(of(recorder, policy + "/event"))
                    .extracting(event -> event.path("event_type").asText())
                    .contains("policy_armed", "run.created", "step.state", "run.closed");

            done(walnut.send("DELETE", "api/policies/" + id, "", HomeServer.JSON));
            await().atMost(SOON)
                    .until(() -> recorder.messages().stream().anyMatch((policy + " ")::equals));
        }
    }

    private static void last(
            RealMosquitto.Recorder recorder, String topic, String pointer, String value) {
        await(topic + pointer)
                .atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(of(recorder, topic))
                                        .last()
                                        .satisfies(
                                                state ->
                                                        assertThat(state.at(pointer).asText())
                                                                .isEqualTo(value)));
    }

    private static List<JsonNode> of(RealMosquitto.Recorder recorder, String topic)
            throws IOException {
        List<JsonNode> payloads = new ArrayList<>();
        for (String message : recorder.messages()) {
            if (message.startsWith(topic + " {")) {
                payloads.add(new ObjectMapper().readTree(message.substring(topic.length() + 1)));
            }
        }
        return payloads;
    }

    private static void measures(HomeServer walnut, String line) {
        await(line)
                .atMost(SOON)
                .until(() -> walnut.getAs("metrics", "text/plain").text().contains(line));
    }
}
