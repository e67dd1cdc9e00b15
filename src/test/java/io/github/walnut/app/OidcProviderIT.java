package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.peers.RealOidcProvider;
import io.github.walnut.peers.RealPeer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins by a certified OpenID provider. */
@RealPeer({"node", RealOidcProvider.INSTALLED})
class OidcProviderIT {

    private static final String FAILED = "/login?error=login_failed";

    @TempDir private static Path folder;
    private static RealOidcProvider provider;
    private static HomeServer walnut;
    private static OidcBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        provider = new RealOidcProvider(OidcBrowser.CALLBACK);
        walnut = new HomeServer(folder, Map.of("WALNUT_PUBLIC_URL", OidcBrowser.PUBLIC_URL));
        browser = new OidcBrowser(walnut);
        client("walnut");
    }

    @AfterAll
    static void stop() {
        if (walnut != null) {
            walnut.close();
        }
        if (provider != null) {
            provider.close();
        }
    }

    @AfterEach
    void asItWas() throws Exception {
        provider.ahead(0);
        client("walnut");
    }

    private static void client(String id) {
        browser.provider(
                provider.discovery(),
                Map.of("client_id", id, "scopes", "openid email profile roles"));
    }

    private static OidcBrowser.Person person(String name) {
        return asked -> provider.login(asked, name);
    }

    @Test
    @Requirement({"SEC-26", "SEC-27", "SEC-28"})
    void people_of_a_certified_provider_log_in_and_confirm_their_session() throws Exception {
        OidcBrowser.Done alice =
                browser.login("auth/oidc/login?next=/runs", "a=b", person("alice"));
        assertThat(alice.location()).isEqualTo("/runs");
        assertThat(browser.me(alice.access()))
                .contains("alice@example.test", "\"role\":\"admin\"", "\"auth\":\"oidc\"");

        String confirm = "auth/oidc/login?step_up=true&next=/settings";
        assertThat(browser.login(confirm, alice.access(), person("alice")).location())
                .isEqualTo("/settings");
        assertThat(browser.login(confirm, alice.access(), person("bob")).location())
                .as("somebody else confirms nothing")
                .isEqualTo(FAILED);

        OidcBrowser.Done bob = browser.login(person("bob"));
        assertThat(browser.me(bob.access())).contains("\"role\":\"viewer\"");
        assertThat(browser.login(person("eve")).location()).isEqualTo("/login?error=no_role");
        assertThat(browser.audited(2))
                .satisfiesExactly(
                        eve -> assertThat(eve).startsWith("no_role").contains("leads to a role"),
                        last -> assertThat(last).startsWith("ok").contains("bob@example.test"));
    }

    @Test
    @Requirement("SEC-26")
    void tokens_of_each_algorithm_that_is_accepted_log_in() throws Exception {
        for (String client : new String[] {"walnut-ps", "walnut-es", "walnut-ed"}) {
            client(client);
            assertThat(browser.me(browser.login(person("alice")).access()))
                    .as(client)
                    .contains("\"role\":\"admin\"");
        }
        assertThat(walnut.post("api/settings/oidc/test", "{}").text()).contains("4 keys");
    }

    @Test
    @Requirement({"SEC-26", "SEC-70"})
    void codes_and_tokens_that_are_not_for_this_login_are_refused_and_audited() throws Exception {
        OidcBrowser.Begun first = browser.begin();
        URI back = provider.login(first.asked(), "alice");
        OidcBrowser.Begun other = browser.begin();
        String stolen =
                "state="
                        + other.state()
                        + "&code="
                        + FakeProvider.query(back.getRawQuery()).get("code");
        assertThat(browser.callback(other, stolen).location())
                .as("the code of another login does not fit the verifier")
                .isEqualTo(FAILED);

        OidcBrowser.Begun once = browser.begin();
        URI used = provider.login(once.asked(), "alice");
        assertThat(browser.finish(once, used).location()).isEqualTo("/");
        OidcBrowser.Done replayed = browser.finish(once, used);
        assertThat(replayed).isEqualTo(new OidcBrowser.Done("/login?error=login_expired", ""));

        OidcBrowser.Begun nonce = browser.begin().withNonce("another");
        assertThat(browser.finish(nonce, provider.login(nonce.asked(), "alice")).location())
                .isEqualTo(FAILED);

        OidcBrowser.Begun slow = browser.begin();
        URI late = provider.login(slow.asked(), "alice");
        provider.ahead(120);
        assertThat(browser.finish(slow, late).location()).as("an old code").isEqualTo(FAILED);

        provider.ahead(0);
        OidcBrowser.Begun past = browser.begin();
        URI good = provider.login(past.asked(), "alice");
        provider.ahead(-600);
        assertThat(browser.finish(past, good)).as("an old token").isEqualTo(refused());

        provider.ahead(0);
        client("alias");
        assertThat(browser.login(person("alice"))).as("another audience").isEqualTo(refused());

        assertThat(browser.audited(7))
                .satisfiesExactly(
                        audience -> assertThat(audience).contains("login_failed", "JWT audience"),
                        token -> assertThat(token).contains("login_failed", "Expired JWT"),
                        code -> assertThat(code).contains("login_failed", "invalid_grant"),
                        asked -> assertThat(asked).contains("login_failed", "(nonce)"),
                        twice -> assertThat(twice).contains("login_expired", "came twice"),
                        login -> assertThat(login).startsWith("ok"),
                        thief -> assertThat(thief).contains("login_failed", "invalid_grant"));
    }

    private static OidcBrowser.Done refused() {
        return new OidcBrowser.Done(FAILED, "");
    }
}
