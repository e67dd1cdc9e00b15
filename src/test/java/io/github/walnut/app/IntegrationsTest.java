package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.YAML;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connected systems, as people change them; the system is a real HTTP server that wants a token.
 */
class IntegrationsTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String RIGHT = "Bearer right-one";

    @TempDir private Path folder;
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer device;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        device = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        device.createContext(
                "/",
                exchange -> {
                    String token = exchange.getRequestHeaders().getFirst("Authorization");
                    tokens.add(String.valueOf(token));
                    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(RIGHT.equals(token) ? 200 : 401, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        device.start();
        walnut = new HomeServer(folder, Map.of());
    }

    @AfterEach
    void stop() {
        walnut.close();
        device.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + device.getAddress().getPort();
    }

    private String relay(String token) {
        return """
               {"id":"relay","type_id":"generic.http","name":"Relay",
                "config":{"base_url":"%s","test_path":"/","auth":"bearer",
                          "requests":["{id: lamp, method: POST, path: lamp, effect: idempotent}"]},
                "secrets":{"token":"%s"}}
               """
                .formatted(url(), token);
    }

    private HomeServer.Answer patch(String body) {
        return walnut.send("PATCH", "api/integrations/relay", body, HomeServer.JSON);
    }

    private String state() {
        return done(walnut.get("api/hosts/relay")).path("state").asText();
    }

    @Test
    @Requirement({"INT-16", "INT-17", "API-60"})
    void a_changed_secret_puts_the_host_in_doubt_until_a_test_has_passed() {
        done(walnut.post("api/integrations?test=true", relay("right-one")));
        done(walnut.post("api/integrations/relay/test", ""));
        assertThat(state()).isEqualTo("connected");

        JsonNode wrong = done(patch("{\"secrets\":{\"token\":\"wrong-one\"}}"));
        assertThat(wrong.path("state").asText()).isEqualTo("needs_review");
        assertThat(wrong.at("/secrets/token/set").asBoolean()).isTrue();
        assertThat(wrong.toString()).doesNotContain("wrong-one");
        await().atMost(SOON).until(() -> tokens.contains("Bearer wrong-one"));
        await().atMost(SOON)
                .until(
                        () ->
                                !done(walnut.get("api/hosts/relay"))
                                        .path("state_reason")
                                        .asText()
                                        .contains("not tested since"));
        assertThat(state()).isEqualTo("needs_review");

        done(patch("{\"secrets\":{\"token\":\"right-one\"}}"));
        await().atMost(SOON).until(() -> state().equals("connected"));
        await().atMost(SOON).until(() -> walnut.events("integration_state_changed").size() >= 3);
        assertThat(walnut.events("integration_state_changed").toString())
                .contains("needs_review")
                .doesNotContain("wrong-one");
    }

    @Test
    @Requirement({"INT-16", "INT-17", "INT-21"})
    void what_does_not_pass_its_test_is_not_saved_when_that_is_asked_for() {
        done(walnut.post("api/integrations", relay("right-one")));
        int version = done(walnut.get("api/integrations/relay")).path("version").asInt();

        HomeServer.Answer refused =
                walnut.send(
                        "PATCH",
                        "api/integrations/relay?test=true",
                        "{\"secrets\":{\"token\":\"wrong-one\"}}",
                        HomeServer.JSON);
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().path("code").asText()).isEqualTo("test_failed");
        assertThat(refused.json().at("/test/success").asBoolean()).isFalse();
        assertThat(refused.json().at("/test/steps").findValuesAsText("step"))
                .contains("authenticate");
        assertThat(done(walnut.get("api/integrations/relay")).path("version").asInt())
                .isEqualTo(version);

        JsonNode tested =
                done(
                        walnut.send(
                                "PATCH",
                                "api/integrations/relay?test=true",
                                "{\"name\":\"Relay box\",\"secrets\":{\"token\":\"right-one\"}}",
                                HomeServer.JSON));
        assertThat(tested.path("state").asText()).isEqualTo("connected");
        assertThat(tested.path("version").asInt()).isEqualTo(version + 1);
    }

    @Test
    @Requirement({"INT-16", "API-8", "API-60"})
    void what_is_left_out_of_a_change_stays_and_null_deletes() {
        done(walnut.post("api/integrations", relay("right-one")));
        JsonNode changed =
                done(
                        patch(
                                "{\"labels\":{\"rack\":\"b\",\"row\":\"2\"},\"config\":{\"timeout_s\":7}}"));
        assertThat(changed.at("/config/base_url").asText()).isEqualTo(url());
        assertThat(changed.at("/config/timeout_s").asInt()).isEqualTo(7);
        assertThat(changed.at("/secrets/token/set").asBoolean()).isTrue();

        JsonNode less = done(patch("{\"labels\":{\"row\":null},\"secrets\":{\"token\":null}}"));
        assertThat(less.path("labels").toString()).isEqualTo("{\"rack\":\"b\"}");
        assertThat(less.at("/secrets/token/set").asBoolean()).isFalse();

        HomeServer.Answer all =
                patch("{\"config\":{\"base_url\":\"nonsense\",\"timeout_s\":-1,\"no\":1}}");
        assertThat(all.status()).isEqualTo(400);
        assertThat(all.json().path("code").asText()).isEqualTo("validation");
        assertThat(all.json().path("errors").findValuesAsText("pointer"))
                .contains("/config/base_url", "/config/timeout_s");
        assertThat(patch("{\"type_id\":\"generic.ssh\"}").status()).isEqualTo(400);
        assertThat(patch("{}").status()).isEqualTo(400);
        walnut.virtualHost("lab", List.of("web"));
        HomeServer.Answer twin = patch("{\"name\":\"lab\"}");
        assertThat(twin.json().path("existing_id").asText()).as(twin.text()).isEqualTo("lab");

        String number = less.path("numeric_id").asText();
        assertThat(done(walnut.get("api/integrations/" + number)).path("id").asText())
                .isEqualTo("relay");
        assertThat(done(walnut.get("api/hosts/" + number + "/inventory")).path("items").isArray())
                .isTrue();
    }

    @Test
    @Requirement("INT-21")
    void a_connection_is_tried_without_being_stored_with_secrets_that_a_host_lends() {
        String trial =
                "{\"type_id\":\"generic.http\",%s\"config\":{\"base_url\":\"%s\",\"test_path\":\"/\",\"auth\":\"bearer\"}}";
        done(walnut.post("api/integrations", relay("right-one")));

        JsonNode lent =
                done(
                        walnut.post(
                                "api/integrations/test",
                                trial.formatted("\"host_id\":\"relay\",", url())));
        assertThat(lent.path("success").asBoolean()).as(lent.toString()).isTrue();
        JsonNode wrong =
                done(
                        walnut.post(
                                "api/integrations/test",
                                trial.formatted(
                                        "\"host_id\":\"relay\",\"secrets\":{\"token\":\"wrong-one\"},",
                                        url())));
        assertThat(wrong.path("success").asBoolean()).as(wrong.toString()).isFalse();
        assertThat(done(walnut.get("api/integrations")).path("items")).hasSize(1);
        assertThat(
                        walnut.post("api/integrations/test", "{\"type_id\":\"none\"}")
                                .json()
                                .path("code")
                                .asText())
                .isEqualTo("type_not_found");
        assertThat(
                        walnut.post(
                                        "api/integrations/test",
                                        "{\"type_id\":\"generic.http\",\"host_id\":\"none\"}")
                                .status())
                .isEqualTo(404);
    }

    @Test
    @Requirement("INT-19")
    void a_host_that_a_policy_names_goes_by_force_alone_and_the_policy_becomes_invalid() {
        walnut.virtualHost("lab", List.of("web"));
        JsonNode policy =
                done(
                        walnut.send(
                                "POST",
                                "api/policies",
                                """
                                version: "2.0"
                                name: Shed the lab
                                trigger: {type: ups.state, equals: OB, for: 30s}
                                actions:
                                  - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web]}}
                                """,
                                YAML));
        HomeServer.Answer kept = walnut.send("DELETE", "api/integrations/lab", "", HomeServer.JSON);
        assertThat(kept.status()).isEqualTo(409);
        assertThat(kept.json().path("code").asText()).isEqualTo("in_use");
        assertThat(kept.json().at("/policy_ids/0")).isEqualTo(policy.path("id"));

        assertThat(
                        walnut.send(
                                        "DELETE",
                                        "api/integrations/lab?force=true",
                                        "",
                                        HomeServer.JSON)
                                .status())
                .isEqualTo(204);
        await().atMost(SOON)
                .until(
                        () ->
                                done(walnut.get("api/policies/" + policy.path("id").asText()))
                                        .path("status")
                                        .asText()
                                        .equals("invalid"));
        assertThat(walnut.get("api/integrations/lab").status()).isEqualTo(404);
    }

    @Test
    @Requirement({"INT-22", "INT-23", "INT-24"})
    void heartbeats_tell_how_a_host_fares() {
        done(walnut.post("api/integrations", relay("right-one")));
        await().atMost(SOON).until(() -> state().equals("connected"));
        JsonNode good = done(walnut.get("api/integrations/relay/health"));
        assertThat(good.path("uptime_24h").asDouble()).as(good.toString()).isEqualTo(1);
        assertThat(good.path("last_ok_at").isNull()).isFalse();
        assertThat(good.path("last_error").isNull()).isTrue();
        assertThat(good.path("history")).isNotEmpty();
        assertThat(good.at("/checks/heartbeat").asBoolean()).isTrue();
        assertThat(good.path("obligations").asInt()).isZero();

        done(
                walnut.post(
                        "api/integrations",
                        relay("wrong-one").replace("relay", "other").replace("Relay", "Other")));
        await().atMost(SOON)
                .until(
                        () ->
                                done(walnut.get("api/hosts/other"))
                                        .path("state")
                                        .asText()
                                        .equals("error"));
        JsonNode bad = done(walnut.get("api/integrations/other/health"));
        assertThat(bad.at("/last_error/class").asText()).isEqualTo("unauthenticated");
        assertThat(bad.path("uptime_24h").asDouble()).isZero();
        assertThat(
                        walnut.get(
                                        "api/integrations/relay/health?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")
                                .status())
                .isEqualTo(400);
    }
}
