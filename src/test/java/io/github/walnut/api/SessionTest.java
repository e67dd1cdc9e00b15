package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logging in, staying in and being put out. */
class SessionTest {

    private static final String ENOUGH = "{\"reason\":\"enough\"}";

    private RunningApi api;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        api.account(Role.ADMIN);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private HttpResponse<String> login(String password) {
        return api.send(
                api.request("/auth/jwt/login")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "username=Admin%40example.org&password=" + password)));
    }

    private JsonNode tokens() {
        return api.json(
                api.send(
                        api.request("/auth/jwt/login")
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"username\":\"admin@example.org\",\"password\":\""
                                                        + RunningApi.PASSWORD
                                                        + "\"}"))));
    }

    private HttpResponse<String> refresh(String token) {
        return api.send("POST", "/auth/jwt/refresh", null, "{\"refresh_token\":\"" + token + "\"}");
    }

    @Test
    @Requirement({"SEC-10"})
    void a_login_by_form_sets_exactly_the_two_cookies() {
        HttpResponse<String> answer = login(RunningApi.PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(204);
        List<String> cookies = answer.headers().allValues("set-cookie");
        assertThat(cookies).hasSize(2);
        assertThat(cookies.get(0))
                .matches(
                        "__Host-walnut_access=[^;]+; Path=/; Max-Age=600; HttpOnly; Secure;"
                                + " SameSite=Strict");
        assertThat(cookies.get(1))
                .matches(
                        "__Secure-walnut_refresh=[^;]+; Path=/auth; Max-Age=604800; HttpOnly;"
                                + " Secure; SameSite=Strict");
    }

    @Test
    @Requirement({"SEC-10"})
    void a_login_that_accepts_json_gets_tokens_and_no_cookie() {
        JsonNode tokens = tokens();

        assertThat(tokens.get("token_type").asText()).isEqualTo("bearer");
        assertThat(tokens.get("expires_in").asInt()).isEqualTo(600);
        assertThat(tokens.at("/user/role").asText()).isEqualTo("admin");
        assertThat(api.get("/auth/users/me", tokens.get("access_token").asText()).statusCode())
                .isEqualTo(200);
    }

    @Test
    @Requirement({"SEC-3", "SEC-24"})
    void wrong_passwords_look_like_unknown_accounts_and_are_slowed_down() {
        HttpResponse<String> unknown =
                api.send(
                        "POST",
                        "/auth/jwt/login",
                        null,
                        "{\"username\":\"nobody@example.org\",\"password\":\"x\"}");
        HttpResponse<String> wrong = login("wrong");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(api.json(wrong).get("detail")).isEqualTo(api.json(unknown).get("detail"));
        for (int i = 0; i < 4; i++) {
            assertThat(login("wrong").statusCode()).isEqualTo(401);
        }

        HttpResponse<String> throttled = login(RunningApi.PASSWORD);

        assertThat(api.code(throttled)).isEqualTo("login_throttled");
        assertThat(throttled.headers().firstValue("retry-after")).hasValue("1");
        api.clock.advance(Duration.ofSeconds(2));
        assertThat(login(RunningApi.PASSWORD).statusCode()).isEqualTo(204);
    }

    /** The twenty-first is one more than an address may try within a minute. */
    @Test
    @Requirement({"SEC-1", "SEC-24"})
    void of_twenty_one_right_logins_twenty_pass_and_one_is_told_to_wait() {
        List<HttpResponse<String>> answers =
                IntStream.range(0, 21).mapToObj(i -> login(RunningApi.PASSWORD)).toList();

        assertThat(answers.stream().filter(answer -> answer.statusCode() == 204)).hasSize(20);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .singleElement()
                .satisfies(
                        late -> {
                            assertThat(api.code(late)).isEqualTo("login_throttled");
                            assertThat(late.headers().firstValue("retry-after")).hasValue("60");
                        });
    }

    @Test
    @Requirement({"SEC-12"})
    void a_refresh_token_that_comes_again_ends_the_session() {
        String first = tokens().get("refresh_token").asText();
        JsonNode second = api.json(refresh(first));
        assertThat(refresh(first).statusCode()).isEqualTo(200);
        assertThat(api.json(refresh(first)).get("refresh_token"))
                .isEqualTo(second.get("refresh_token"));
        api.clock.advance(Duration.ofSeconds(11));

        HttpResponse<String> reused = refresh(first);

        assertThat(reused.statusCode()).isEqualTo(401);
        assertThat(refresh(second.get("refresh_token").asText()).statusCode()).isEqualTo(401);
        assertThat(api.code(api.get("/api/ups", second.get("access_token").asText())))
                .isEqualTo("token_revoked");
    }

    @Test
    @Requirement({"SEC-13"})
    void a_logout_ends_the_session_at_once() {
        String token = api.token(Role.ADMIN);
        HttpResponse<String> out = api.send("POST", "/auth/jwt/logout", token, "");

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.headers().allValues("set-cookie")).hasSize(3);
        assertThat(api.code(api.get("/api/ups", token))).isEqualTo("token_revoked");
        assertThat(api.send("POST", "/auth/jwt/logout", null, "").statusCode()).isEqualTo(401);
    }

    @Test
    @Requirement({"SEC-13", "SEC-14"})
    void a_browser_whose_access_token_is_over_ends_its_session_by_the_refresh_token() {
        String refresh = tokens().get("refresh_token").asText();
        api.clock.advance(Duration.ofMinutes(11));
        HttpRequest.Builder out =
                api.request("/auth/jwt/logout")
                        .header("Cookie", "__Secure-walnut_refresh=" + refresh)
                        .POST(HttpRequest.BodyPublishers.noBody());
        HttpRequest.Builder badHeader = out.copy().header("Authorization", "Bearer x");

        assertThat(api.send(badHeader).statusCode()).isEqualTo(401);
        HttpResponse<String> done = api.send(out);
        assertThat(done.statusCode()).isEqualTo(204);
        assertThat(done.headers().allValues("set-cookie")).hasSize(3);
        assertThat(api.send(out).statusCode()).isEqualTo(401);
    }

    @Test
    @Requirement({"SEC-14"})
    void a_bad_header_never_falls_back_to_the_cookie() {
        String token = api.token(Role.ADMIN);
        HttpRequest.Builder both =
                api.request("/api/ups").header("Cookie", "__Host-walnut_access=" + token);
        assertThat(api.send(both).statusCode()).isEqualTo(200);

        assertThat(api.send(both.header("Authorization", "Bearer x")).statusCode()).isEqualTo(401);
        assertThat(api.send(api.request("/api/ups?token=" + token)).statusCode()).isEqualTo(401);
    }

    @Test
    @Requirement({"SEC-20"})
    void cookies_need_the_csrf_token_of_their_session_and_bearers_do_not() {
        String token = api.token(Role.ADMIN);
        String cookie = "__Host-walnut_access=" + token;
        String csrf =
                api.json(api.send(api.request("/api/csrf-token").header("Cookie", cookie)))
                        .get("csrf_token")
                        .asText();
        String flipped = (csrf.charAt(0) == 'A' ? 'B' : 'A') + csrf.substring(1);

        assertThat(disarm(cookie, null, null, null)).isEqualTo(403);
        assertThat(disarm(cookie + "; walnut_csrf=" + csrf, csrf, null, null)).isEqualTo(200);
        assertThat(disarm(cookie + "; walnut_csrf=" + flipped, csrf, null, null)).isEqualTo(403);
        assertThat(disarm(cookie + "; walnut_csrf=" + flipped, flipped, null, null)).isEqualTo(403);
        assertThat(disarm(cookie + "; walnut_csrf=" + csrf, csrf, "https://evil.example", null))
                .isEqualTo(403);
        assertThat(disarm(cookie + "; walnut_csrf=" + csrf, csrf, null, "cross-site"))
                .isEqualTo(403);
        assertThat(api.send("POST", "/api/system/disarm", token, ENOUGH).statusCode())
                .isEqualTo(200);
    }

    private int disarm(String cookie, String header, String origin, String site) {
        HttpRequest.Builder request =
                api.request("/api/system/disarm")
                        .header("Cookie", cookie)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(ENOUGH));
        if (header != null) {
            request.header("X-CSRF-Token", header);
        }
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (site != null) {
            request.header("Sec-Fetch-Site", site);
        }
        return api.send(request).statusCode();
    }

    @Test
    @Requirement({"SEC-32", "SEC-33"})
    void a_proof_of_the_password_is_fresh_for_five_minutes() {
        String token = api.token(Role.ADMIN);
        String arm = "{\"reason\":\"winter\",\"confirm\":\"ARM\"}";
        api.clock.advance(Duration.ofSeconds(299));
        assertThat(api.send("POST", "/api/system/arm", token, arm).statusCode()).isEqualTo(200);
        api.clock.advance(Duration.ofSeconds(2));
        assertThat(api.code(api.send("POST", "/api/system/arm", token, arm)))
                .isEqualTo("step_up_required");

        HttpResponse<String> proof =
                api.send(
                        "POST",
                        "/auth/step-up",
                        token,
                        "{\"password\":\"" + RunningApi.PASSWORD + "\"}");

        assertThat(proof.statusCode()).isEqualTo(200);
        assertThat(api.send("POST", "/api/system/arm", token, arm).statusCode()).isEqualTo(200);
        assertThat(api.system.audit())
                .anyMatch(
                        entry ->
                                entry.action().equals("system-arm")
                                        && entry.actor().equals("admin@example.org")
                                        && entry.outcome().equals("ok"));
    }

    @Test
    @Requirement({"SEC-21"})
    void a_foreign_page_cannot_log_anybody_in() {
        HttpResponse<String> answer =
                api.send(
                        api.request("/auth/jwt/login")
                                .header("Content-Type", "application/json")
                                .header("Origin", "https://evil.example")
                                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(api.code(answer)).isEqualTo("origin_not_allowed");
    }

    @Test
    @Requirement({"SEC-12"})
    void two_refreshes_at_once_get_one_answer() throws Exception {
        String first = tokens().get("refresh_token").asText();
        List<CompletableFuture<HttpResponse<String>>> both =
                Stream.of(1, 2)
                        .map(i -> CompletableFuture.supplyAsync(() -> refresh(first)))
                        .toList();

        assertThat(both).allMatch(answer -> answer.join().statusCode() == 200);
        assertThat(
                        both.stream()
                                .map(answer -> api.json(answer.join()).get("refresh_token"))
                                .distinct())
                .hasSize(1);
    }

    @Test
    @Requirement({"SEC-12"})
    void another_client_or_an_older_token_is_no_lost_answer() {
        List<UUID> reused = new CopyOnWriteArrayList<>();
        api.sessions.onReuse(session -> reused.add(session.id()));
        String first = tokens().get("refresh_token").asText();
        String second = api.json(refresh(first)).get("refresh_token").asText();
        refresh(second);
        assertThat(refresh(first).statusCode()).as("a newer one was used").isEqualTo(401);
        String other = tokens().get("refresh_token").asText();
        refresh(other);
        HttpResponse<String> elsewhere =
                api.send(
                        api.request("/auth/jwt/refresh")
                                .header("User-Agent", "another client")
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"refresh_token\":\"" + other + "\"}")));
        assertThat(elsewhere.statusCode()).isEqualTo(401);
        assertThat(reused).hasSize(2);
    }

    @Test
    @Requirement({"SEC-12"})
    void a_session_ends_after_twelve_idle_hours_and_after_seven_days() {
        String idle = tokens().get("refresh_token").asText();
        api.clock.advance(Duration.ofHours(12));
        assertThat(api.code(refresh(idle))).isEqualTo("session_expired");
        String used = tokens().get("refresh_token").asText();
        for (int hours = 0; hours < 7 * 24 - 11; hours += 11) {
            api.clock.advance(Duration.ofHours(11));
            used = api.json(refresh(used)).get("refresh_token").asText();
        }
        api.clock.advance(Duration.ofHours(11));
        assertThat(api.code(refresh(used))).isEqualTo("session_expired");
    }

    @Test
    @Requirement({"SEC-13"})
    void the_twenty_first_session_ends_the_oldest() {
        String oldest = api.session(Role.ADMIN);
        api.clock.advance(Duration.ofSeconds(1));
        String second = api.session(Role.ADMIN);
        for (int i = 0; i < 19; i++) {
            api.clock.advance(Duration.ofSeconds(1));
            api.session(Role.ADMIN);
        }

        assertThat(api.code(api.get("/api/ups", oldest))).isEqualTo("token_revoked");
        assertThat(api.get("/api/ups", second).statusCode()).isEqualTo(200);
    }

    @Test
    @Requirement({"SEC-10"})
    void without_tls_cookies_have_plain_names_and_say_so() throws Exception {
        try (RunningApi plain = new RunningApi(false)) {
            plain.account(Role.ADMIN);
            HttpResponse<String> answer =
                    plain.send(
                            plain.request("/auth/jwt/login")
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "username=admin%40example.org&password="
                                                            + RunningApi.PASSWORD)));
            List<String> lines = answer.headers().allValues("set-cookie");
            assertThat(lines).hasSize(2).allMatch(line -> line.endsWith("; SameSite=Strict"));
            assertThat(lines.get(0)).startsWith("walnut_access=").doesNotContain("Secure");
            assertThat(lines.get(1)).startsWith("walnut_refresh=").contains("; Path=/auth;");
            assertThat(
                            plain.send(plain.request("/api/csrf-token"))
                                    .headers()
                                    .firstValue("set-cookie")
                                    .orElseThrow())
                    .matches("walnut_csrf=[^;]+; Path=/; SameSite=Strict");
        }
    }

    @Test
    @Requirement({"SEC-10", "SEC-13"})
    void from_another_host_cookies_need_tls_and_local_sessions_count_for_nothing()
            throws Exception {
        String address = outside();
        assumeTrue(address != null, "this machine has no address but loopback");
        try (RunningApi far =
                new RunningApi(address, true, WireLimits.DEFAULT, RunningApi.GENEROUS)) {
            far.account(Role.ADMIN);
            String login =
                    "{\"username\":\"admin@example.org\",\"password\":\""
                            + RunningApi.PASSWORD
                            + "\"}";
            assertThat(far.code(far.send("POST", "/auth/jwt/login", null, login)))
                    .isEqualTo("insecure_transport");
            String local = local(far);
            assertThat(far.code(far.get("/api/ups", local))).isEqualTo("not_authenticated");
        }
        assertThat(api.get("/api/ups", local(api)).statusCode()).isEqualTo(200);
    }

    private static String local(RunningApi server) {
        return server.tokens.issue(
                server.sessions
                        .open(
                                server.users.byEmail("admin@example.org").orElseThrow(),
                                "local",
                                "local",
                                null,
                                null)
                        .session(),
                Role.ADMIN);
    }

    private static String outside() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse(null);
    }
}
