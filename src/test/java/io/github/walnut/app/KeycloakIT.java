package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealKeycloak;
import io.github.walnut.peers.RealPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins by Keycloak, with passwords. */
@RealPeer(value = RealKeycloak.INSTALLED, profile = "long")
class KeycloakIT {

    private static final OidcBrowser.Done FAILED =
            new OidcBrowser.Done("/login?error=login_failed", "");

    @TempDir private static Path folder;
    private static RealKeycloak keycloak;
    private static HomeServer walnut;
    private static OidcBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        keycloak = new RealKeycloak(Path.of("target/keycloak/keycloak.log"));
        walnut = new HomeServer(folder, Map.of("WALNUT_PUBLIC_URL", OidcBrowser.PUBLIC_URL));
        browser = new OidcBrowser(walnut);
    }

    @AfterAll
    static void stop() {
        if (walnut != null) {
            walnut.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @BeforeEach
    void asItWas() {
        client("walnut", "walnut");
    }

    private static void client(String realm, String id) {
        browser.provider(keycloak.discovery(realm), Map.of("client_id", id));
    }

    private static OidcBrowser.Person person(String name) {
        return asked -> keycloak.login(asked, name, name + "-has-a-password").orElseThrow();
    }

    @Test
    @Requirement({"SEC-26", "SEC-27"})
    void people_get_the_role_that_keycloak_gives_them() throws Exception {
        assertThat(walnut.post("api/settings/oidc/test", "{}").text()).contains("\"ok\":true");
        OidcBrowser.Done alice =
                browser.login("auth/oidc/login?next=/runs", "a=b", person("alice"));
        assertThat(alice.location()).isEqualTo("/runs");
        assertThat(browser.me(alice.access()))
                .contains("alice@example.test", "\"role\":\"admin\"", "\"auth\":\"oidc\"");
        assertThat(browser.me(browser.login(person("bob")).access()))
                .contains("\"role\":\"viewer\"");
        assertThat(browser.login(person("eve")))
                .isEqualTo(new OidcBrowser.Done("/login?error=no_role", ""));
        client("walnut", "walnut-ed");
        assertThat(browser.me(browser.login(person("alice")).access()))
                .as("a token signed by EdDSA")
                .contains("\"role\":\"admin\"");
    }

    @Test
    @Requirement("SEC-28")
    void a_session_is_confirmed_with_the_password_at_keycloak() throws Exception {
        String access = browser.login(person("alice")).access();
        String confirm = "auth/oidc/login?step_up=true&next=/settings";
        assertThat(browser.login(confirm, access, person("alice")).location())
                .isEqualTo("/settings");
        assertThat(browser.login(confirm, access, person("bob"))).isEqualTo(FAILED);
        assertThat(keycloak.login(browser.begin(confirm, access).asked(), "alice", "not-this-one"))
                .isEmpty();
    }

    @Test
    @Requirement({"SEC-26", "SEC-70"})
    void what_is_wrong_logs_nobody_in_and_stands_in_the_audit_log() throws Exception {
        Optional<URI> wrongPassword =
                keycloak.login(browser.begin().asked(), "bob", "alice-has-a-password");
        assertThat(wrongPassword).as("a wrong password gets no code").isEmpty();

        OidcBrowser.Begun once = browser.begin();
        URI used = person("bob").at(once.asked());
        assertThat(browser.finish(once, used).location()).isEqualTo("/");
        assertThat(browser.finish(once, used).location()).isEqualTo("/login?error=login_expired");

        OidcBrowser.Begun other = browser.begin();
        String code = FakeProvider.query(used.getRawQuery()).get("code");
        assertThat(browser.callback(other, "state=" + other.state() + "&code=" + code))
                .as("a used code in another login")
                .isEqualTo(FAILED);

        OidcBrowser.Begun nonce = browser.begin().withNonce("another");
        assertThat(browser.finish(nonce, person("bob").at(nonce.asked()))).isEqualTo(FAILED);

        client("walnut", "walnut-shared");
        assertThat(browser.login(person("bob"))).as("for others too").isEqualTo(FAILED);
        client("walnut", "walnut-foreign");
        assertThat(browser.login(person("bob"))).as("for somebody else").isEqualTo(FAILED);

        client("hasty", "walnut");
        OidcBrowser.Begun slow = browser.begin();
        URI late = person("alice").at(slow.asked());
        Instant expired = Instant.now().plusSeconds(3);
        await().atMost(TestLimits.WAIT).until(() -> Instant.now().isAfter(expired));
        assertThat(browser.finish(slow, late)).as("an old code").isEqualTo(FAILED);

        assertThat(browser.audited(7))
                .satisfiesExactly(
                        old -> assertThat(old).contains("login_failed", "invalid_grant"),
                        foreign -> assertThat(foreign).contains("login_failed", "JWT audience"),
                        shared -> assertThat(shared).contains("login_failed", "for others too"),
                        asked -> assertThat(asked).contains("login_failed", "(nonce)"),
                        replayed -> assertThat(replayed).contains("login_failed", "invalid_grant"),
                        twice -> assertThat(twice).contains("login_expired", "came twice"),
                        login -> assertThat(login).startsWith("ok"));
    }

    @Test
    @Requirement("SEC-13")
    void a_logout_ends_the_session() throws Exception {
        String access = browser.login(person("bob")).access();
        HttpResponse<String> out =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(walnut.address("auth/jwt/logout"))
                                        .header("Cookie", access)
                                        .POST(HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(browser.get("auth/users/me", access).statusCode()).isEqualTo(401);
    }
}
