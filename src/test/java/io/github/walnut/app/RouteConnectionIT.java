package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealMosquitto;
import io.github.walnut.peers.RealPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route of an operator publishes over a stored connection to a real broker. */
@RealPeer({RealMosquitto.PROGRAM, "mosquitto_sub", "mosquitto_pub", "mosquitto_passwd"})
class RouteConnectionIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @Test
    @Requirement({"SEC-63", "INT-37", "DRV-9.1"})
    void publishes_to_a_topic_that_a_variable_completes() throws Exception {
        try (RealMosquitto broker = RealMosquitto.start();
                HomeServer walnut = new HomeServer(folder, Map.of())) {
            RealMosquitto.Recorder recorder = broker.subscribe("walnut/mine/#");
            ObjectNode host = JSON.createObjectNode();
            host.put("id", "broker").put("type_id", "generic.mqtt").put("name", "Broker");
            host.putObject("config")
                    .put("url", broker.url())
                    .put("username", RealMosquitto.USER)
                    .putArray("topics_allowed")
                    .add("walnut/mine/#");
            host.putObject("secrets").put("password", RealMosquitto.PASSWORD);
            done(walnut.post("api/integrations", host.toString()));
            done(walnut.post("api/integrations/broker/test", ""));
            done(
                    walnut.post(
                            "api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
            String yaml =
                    """
                    - route:
                        id: user-publish
                        from:
                          uri: walnut:sample
                          steps:
                            - throttle: {constant: 1, timePeriodMillis: 2000}
                            - setBody: {simple: "${variable.state}"}
                            - to: {uri: "connection:broker", parameters: {topic: "walnut/mine/{ups}/state", qos: 1, retain: true}}
                    """;
            done(walnut.post("api/routes", JSON.createObjectNode().put("yaml", yaml).toString()));

            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(recorder.messages())
                                            .anyMatch(
                                                    line ->
                                                            line.matches(
                                                                    "walnut/mine/rack1@\\S+/state"
                                                                            + " on_mains")));
            JsonNode run = done(walnut.get("api/runs")).at("/items/0");
            assertThat(run.path("actor").asText()).isEqualTo("route user-publish");
        }
    }
}
