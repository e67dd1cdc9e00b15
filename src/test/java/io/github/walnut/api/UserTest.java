package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts: made, invited, changed, deleted; and what their sessions feel of it. */
class UserTest {

    private static final String STRONG = "a-quite-long-passphrase";

    private RunningApi api;
    private ContractReader contract;
    private String admin;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        contract = new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")));
        admin = api.token(Role.ADMIN);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode valid(HttpResponse<String> answer, int status, String schema) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode node = api.json(answer);
        assertThat(contract.schema(schema).validate(node)).as(schema).isEmpty();
        return node;
    }

    private JsonNode create(String json) {
        return valid(api.send("POST", "/api/users", admin, json), 201, "UserCreated");
    }

    private String id(Role role) {
        return api.users.byEmail(role.word() + "@example.org").orElseThrow().id().toString();
    }

    private HttpResponse<String> patch(String id, String json) {
        return api.send("PATCH", "/api/users/" + id, admin, json);
    }

    private int login(String email, String password) {
        return api.send(
                        "POST",
                        "/auth/jwt/login",
                        null,
                        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(email, password))
                .statusCode();
    }

    @Test
    @Requirement({"API-8", "SEC-2"})
    void an_account_is_made_listed_shown_and_renamed_on_top_of_the_version_that_was_read() {
        JsonNode made =
                create(
                        "{\"email\":\"Anna@Example.org\",\"role\":\"user\",\"password\":\"%s\",\"display_name\":\"Anna\"}"
                                .formatted(STRONG));
        String path = "/api/users/" + made.get("id").asText();
        assertThat(made.get("email").asText()).isEqualTo("anna@example.org");
        assertThat(made.get("role").asText()).isEqualTo("operator");
        assertThat(made.get("invite_token").isNull()).isTrue();
        assertThat(login("ANNA@example.org", STRONG)).isEqualTo(204);
        valid(api.get("/api/users?limit=1", admin), 200, "UserPage");
        HttpResponse<String> shown = api.get(path, admin);
        assertThat(valid(shown, 200, "User").get("last_login_at").isNull()).isFalse();
        assertThat(shown.headers().firstValue("etag")).hasValue("\"1\"");

        HttpResponse<String> renamed =
                api.send(
                        api.request(path)
                                .header("Authorization", "Bearer " + admin)
                                .header("Content-Type", "application/json")
                                .header("If-Match", "\"1\"")
                                .method("PATCH", body("{\"display_name\":null}")));

        assertThat(valid(renamed, 200, "User").get("version").asInt()).isEqualTo(2);
        assertThat(api.code(sendIfMatch(path, "\"1\""))).isEqualTo("version_mismatch");
        assertThat(api.code(sendIfMatch(path, null))).isEqualTo("if_match_required");
        assertThat(
                        api.send(
                                        api.request(path)
                                                .header("Authorization", "Bearer " + admin)
                                                .header("If-None-Match", "\"2\""))
                                .statusCode())
                .isEqualTo(304);
    }

    private static java.net.http.HttpRequest.BodyPublisher body(String json) {
        return java.net.http.HttpRequest.BodyPublishers.ofString(json);
    }

    private HttpResponse<String> sendIfMatch(String path, String tag) {
        var request =
                api.request(path)
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .method("PATCH", body("{\"active\":true}"));
        return api.send(tag == null ? request : request.header("If-Match", tag));
    }

    @Test
    @Requirement({"SEC-2", "SEC-31"})
    void what_is_not_an_account_is_refused() {
        String anna = "{\"email\":\"anna@example.org\",\"role\":\"viewer\",\"password\":\"%s\"}";
        assertThat(api.code(api.send("POST", "/api/users", admin, anna.formatted("short"))))
                .isEqualTo("weak_password");
        create(anna.formatted(STRONG));
        HttpResponse<String> twin =
                api.send("POST", "/api/users", admin, anna.formatted(STRONG).replace("a@", "A@"));
        assertThat(api.code(twin)).isEqualTo("duplicate");
        assertThat(api.json(twin).get("existing_id").asText())
                .isEqualTo(api.users.byEmail("anna@example.org").orElseThrow().id().toString());
        for (String bad :
                new String[] {
                    "{\"email\":\"no address\",\"role\":\"viewer\"}",
                    "{\"email\":\"a@b\",\"role\":\"root\"}",
                    "{\"email\":\"a@b\",\"role\":\"viewer\",\"active\":false}"
                }) {
            assertThat(api.code(api.send("POST", "/api/users", admin, bad)))
                    .isEqualTo("invalid_request");
        }
        assertThat(api.get("/api/users/" + UUID.randomUUID(), admin).statusCode()).isEqualTo(404);
        assertThat(patch(UUID.randomUUID().toString(), "{\"active\":true}").statusCode())
                .isEqualTo(404);
    }

    @Test
    @Requirement({"SEC-24", "SEC-4"})
    void an_invitation_is_taken_up_once_within_a_day() {
        JsonNode made = create("{\"email\":\"ben@example.org\",\"role\":\"viewer\"}");
        String token = made.get("invite_token").asText();
        assertThat(made.get("invited_until").asText()).isEqualTo("2026-05-03T08:00:00.000Z");
        assertThat(made.get("auth").asText()).isEqualTo("password");
        assertThat(login("ben@example.org", STRONG)).isEqualTo(401);
        assertThat(api.code(redeem(token, "short"))).isEqualTo("weak_password");
        assertThat(api.code(redeem("x" + token, STRONG))).isEqualTo("setup_token_invalid");

        JsonNode taken = valid(redeem(token, STRONG), 200, "User");

        assertThat(taken.get("display_name").asText()).isEqualTo("Ben");
        assertThat(login("ben@example.org", STRONG)).isEqualTo(204);
        assertThat(api.code(redeem(token, STRONG))).isEqualTo("setup_token_invalid");
        String late =
                create("{\"email\":\"carl@example.org\",\"role\":\"viewer\"}")
                        .get("invite_token")
                        .asText();
        api.clock.advance(Duration.ofHours(24));
        assertThat(api.code(redeem(late, STRONG))).isEqualTo("setup_token_invalid");
    }

    private HttpResponse<String> redeem(String token, String password) {
        return api.send(
                "POST",
                "/auth/invite",
                null,
                "{\"token\":\"%s\",\"password\":\"%s\",\"display_name\":\"Ben\"}"
                        .formatted(token, password));
    }

    @Test
    @Requirement({"SEC-13"})
    void a_new_name_ends_nothing() {
        String token = api.token(Role.OPERATOR);
        assertThat(patch(id(Role.OPERATOR), "{\"display_name\":\"Otto\"}").statusCode())
                .isEqualTo(200);
        assertThat(api.get("/api/ups", token).statusCode()).isEqualTo(200);
    }

    @Test
    @Requirement({"SEC-5"})
    void the_last_local_administrator_stays() {
        String id = id(Role.ADMIN);
        assertThat(api.code(patch(id, "{\"role\":\"operator\"}"))).isEqualTo("last_admin");
        assertThat(api.code(patch(id, "{\"active\":false}"))).isEqualTo("last_admin");
        assertThat(api.code(api.send("DELETE", "/api/users/" + id, admin, "")))
                .isEqualTo("last_admin");
        create("{\"email\":\"eve@example.org\",\"role\":\"admin\"}");
        assertThat(api.code(patch(id, "{\"active\":false}")))
                .as("an invited one cannot log in yet")
                .isEqualTo("last_admin");
        create(
                "{\"email\":\"zoe@example.org\",\"role\":\"admin\",\"password\":\"%s\"}"
                        .formatted(STRONG));

        assertThat(api.get("/api/ups", admin).statusCode()).isEqualTo(200);
        assertThat(patch(id, "{\"active\":false}").statusCode()).isEqualTo(200);
        assertThat(api.code(api.get("/api/ups", admin))).isEqualTo("token_revoked");
    }

    @Test
    @Requirement({"SEC-13", "SEC-70"})
    void a_deleted_account_is_gone_with_its_sessions_and_named_in_the_audit_log() {
        String token = api.token(Role.VIEWER);
        String id = id(Role.VIEWER);
        assertThat(api.send("DELETE", "/api/users/" + id, admin, "").statusCode()).isEqualTo(204);

        assertThat(api.code(api.get("/api/ups", token))).isEqualTo("token_revoked");
        assertThat(api.get("/api/users/" + id, admin).statusCode()).isEqualTo(404);
        assertThat(api.system.audit())
                .filteredOn(entry -> entry.action().equals("user-delete"))
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.actor()).isEqualTo("admin@example.org");
                            assertThat(entry.object()).isEqualTo(id);
                            assertThat(entry.diff()).containsEntry("email", "viewer@example.org");
                        });
    }

    @Test
    @Requirement({"SEC-70"})
    void the_audit_log_tells_what_changed_and_no_password() {
        api.token(Role.VIEWER);
        patch(id(Role.VIEWER), "{\"role\":\"operator\",\"password\":\"%s\"}".formatted(STRONG));

        Map<String, Object> diff =
                api.system.audit().stream()
                        .filter(entry -> entry.action().equals("user-update"))
                        .findFirst()
                        .orElseThrow()
                        .diff();

        assertThat(diff).containsEntry("role", java.util.List.of("viewer", "operator"));
        assertThat(diff).containsEntry("password", "*** changed");
        assertThat(diff.toString()).doesNotContain(STRONG, "argon2");
    }

    @Test
    @Requirement({"SEC-31"})
    void people_change_their_name_and_language_and_nothing_more() {
        String viewer = api.token(Role.VIEWER);
        JsonNode me =
                valid(
                        api.send(
                                "PATCH",
                                "/auth/users/me",
                                viewer,
                                "{\"display_name\":\"Vera\",\"locale\":\"de-CH\"}"),
                        200,
                        "Me");

        assertThat(me.get("display_name").asText()).isEqualTo("Vera");
        assertThat(me.get("locale").asText()).isEqualTo("de-CH");
        assertThat(api.code(api.send("PATCH", "/auth/users/me", viewer, "{\"role\":\"admin\"}")))
                .isEqualTo("invalid_request");
        assertThat(api.get("/auth/users/me", viewer).body()).contains("Vera", "\"viewer\"");
    }

    @Test
    @Requirement({"SEC-2", "SEC-13"})
    void a_new_password_of_ones_own_ends_the_other_sessions() {
        String here = api.token(Role.VIEWER);
        String there = api.token(Role.VIEWER);
        String wish = "{\"current_password\":\"%s\",\"new_password\":\"%s\"}";
        String path = "/auth/users/me/password";
        assertThat(api.code(api.send("POST", path, here, wish.formatted("wrong", STRONG))))
                .isEqualTo("invalid_credentials");
        assertThat(
                        api.code(
                                api.send(
                                        "POST",
                                        path,
                                        here,
                                        wish.formatted(RunningApi.PASSWORD, "viewer"))))
                .isEqualTo("weak_password");

        assertThat(
                        api.send("POST", path, here, wish.formatted(RunningApi.PASSWORD, STRONG))
                                .statusCode())
                .isEqualTo(204);

        assertThat(api.get("/api/ups", here).statusCode()).isEqualTo(200);
        assertThat(api.code(api.get("/api/ups", there))).isEqualTo("token_revoked");
        assertThat(login("viewer@example.org", STRONG)).isEqualTo(204);
        assertThat(login("viewer@example.org", RunningApi.PASSWORD)).isEqualTo(401);
    }

    @Test
    @Requirement({"SEC-13", "SEC-31"})
    void people_see_and_end_their_own_sessions_and_administrators_all() {
        String here = api.token(Role.VIEWER);
        String there = api.token(Role.VIEWER);
        JsonNode mine = valid(api.get("/auth/sessions", here), 200, "SessionPage");
        assertThat(mine.get("items")).hasSize(2);
        assertThat(
                        mine.at("/items/0/current").asBoolean()
                                ^ mine.at("/items/1/current").asBoolean())
                .isTrue();
        String adminsOwn = api.json(api.get("/auth/sessions", admin)).at("/items/0/id").asText();
        assertThat(api.code(api.send("DELETE", "/auth/sessions/" + adminsOwn, here, "")))
                .isEqualTo("not_found");
        assertThat(api.code(api.get("/auth/sessions?user_id=" + id(Role.ADMIN), here)))
                .isEqualTo("forbidden");

        for (JsonNode session : mine.get("items")) {
            if (!session.get("current").asBoolean()) {
                api.send("DELETE", "/auth/sessions/" + session.get("id").asText(), here, "");
            }
        }

        assertThat(api.code(api.get("/api/ups", there))).isEqualTo("token_revoked");
        JsonNode left =
                api.json(api.get("/auth/sessions?user_id=" + id(Role.VIEWER), admin)).get("items");
        assertThat(left).hasSize(1);
        assertThat(
                        api.send("DELETE", "/auth/sessions/" + left.at("/0/id").asText(), admin, "")
                                .statusCode())
                .isEqualTo(204);
        assertThat(api.code(api.get("/api/ups", here))).isEqualTo("token_revoked");
    }
}
