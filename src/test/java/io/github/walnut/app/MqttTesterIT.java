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
import io.github.walnut.peers.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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

    @Test
    @Requirement({"API-70", "OPS-3"})
    void a_broker_with_a_certificate_of_an_own_authority_is_believed_by_it_alone()
            throws Exception {
        TestCertificate certificate = TestCertificate.forLoopback(folder);
        try (RealMosquitto broker = RealMosquitto.withTls(certificate);
                HomeServer walnut = new HomeServer(folder.resolve("home"), Map.of())) {
            JsonNode unknown = tested(walnut, broker, null);
            assertThat(unknown.path("message").asText()).isEqualTo("connect failed");
            String oneLine = certificate.pem().replace('\n', ' ');
            JsonNode known = tested(walnut, broker, oneLine);
            assertThat(known.path("ok").asBoolean()).as(known.toString()).isTrue();

            RealMosquitto.Recorder recorder = broker.subscribe("walnut/bridge/#");
            Path file = Files.writeString(folder.resolve("ca.pem"), certificate.pem());
            restart(
                    walnut,
                    broker,
                    Map.of(
                            "WALNUT_MQTT_CLIENT_ID",
                            "cellar-walnut",
                            "WALNUT_MQTT_TLS_CA_FILE",
                            file.toString()));
            await().atMost(TestLimits.WAIT)
                    .until(() -> recorder.messages().toString().contains("online"));
            assertThat(broker.log()).contains("cellar-walnut");
        }
    }

    @Test
    @Requirement({"API-70", "OPS-3"})
    void a_broker_that_asks_who_walnut_is_is_shown_a_certificate_and_kept_free_of_messages()
            throws Exception {
        TestCertificate server =
                TestCertificate.forLoopback(Files.createDirectory(folder.resolve("server")));
        TestCertificate own =
                TestCertificate.forLoopback(Files.createDirectory(folder.resolve("own")));
        try (RealMosquitto broker = RealMosquitto.withTlsFor(own, server);
                HomeServer walnut = new HomeServer(folder.resolve("home"), Map.of())) {
            assertThat(tested(walnut, broker, server.pem()).path("ok").asBoolean()).isFalse();
            JsonNode alone = refusal(walnut, broker, Map.of("tls.cert", own.pem()));
            assertThat(alone.toString())
                    .contains("tls.cert")
                    .contains("a certificate needs its key");
            JsonNode wrong =
                    tested(
                            walnut,
                            broker,
                            server.pem(),
                            Map.of("tls.cert", own.pem(), "tls.key", server.keyPem()));
            assertThat(wrong.toString()).contains("expected the key of the certificate");
            JsonNode right =
                    tested(
                            walnut,
                            broker,
                            server.pem(),
                            Map.of("tls.cert", own.pem(), "tls.key", own.keyPem(), "qos", 2));
            assertThat(right.path("ok").asBoolean()).as(right.toString()).isTrue();

            RealMosquitto.Recorder recorder = broker.subscribe("walnut/#");
            Path key = Files.writeString(folder.resolve("own.key"), own.keyPem());
            restart(
                    walnut,
                    broker,
                    Map.of(
                            "WALNUT_MQTT_TLS_CA",
                            server.pem(),
                            "WALNUT_MQTT_TLS_CERT",
                            own.pem(),
                            "WALNUT_MQTT_TLS_KEY_FILE",
                            key.toString(),
                            "WALNUT_MQTT_QOS",
                            "2",
                            "WALNUT_MQTT_RETAIN",
                            "false"));
            await().atMost(TestLimits.WAIT)
                    .until(
                            () ->
                                    recorder.messages().stream()
                                            .anyMatch(line -> line.startsWith("walnut/ups/rack1")));
            assertThat(recorder.messages()).anyMatch(line -> line.contains("\"online\""));
            assertThat(broker.retained()).isEmpty();
        }
    }

    /** With the login to the broker over TLS. */
    private static void restart(HomeServer walnut, RealMosquitto broker, Map<String, String> more)
            throws Exception {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("WALNUT_MQTT_URL", broker.tlsUrl());
        variables.put("WALNUT_MQTT_USERNAME", RealMosquitto.USER);
        variables.put("WALNUT_MQTT_PASSWORD", RealMosquitto.PASSWORD);
        walnut.restart(variables);
    }

    private static JsonNode refusal(
            HomeServer walnut, RealMosquitto broker, Map<String, Object> more) {
        HomeServer.Answer answer = sent(walnut, broker, null, more);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.json();
    }

    private static JsonNode tested(HomeServer walnut, RealMosquitto broker, String authority) {
        return tested(walnut, broker, authority, Map.of());
    }

    private static JsonNode tested(
            HomeServer walnut, RealMosquitto broker, String authority, Map<String, Object> more) {
        return done(sent(walnut, broker, authority, more));
    }

    private static HomeServer.Answer sent(
            HomeServer walnut, RealMosquitto broker, String authority, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>();
        body.put("url", broker.tlsUrl());
        body.put("username", RealMosquitto.USER);
        body.put("password", RealMosquitto.PASSWORD);
        body.put("tls.ca", authority);
        body.putAll(more);
        return walnut.post(
                "api/settings/mqtt/test", new ObjectMapper().valueToTree(body).toString());
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
