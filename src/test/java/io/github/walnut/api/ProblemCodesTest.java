package io.github.walnut.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.ProblemsSeen;
import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refusals that fit nowhere else; {@link EveryProblemIT} knows that each code is got somewhere. */
class ProblemCodesTest {

    private RunningApi api;
    private String admin;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        admin = api.token(Role.ADMIN);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode login(String email, int status) {
        HttpResponse<String> answer =
                api.send(
                        api.request("/auth/jwt/login")
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"username\":\"%s\",\"password\":\"%s\"}"
                                                        .formatted(email, RunningApi.PASSWORD))));
        assertThat(answer.statusCode()).isEqualTo(status);
        return api.json(answer);
    }

    @Test
    @Requirement("SEC-12")
    void a_session_that_stood_idle_has_expired() {
        String refresh = login("admin@example.org", 200).get("refresh_token").asText();
        api.clock.advance(Duration.ofHours(12).plusSeconds(1));
        assertThat(
                        api.code(
                                api.send(
                                        "POST",
                                        "/auth/jwt/refresh",
                                        null,
                                        "{\"refresh_token\":\"" + refresh + "\"}")))
                .isEqualTo("session_expired");
    }

    @Test
    void a_disabled_account_is_told_so_after_the_right_password() {
        api.token(Role.VIEWER);
        String id = api.users.byEmail("viewer@example.org").orElseThrow().id().toString();
        assertThat(api.send("PATCH", "/api/users/" + id, admin, "{\"active\":false}").statusCode())
                .isEqualTo(200);
        assertThat(login("viewer@example.org", 403).get("code").asText())
                .isEqualTo("account_disabled");
    }

    @Test
    @Requirement("SEC-10")
    void a_browser_gets_no_cookies_that_it_would_drop() throws Exception {
        String body = "username=admin%40example.org&password=" + RunningApi.PASSWORD;
        try (Socket proxy =
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        api.server.port(),
                        InetAddress.getByName("127.0.0.2"),
                        0)) {
            proxy.getOutputStream()
                    .write(
                            ("POST /auth/jwt/login HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                            + "X-Forwarded-For: 203.0.113.9\r\n"
                                            + "Content-Type: application/x-www-form-urlencoded\r\n"
                                            + "Content-Length: "
                                            + body.length()
                                            + "\r\n\r\n"
                                            + body)
                                    .getBytes(UTF_8));
            String answer = new String(proxy.getInputStream().readAllBytes(), UTF_8);
            assertThat(ProblemsSeen.hear(answer))
                    .startsWith("HTTP/1.1 400")
                    .contains("code", "insecure_transport");
        }
    }

    @Test
    @Requirement("API-6")
    void a_method_that_a_path_has_not_is_refused_with_those_that_it_has() {
        HttpResponse<String> answer = api.send("PUT", "/api/ups", admin, "{}");
        assertThat(api.code(answer)).isEqualTo("method_not_allowed");
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void a_type_that_does_not_read_makes_no_host() {
        api.hosts.typeStatus.put("test.broken", "invalid");
        assertThat(
                        api.code(
                                api.send(
                                        "POST",
                                        "/api/integrations",
                                        admin,
                                        "{\"type_id\":\"test.broken\",\"name\":\"x\"}")))
                .isEqualTo("type_not_valid");
    }

    @Test
    void nothing_is_started_live_in_maintenance() {
        String document = "{\"name\":\"Stage 1\",\"host\":\"pve\",\"enabled\":false}";
        String id = api.json(api.send("POST", "/api/policies", admin, document)).get("id").asText();
        api.runs.inMaintenance = true;
        assertThat(
                        api.code(
                                api.send(
                                        "POST",
                                        "/api/policies/" + id + "/run",
                                        admin,
                                        "{\"mode\":\"live\",\"reason\":\"a try\"}")))
                .isEqualTo("maintenance");
    }
}
