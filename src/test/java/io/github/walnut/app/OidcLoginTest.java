package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.github.walnut.Requirement;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a login by an identity provider, and what goes wrong on it. */
class OidcLoginTest {

    private static final String ACCESS = "walnut_access=";

    @TempDir private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private FakeProvider provider;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        provider = new FakeProvider();
        walnut =
                new HomeServer(
                        folder,
                        Map.of(
                                "WALNUT_PUBLIC_URL", "http://walnut.test",
                                "WALNUT_SECURE_COOKIES", "true",
                                "WALNUT_OIDC_ENABLED", "true",
                                "WALNUT_OIDC_PROVIDER_NAME", "Fake",
                                "WALNUT_OIDC_DISCOVERY_URL",
                                        provider.issuer() + "/.well-known/openid-configuration",
                                "WALNUT_OIDC_CLIENT_ID", FakeProvider.CLIENT,
                                "WALNUT_OIDC_CLIENT_SECRET", FakeProvider.SECRET,
                                "WALNUT_OIDC_ADMIN_ROLES", "[\"ops\"]",
                                "WALNUT_OIDC_VIEWER_ROLES", "[\"staff\"]",
                                "WALNUT_OIDC_DEFAULT_ROLE", "none"));
        provider.person =
                Map.of(
                        "email",
                        "Alice@example.org",
                        "email_verified",
                        true,
                        "roles",
                        List.of("ops"));
    }

    @AfterEach
    void stop() {
        walnut.close();
        provider.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(walnut.address(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.split(";", 2)[0].substring(line.indexOf('=') + 1))
                .findFirst()
                .orElse("");
    }

    private HttpResponse<String> back(HttpResponse<String> begun) throws Exception {
        URI at = URI.create(location(begun));
        return callback(
                cookie(begun, "walnut_oidc"),
                FakeProvider.query(at.getRawQuery()).get("state"),
                provider.code(at));
    }

    private HttpResponse<String> callback(String cookie, String state, String code)
            throws Exception {
        return get(
                "auth/oidc/callback?state=" + state + "&code=" + code,
                "Cookie",
                "walnut_oidc=" + cookie);
    }

    private HttpResponse<String> login() throws Exception {
        return back(get("auth/oidc/login?next=/runs"));
    }

    private String refusal() throws Exception {
        HttpResponse<String> answer = login();
        assertThat(cookie(answer, ACCESS)).isEmpty();
        return location(answer);
    }

    @Test
    @Requirement({"SEC-26", "SEC-27", "SEC-28"})
    void a_person_of_the_provider_logs_in_with_the_role_of_the_claims() throws Exception {
        assertThat(get("auth/providers").body())
                .contains("\"enabled\":true", "\"name\":\"Fake\"", "/auth/oidc/login");

        assertThat(walnut.post("api/settings/oidc/test", "{}").text())
                .contains("\"ok\":true", "the issuer is " + provider.issuer(), "1 keys");

        HttpResponse<String> begun = get("auth/oidc/login?next=/runs");
        assertThat(location(begun))
                .contains("code_challenge_method=S256", "response_type=code", "nonce=");
        assertThat(begun.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Path=/auth/oidc", "Max-Age=600", "HttpOnly", "SameSite=Lax");
        HttpResponse<String> done = back(begun);
        assertThat(location(done)).isEqualTo("/runs");
        String admin = cookie(done, ACCESS);
        assertThat(get("auth/users/me", "Cookie", ACCESS + admin).body())
                .contains("alice@example.org", "\"role\":\"admin\"", "\"auth\":\"oidc\"");

        assertThat(walnut.get("api/users").text())
                .contains("\"oidc_linked\":true", "\"oidc_linked\":false");

        provider.person = Map.of("email", "alice@example.org", "roles", "staff");
        String viewer = cookie(login(), ACCESS);
        assertThat(get("auth/users/me", "Cookie", ACCESS + viewer).body())
                .contains("\"role\":\"viewer\"");
        assertThat(get("auth/users/me", "Cookie", ACCESS + admin).statusCode())
                .as("a demotion ends other sessions")
                .isEqualTo(401);

        provider.person = Map.of("email", "alice@example.org", "roles", List.of("guests"));
        assertThat(refusal()).isEqualTo("/login?error=no_role");
    }

    @Test
    @Requirement("SEC-26")
    void each_claim_that_is_not_as_it_must_be_refuses_the_login() throws Exception {
        Date past = Date.from(Instant.now().minusSeconds(3600));
        Date future = Date.from(Instant.now().plusSeconds(3600));
        Map<String, Consumer<JWTClaimsSet.Builder>> wrong = new LinkedHashMap<>();
        wrong.put("issuer", claims -> claims.issuer("http://other"));
        wrong.put("audience", claims -> claims.audience("other"));
        wrong.put("two audiences", claims -> claims.audience(List.of("walnut", "other")));
        wrong.put("azp", claims -> claims.claim("azp", "other"));
        wrong.put("expired", claims -> claims.expirationTime(past));
        wrong.put("no expiry", claims -> claims.expirationTime(null));
        wrong.put("issued later", claims -> claims.issueTime(future));
        wrong.put("not issued", claims -> claims.issueTime(null));
        wrong.put("nonce", claims -> claims.claim("nonce", "another"));
        wrong.put("no nonce", claims -> claims.claim("nonce", null));
        wrong.put("no subject", claims -> claims.subject(null));
        for (Map.Entry<String, Consumer<JWTClaimsSet.Builder>> each : wrong.entrySet()) {
            provider.change = each.getValue();
            assertThat(refusal()).as(each.getKey()).isEqualTo("/login?error=login_failed");
        }
        provider.change = claims -> {};
        for (FakeProvider.Signing signing : FakeProvider.Signing.values()) {
            provider.signing = signing;
            if (signing != FakeProvider.Signing.GOOD) {
                assertThat(refusal()).as(signing.name()).isEqualTo("/login?error=login_failed");
            }
        }
        provider.signing = FakeProvider.Signing.GOOD;
        assertThat(location(login())).isEqualTo("/runs");
    }

    @Test
    @Requirement({"SEC-26", "SEC-28"})
    void a_login_comes_back_once_to_the_browser_that_began_it() throws Exception {
        HttpResponse<String> begun = get("auth/oidc/login?next=//evil.example");
        URI at = URI.create(location(begun));
        String state = FakeProvider.query(at.getRawQuery()).get("state");
        String cookie = cookie(begun, "walnut_oidc");
        String code = provider.code(at);

        String expired = "/login?error=login_expired";
        assertThat(location(callback("", state, code))).isEqualTo(expired);
        assertThat(location(callback(cookie + "x", state, code))).isEqualTo(expired);
        assertThat(location(callback(cookie, state, code))).isEqualTo("/");
        assertThat(location(callback(cookie, state, code))).isEqualTo(expired);

        HttpResponse<String> second = get("auth/oidc/login");
        assertThat(location(callback(cookie(second, "walnut_oidc"), "other", "code")))
                .isEqualTo(expired);
        HttpResponse<String> third = get("auth/oidc/login");
        String used = FakeProvider.query(URI.create(location(third)).getRawQuery()).get("state");
        assertThat(location(callback(cookie(third, "walnut_oidc"), used, code)))
                .as("a code that was used before")
                .isEqualTo("/login?error=login_failed");
    }

    @Test
    @Requirement({"SEC-27", "SEC-28", "SEC-5"})
    void a_local_admin_is_not_taken_over_and_gets_in_while_the_provider_is_down() throws Exception {
        provider.person =
                Map.of(
                        "email",
                        "admin@example.org",
                        "email_verified",
                        true,
                        "roles",
                        List.of("ops"));
        HomeServer.done(
                walnut.send(
                        "PATCH", "api/settings/oidc", "{\"auto_link\":true}", "application/json"));
        assertThat(refusal()).isEqualTo("/login?error=link_required");

        provider.page = "<title>canary of an inner page</title>";
        walnut.restart(Map.of());
        assertThat(walnut.post("api/settings/oidc/test", "{}").text())
                .contains("\"ok\":false")
                .doesNotContain("canary", "title");
        provider.close();
        walnut.restart(Map.of());
        assertThat(location(get("auth/oidc/login"))).isEqualTo("/login?error=provider_unreachable");
        assertThat(walnut.post("api/settings/oidc/test", "{}").text())
                .contains("\"ok\":false", "discovery failed");
        assertThat(walnut.get("api/ups").status()).isEqualTo(200);
    }

    @Test
    @Requirement({"SEC-28", "SEC-32"})
    void a_session_is_confirmed_by_a_new_check_at_the_provider() throws Exception {
        String access = cookie(login(), ACCESS);
        String csrf = get("api/csrf-token", "Cookie", ACCESS + access).body();
        assertThat(csrf).contains("csrf_token");
        HttpResponse<String> asked =
                http.send(
                        HttpRequest.newBuilder(walnut.address("auth/step-up"))
                                .header("Authorization", "Bearer " + access)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(asked.body()).contains("/auth/oidc/login?step_up=true");

        HttpResponse<String> begun =
                get("auth/oidc/login?step_up=true&next=/settings", "Cookie", ACCESS + access);
        assertThat(location(begun)).contains("prompt=login", "max_age=0");
        assertThat(location(back(begun)))
                .as("the provider does not tell when it checked")
                .isEqualTo("/login?error=login_failed");

        provider.change =
                claims ->
                        claims.claim("auth_time", Instant.now().minusSeconds(600).getEpochSecond());
        assertThat(location(back(get("auth/oidc/login?step_up=true", "Cookie", ACCESS + access))))
                .isEqualTo("/login?error=login_failed");
        provider.change = claims -> claims.claim("auth_time", Instant.now().getEpochSecond());
        HttpResponse<String> done =
                back(get("auth/oidc/login?step_up=true&next=/settings", "Cookie", ACCESS + access));
        assertThat(location(done)).isEqualTo("/settings");
        assertThat(cookie(done, ACCESS)).as("the session goes on").isEmpty();
    }
}
