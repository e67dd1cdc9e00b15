package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of programs, from their making to their end. */
class TokenTest {

    private static final String POLICY =
            "{\"name\":\"Stage 1\",\"host\":\"pve\",\"enabled\":false}";

    private RunningApi api;
    private ContractReader contract;
    private String admin;
    private String operator;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        contract = new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")));
        api.ups.add("rack@lab", api.clock.instant(), "OL");
        admin = api.token(Role.ADMIN);
        operator = api.token(Role.OPERATOR);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private HttpResponse<String> ask(String by, String scopes, String more) {
        return api.send(
                "POST",
                "/api/tokens",
                by,
                "{\"name\":\"ci\",\"expires_at\":\"2026-06-01T00:00:00Z\",\"scopes\":%s%s}"
                        .formatted(scopes, more));
    }

    private JsonNode made(String by, String scopes) {
        HttpResponse<String> answer = ask(by, scopes, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(contract.schema("TokenCreated").validate(api.json(answer))).isEmpty();
        return api.json(answer);
    }

    private String word(String by, String scopes) {
        return made(by, scopes).get("token").asText();
    }

    private JsonNode list(String query) {
        JsonNode page = api.json(api.get("/api/tokens" + query, admin));
        assertThat(contract.schema("TokenPage").validate(page)).as(page.toString()).isEmpty();
        return page.get("items");
    }

    @Test
    @Requirement({"SEC-36"})
    void a_token_is_shown_once_and_reads_what_a_viewer_reads() {
        JsonNode made = made(operator, "[\"read\"]");
        String word = made.get("token").asText();
        assertThat(word).matches("wnt_[0-9A-Za-z]{49}").startsWith(made.get("prefix").asText());

        assertThat(api.get("/api/ups", word).statusCode()).isEqualTo(200);
        JsonNode me = api.json(api.get("/auth/users/me", word));
        assertThat(contract.schema("Me").validate(me)).isEmpty();
        assertThat(me.get("auth").asText()).isEqualTo("token");
        assertThat(me.get("scopes").toString()).isEqualTo("[\"read\"]");

        assertThat(api.json(api.get("/api/tokens", operator)).toString()).doesNotContain(word);
        assertThat(list("")).isEmpty();
        JsonNode seen = list("?all=true");
        assertThat(seen).hasSize(1);
        assertThat(seen.at("/0/last_used_at").asText()).isEqualTo("2026-05-02T08:00:00.000Z");
        assertThat(seen.at("/0/last_used_ip").asText()).isEqualTo("127.0.0.1");
        assertThat(api.code(api.get("/api/tokens?all=true", operator))).isEqualTo("forbidden");
        api.accounts.apiTokens().writeUses();
        assertThat(api.users.tokens().get(0).lastUsedIp()).isEqualTo("127.0.0.1");
        assertThat(api.users.tokens().get(0).sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    @Requirement({"SEC-36"})
    void what_a_wish_may_not_hold_is_refused() {
        UUID policy = UUID.randomUUID();
        for (String scopes : List.of("[]", "[\"admin\"]", "[\"execute:" + policy + "\"]")) {
            assertThat(api.code(ask(admin, scopes, ""))).as(scopes).isEqualTo("invalid_request");
        }
        assertThat(api.code(ask(operator, "[\"execute:" + policy + "\"]", "")))
                .isEqualTo("forbidden");
        assertThat(api.code(ask(admin, "[\"read\"]", ",\"allow_ips\":[\"example.org\"]")))
                .isEqualTo("invalid_request");
        for (String expiry : List.of("2026-05-02T08:00:00Z", "2027-05-02T08:00:01Z", "tomorrow")) {
            String wish =
                    "{\"name\":\"ci\",\"scopes\":[\"read\"],\"expires_at\":\"" + expiry + "\"}";
            assertThat(api.code(api.send("POST", "/api/tokens", admin, wish)))
                    .as(expiry)
                    .isEqualTo("invalid_request");
        }
        assertThat(api.code(api.send("POST", "/api/tokens", admin, "{\"name\":\"ci\"}")))
                .isEqualTo("invalid_request");
        assertThat(api.code(ask(api.token(Role.VIEWER), "[\"read\"]", ""))).isEqualTo("forbidden");
        for (int i = 0; i < 50; i++) {
            made(operator, "[\"read\"]");
        }
        assertThat(api.code(ask(operator, "[\"read\"]", ""))).isEqualTo("conflict");
    }

    @Test
    @Requirement({"SEC-36", "SEC-30"})
    void each_scope_reaches_its_operations_and_no_other() {
        String read = word(admin, "[\"read\"]");
        String rehearse = word(admin, "[\"dryrun\"]");
        String id = api.json(api.send("POST", "/api/policies", admin, POLICY)).get("id").asText();
        String dryRun = "/api/policies/" + id + "/dry-run";

        assertThat(api.code(api.send("POST", dryRun, read, "{}"))).isEqualTo("forbidden");
        assertThat(api.send("POST", dryRun, rehearse, "{}").statusCode()).isLessThan(300);
        assertThat(api.code(api.get("/api/ups", rehearse))).isEqualTo("forbidden");
        assertThat(api.get("/auth/users/me", rehearse).statusCode()).isEqualTo(200);
        for (String word : List.of(read, rehearse)) {
            assertThat(api.code(api.get("/api/users", word))).isEqualTo("forbidden");
            assertThat(api.code(api.get("/api/tokens", word))).isEqualTo("forbidden");
            assertThat(api.code(api.get("/auth/sessions", word))).isEqualTo("forbidden");
            assertThat(api.code(api.send("POST", "/api/system/disarm", word, "{}")))
                    .isEqualTo("forbidden");
            assertThat(
                            api.code(
                                    api.send(
                                            "POST",
                                            "/auth/step-up",
                                            word,
                                            "{\"password\":\"" + RunningApi.PASSWORD + "\"}")))
                    .isEqualTo("forbidden");
            assertThat(api.send("POST", "/auth/jwt/logout", word, "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    @Requirement({"SEC-36", "SEC-34", "SEC-70"})
    void an_executing_token_starts_its_one_policy_and_stands_in_the_audit_log() {
        String one = api.json(api.send("POST", "/api/policies", admin, POLICY)).get("id").asText();
        String other =
                api.json(api.send("POST", "/api/policies", admin, POLICY.replace("1", "2")))
                        .get("id")
                        .asText();
        String word = word(admin, "[\"execute:" + one + "\"]");
        String live = "{\"mode\":\"live\",\"reason\":\"it is tested\",\"ups_id\":\"rack@lab\"}";
        api.clock.advance(Duration.ofMinutes(30));

        HttpResponse<String> started =
                api.send("POST", "/api/policies/" + one + "/run", word, live);
        HttpResponse<String> refused =
                api.send("POST", "/api/policies/" + other + "/run", word, live);

        assertThat(api.code(started)).isNotIn("forbidden", "step_up_required");
        assertThat(api.code(refused)).isEqualTo("forbidden");
        assertThat(api.system.audit())
                .anySatisfy(
                        entry -> {
                            assertThat(entry.action()).isEqualTo("policy-run");
                            assertThat(entry.actorKind()).isEqualTo("token");
                            assertThat(entry.actor()).isEqualTo("admin@example.org:ci");
                        });
        assertThat(api.system.audit().toString()).doesNotContain(word);
    }

    @Test
    @Requirement({"SEC-36"})
    void a_token_shrinks_with_the_role_of_its_owner() {
        api.token(Role.ADMIN);
        api.users.create(
                api.accounts.account("zoe@example.org", null, RunningApi.PASSWORD, Role.ADMIN));
        String zoe = api.token("zoe@example.org");
        String id = api.users.byEmail("zoe@example.org").orElseThrow().id().toString();
        String policy =
                api.json(api.send("POST", "/api/policies", admin, POLICY)).get("id").asText();
        String word = word(zoe, "[\"execute:" + policy + "\",\"read\",\"dryrun\"]");

        api.send("PATCH", "/api/users/" + id, admin, "{\"role\":\"viewer\"}");

        String live = "{\"mode\":\"live\",\"reason\":\"it is tested\",\"ups_id\":\"rack@lab\"}";
        assertThat(api.code(api.send("POST", "/api/policies/" + policy + "/run", word, live)))
                .isEqualTo("forbidden");
        assertThat(api.code(api.send("POST", "/api/policies/" + policy + "/dry-run", word, "{}")))
                .isEqualTo("forbidden");
        assertThat(api.get("/api/ups", word).statusCode()).isEqualTo(200);
        api.send("PATCH", "/api/users/" + id, admin, "{\"active\":false}");
        assertThat(api.code(api.get("/api/ups", word))).isEqualTo("token_revoked");
        api.send("PATCH", "/api/users/" + id, admin, "{\"active\":true}");
        assertThat(api.get("/api/ups", word).statusCode()).isEqualTo(200);
        api.send("DELETE", "/api/users/" + id, admin, "");
        assertThat(api.code(api.get("/api/ups", word))).isEqualTo("token_revoked");
    }

    @Test
    @Requirement({"SEC-36"})
    void a_token_ends_by_time_by_revocation_and_outside_its_addresses() {
        JsonNode made = made(operator, "[\"read\"]");
        String word = made.get("token").asText();
        String viewer = api.token(Role.VIEWER);
        String path = "/api/tokens/" + made.get("id").asText();
        assertThat(api.code(api.send("DELETE", path, viewer, ""))).isEqualTo("not_found");
        String elsewhere =
                api.json(ask(operator, "[\"read\"]", ",\"allow_ips\":[\"192.0.2.0/24\"]"))
                        .get("token")
                        .asText();
        String here =
                api.json(
                                ask(
                                        operator,
                                        "[\"read\"]",
                                        ",\"allow_ips\":[\"192.0.2.0/24\",\"127.0.0.0/8\"]"))
                        .get("token")
                        .asText();

        assertThat(api.code(api.get("/api/ups", elsewhere))).isEqualTo("forbidden");
        assertThat(api.get("/api/ups", here).statusCode()).isEqualTo(200);
        assertThat(api.code(api.get("/api/ups", word + "x"))).isEqualTo("not_authenticated");
        assertThat(api.send("DELETE", path, operator, "").statusCode()).isEqualTo(204);
        assertThat(api.code(api.get("/api/ups", word))).isEqualTo("token_revoked");
        api.clock.advance(Duration.ofDays(30));
        assertThat(api.code(api.get("/api/ups", here))).isEqualTo("token_expired");
    }

    @Test
    @Requirement({"SEC-36", "API-91"})
    void a_reading_token_opens_sockets_until_it_is_revoked() {
        JsonNode reading = made(operator, "[\"read\"]");
        String rehearsing = word(operator, "[\"dryrun\"]");
        Ears ears = Ears.bearing(api, "/ws", reading.get("token").asText());
        Ears refused = Ears.bearing(api, "/ws", rehearsing);
        Ears inQuery = Ears.open(api, "/ws?token=" + reading.get("token").asText(), null);

        await().until(() -> ears.types().contains("auth_success"));
        await().until(() -> refused.closed() == 4001 && inQuery.closed() == 4001);
        api.send("DELETE", "/api/tokens/" + reading.get("id").asText(), operator, "");
        await().until(() -> ears.closed() == 4401);
    }
}
