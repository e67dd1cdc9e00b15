package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.YAML;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands between a stored policy and one that acts. */
class ArmingTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        await().atMost(SOON).until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private static String policy(String action) {
        return """
                version: "2.0"
                name: Shed the lab
                trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
                actions:
                  - """
                + " "
                + action
                + "\n";
    }

    @Test
    @Requirement({"POL-81", "POL-39", "SEC-68"})
    void many_targets_are_confirmed_by_their_number_and_a_preflight_is_made() {
        walnut.virtualHost("lab", IntStream.rangeClosed(1, 12).mapToObj(n -> "m-" + n).toList());
        JsonNode made =
                walnut.created(
                        policy(
                                "{host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {all: true}}"));
        String path = "api/policies/" + made.path("id").asText();
        assertThat(made.path("findings").findValuesAsText("code")).contains("large_selection");

        HomeServer.Answer unconfirmed = arm(path, "");
        assertThat(unconfirmed.status()).isEqualTo(400);
        assertThat(unconfirmed.json().path("code").asText()).isEqualTo("confirm_required");
        assertThat(unconfirmed.json().path("targets").asInt()).isEqualTo(12);
        assertThat(arm(path, ", \"targets\": 11").status()).isEqualTo(400);
        assertThat(
                        walnut.post(
                                        path + "/arm",
                                        "{\"reason\":\"tested\",\"confirm\":\"no\",\"targets\":12}")
                                .status())
                .isEqualTo(400);
        assertThat(done(walnut.get(path)).path("last_dry_run").isNull()).isTrue();

        assertThat(done(arm(path, ", \"targets\": 12")).path("armed").asBoolean()).isTrue();

        JsonNode rehearsed = done(walnut.get(path)).path("last_dry_run");
        assertThat(rehearsed.path("severity").asText()).isEqualTo("warn");
        await().atMost(SOON).until(() -> walnut.events("policy_armed").size() == 1);

        done(walnut.post(path + "/disarm", "{\"reason\":\"once more\"}"));
        done(arm(path, ", \"targets\": 12"));
        assertThat(done(walnut.get(path)).path("last_dry_run")).isEqualTo(rehearsed);
    }

    @Test
    @Requirement("POL-81")
    void what_could_not_act_is_not_armed_and_told_once() {
        done(
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"relay","type_id":"generic.http","name":"relay",
                         "config":{"base_url":"http://127.0.0.1:1","test_path":"/",
                                   "requests":["{id: lamp, method: POST, path: lamp, effect: idempotent}"]}}
                        """));
        JsonNode made =
                walnut.created(
                        policy(
                                "{host_id: relay, capability: http.request, verb: send, options: {request_id: lamp}}"));
        String path = "api/policies/" + made.path("id").asText();
        for (int i = 0; i < 2; i++) {
            HomeServer.Answer refused = arm(path, ", \"targets\": 1");
            assertThat(refused.status()).as(refused.text()).isEqualTo(409);
            assertThat(refused.json().path("code").asText()).isEqualTo("policy_not_enableable");
            assertThat(refused.json().at("/errors/0/phase").asText()).isEqualTo("preflight");
            assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("unreachable");
            assertThat(refused.json().at("/errors/0/pointer").asText())
                    .isEqualTo("/actions/0/host_id");
        }
        await().atMost(SOON).until(() -> !walnut.events("preflight_failed").isEmpty());
        assertThat(walnut.events("preflight_failed")).hasSize(1);
        assertThat(done(walnut.get(path)).path("armed").asBoolean()).isFalse();
    }

    @Test
    @Requirement("POL-89")
    void a_clock_that_is_off_is_told_by_the_preflight_and_does_not_keep_from_arming()
            throws Exception {
        try (ServerSocket device = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerBehind(device));
            answering.setDaemon(true);
            answering.start();
            done(
                    walnut.post(
                            "api/integrations",
                            """
                            {"id":"relay","type_id":"generic.http","name":"relay",
                             "config":{"base_url":"http://127.0.0.1:%d","test_path":"/",
                                       "requests":["{id: lamp, method: POST, path: lamp, effect: idempotent}"]}}
                            """
                                    .formatted(device.getLocalPort())));
            JsonNode tested = done(walnut.post("api/integrations/relay/test", "{}"));
            assertThat(tested.at("/details/clock_skew_s").asLong()).isBetween(-3610L, -3590L);
            String path =
                    "api/policies/"
                            + walnut.created(
                                            policy(
                                                    "{host_id: relay, capability: http.request, verb: send, options: {request_id: lamp}}"))
                                    .path("id")
                                    .asText();
            JsonNode armed = done(arm(path, ", \"targets\": 1"));
            assertThat(armed.path("armed").asBoolean()).isTrue();
            JsonNode preflight = done(walnut.get(path)).path("last_preflight");
            assertThat(preflight.path("severity").asText()).isEqualTo("warn");
            assertThat(preflight.at("/findings/0/code").asText()).isEqualTo("clock_skew");
            assertThat(preflight.at("/findings/0/pointer").asText())
                    .isEqualTo("/actions/0/host_id");
            assertThat(preflight.at("/findings/0/message").asText()).startsWith("relay: its clock");
            assertThat(walnut.events("preflight_failed")).isEmpty();
        }
    }

    /** With the time of an hour ago, until the socket is closed. */
    private static void answerBehind(ServerSocket device) {
        while (!device.isClosed()) {
            try (Socket socket = device.accept()) {
                BufferedReader head =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.US_ASCII));
                String line = head.readLine();
                while (line != null && !line.isEmpty()) {
                    line = head.readLine();
                }
                String date =
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                ZonedDateTime.now(ZoneOffset.UTC).minusHours(1));
                socket.getOutputStream()
                        .write(
                                ("HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Type: application/json\r\n"
                                                + "Content-Length: 2\r\nConnection: close\r\n\r\n{}")
                                        .formatted(date)
                                        .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                continue; // a caller that only looks whether somebody listens, or the end
            }
        }
    }

    @Test
    @Requirement("POL-81")
    void a_login_that_is_refused_is_found_by_the_preflight() throws Exception {
        HttpServer device =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        device.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(401, -1);
                    exchange.close();
                });
        device.start();
        try {
            done(
                    walnut.post(
                            "api/integrations",
                            """
                            {"id":"relay","type_id":"generic.http","name":"relay",
                             "config":{"base_url":"http://127.0.0.1:%d","test_path":"/",
                                       "requests":["{id: lamp, method: POST, path: lamp, effect: idempotent}"]}}
                            """
                                    .formatted(device.getAddress().getPort())));
            JsonNode made =
                    walnut.created(
                            policy(
                                    "{host_id: relay, capability: http.request, verb: send, options: {request_id: lamp}}"));
            HomeServer.Answer refused =
                    arm("api/policies/" + made.path("id").asText(), ", \"targets\": 1");
            assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("unauthenticated");
        } finally {
            device.stop(0);
        }
    }

    @Test
    @Requirement("POL-74")
    void an_action_that_only_the_driver_knows_to_be_none_is_refused() {
        done(
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"relay","type_id":"generic.http","name":"relay",
                         "config":{"base_url":"http://127.0.0.1:1",
                                   "requests":["{id: lamp, method: POST, path: lamp, effect: idempotent}"]}}
                        """));
        String document =
                policy(
                        "{host_id: relay, capability: http.request, verb: send, options: {request_id: lantern}}");

        HomeServer.Answer saved = walnut.send("POST", "api/policies", document, YAML);
        assertThat(saved.status()).as(saved.text()).isEqualTo(422);
        assertThat(saved.json().path("code").asText()).isEqualTo("driver_mismatch");
        assertThat(saved.json().at("/errors/0/pointer").asText()).isEqualTo("/actions/0/options");
        assertThat(saved.json().at("/errors/0/message").asText()).contains("lantern");
        HomeServer.Answer tried = walnut.send("POST", "api/policies/test", document, YAML);
        assertThat(tried.status()).isEqualTo(422);
        assertThat(done(walnut.get("api/policies")).path("items")).isEmpty();
    }

    @Test
    @Requirement("POL-81")
    void the_daily_preflight_knows_its_next_time_through_every_change_of_the_clocks() {
        ZoneId zone = ZoneId.of("Europe/Zurich");
        try (DailyRound round =
                new DailyRound(
                        "none", () -> LocalTime.of(2, 30), zone, new SystemClock(), () -> {})) {
            assertThat(round.untilNext(Instant.parse("2026-01-10T00:30:00Z")))
                    .isEqualTo(Duration.ofHours(1));
            assertThat(round.untilNext(Instant.parse("2026-01-10T01:30:00Z")))
                    .isEqualTo(Duration.ofHours(24));
            assertThat(round.untilNext(Instant.parse("2026-03-29T00:30:00Z")))
                    .isEqualTo(Duration.ofHours(1));
            assertThat(round.untilNext(Instant.parse("2026-10-25T00:30:00Z")))
                    .isEqualTo(Duration.ofHours(25));
        }
    }

    private HomeServer.Answer arm(String path, String more) {
        return walnut.post(
                path + "/arm",
                "{\"reason\":\"it is tested\",\"confirm\":\"Shed the lab\"%s}".formatted(more));
    }
}
