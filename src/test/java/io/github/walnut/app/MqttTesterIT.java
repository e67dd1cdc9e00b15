package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.peers.RealMosquitto;
import io.github.walnut.peers.RealPeer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test of a broker against a real one, before anything is saved. */
@RealPeer({RealMosquitto.PROGRAM, "mosquitto_sub", "mosquitto_pub", "mosquitto_passwd"})
class MqttTesterIT {

    @TempDir private Path folder;

    @Test
    @Requirement("API-70")
    void a_broker_tells_whether_login_and_topic_are_right() throws Exception {
        try (RealMosquitto broker = RealMosquitto.start();
                HomeServer walnut = new HomeServer(folder, Map.of())) {
            RealMosquitto.Recorder recorder = broker.subscribe("walnut/#");
            JsonNode good = tested(walnut, broker, RealMosquitto.PASSWORD, "walnut");
            assertThat(good.path("ok").asBoolean()).as(good.toString()).isTrue();
            assertThat(good.path("steps").findValuesAsText("name"))
                    .containsExactly("connect", "publish");
            org.awaitility.Awaitility.await()
                    .until(() -> recorder.messages().toString().contains("walnut/bridge/test"));

            JsonNode wrong = tested(walnut, broker, "canary-wrong-1", "walnut");
            assertThat(wrong.path("ok").asBoolean()).isFalse();
            assertThat(wrong.path("message").asText()).isEqualTo("connect failed");
            assertThat(wrong.toString()).doesNotContain("canary");

            JsonNode elsewhere = tested(walnut, broker, RealMosquitto.PASSWORD, "other");
            assertThat(elsewhere.path("message").asText()).isEqualTo("publish failed");
            JsonNode stored = done(walnut.get("api/settings/mqtt"));
            assertThat(stored.at("/values/url").isNull()).isTrue();
        }
    }

    private static JsonNode tested(
            HomeServer walnut, RealMosquitto broker, String password, String base) {
        return done(
                walnut.post(
                        "api/settings/mqtt/test",
                        "{\"url\":\"%s\",\"username\":\"%s\",\"password\":\"%s\",\"base_topic\":\"%s\"}"
                                .formatted(broker.url(), RealMosquitto.USER, password, base)));
    }
}
