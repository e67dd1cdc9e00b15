package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the request that takes rights away until neither requests nor the open socket have them. */
class RevocationTest {

    private static final String OTTO = "otto@example.org";

    private RunningApi api;
    private String admin;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        admin = api.token(Role.ADMIN);
        api.users.create(api.accounts.account(OTTO, null, RunningApi.PASSWORD, Role.OPERATOR));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private String path() {
        return "/api/users/" + api.users.byEmail(OTTO).orElseThrow().id();
    }

    private void done(String method, String path, String credentials, String body) {
        HttpResponse<String> answer = api.send(method, path, credentials, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    private JsonNode sessions(String credentials) {
        return api.json(api.get("/auth/sessions", credentials)).get("items");
    }

    private void endsWithTheAnswer(String credentials, Runnable change) {
        Ears ears = Ears.bearing(api, "/ws", credentials);
        await().until(() -> ears.types().contains("auth_success"));
        assertThat(api.get("/api/ups", credentials).statusCode()).isEqualTo(200);

        change.run();
        assertThat(api.get("/api/ups", credentials).statusCode()).isEqualTo(401);
        await().until(() -> ears.closed() == 4401);
    }

    @Test
    @Requirement("SEC-13")
    void a_disabled_account() {
        endsWithTheAnswer(
                api.token(OTTO), () -> done("PATCH", path(), admin, "{\"active\":false}"));
    }

    @Test
    @Requirement("SEC-13")
    void a_lower_role() {
        endsWithTheAnswer(
                api.token(OTTO), () -> done("PATCH", path(), admin, "{\"role\":\"viewer\"}"));
    }

    @Test
    @Requirement("SEC-13")
    void a_password_set_by_an_administrator() {
        endsWithTheAnswer(
                api.token(OTTO),
                () -> done("PATCH", path(), admin, "{\"password\":\"another-long-passphrase\"}"));
    }

    @Test
    @Requirement("SEC-13")
    void a_password_changed_in_another_session() {
        String here = api.token(OTTO);
        endsWithTheAnswer(
                api.token(OTTO),
                () ->
                        done(
                                "POST",
                                "/auth/users/me/password",
                                here,
                                "{\"current_password\":\"%s\",\"new_password\":\"another-long-passphrase\"}"
                                        .formatted(RunningApi.PASSWORD)));
        assertThat(api.get("/api/ups", here).statusCode()).isEqualTo(200);
    }

    @Test
    @Requirement("SEC-13")
    void a_session_ended_from_elsewhere() {
        String there = api.token(OTTO);
        String here = api.token(OTTO);
        for (JsonNode session : sessions(here)) {
            if (!session.get("current").asBoolean()) {
                endsWithTheAnswer(
                        there,
                        () ->
                                done(
                                        "DELETE",
                                        "/auth/sessions/" + session.get("id").asText(),
                                        here,
                                        ""));
            }
        }
        assertThat(sessions(here)).hasSize(1);
    }

    @Test
    @Requirement("SEC-13")
    void a_logout() {
        String token = api.token(OTTO);
        endsWithTheAnswer(token, () -> done("POST", "/auth/jwt/logout", token, ""));
    }

    private JsonNode apiToken() {
        return api.json(
                api.send(
                        "POST",
                        "/api/tokens",
                        api.token(OTTO),
                        "{\"name\":\"script\",\"scopes\":[\"read\"],\"expires_at\":\"%s\"}"
                                .formatted(api.clock.instant().plus(Duration.ofDays(30)))));
    }

    @Test
    @Requirement({"SEC-13", "SEC-36"})
    void a_revoked_token() {
        JsonNode token = apiToken();
        String owner = api.token(OTTO);
        endsWithTheAnswer(
                token.get("token").asText(),
                () -> done("DELETE", "/api/tokens/" + token.get("id").asText(), owner, ""));
    }

    @Test
    @Requirement({"SEC-13", "SEC-36"})
    void a_token_whose_owner_is_disabled() {
        endsWithTheAnswer(
                apiToken().get("token").asText(),
                () -> done("PATCH", path(), admin, "{\"active\":false}"));
    }
}
