package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.peers.RealOidcProvider;
import io.github.walnut.peers.RealPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins by a certified OpenID provider. */
@RealPeer({"node", RealOidcProvider.INSTALLED})
class OidcProviderIT {

    private static final String CALLBACK = "http://127.0.0.1:9/auth/oidc/callback";

    @TempDir private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    private HomeServer walnut(RealOidcProvider provider) throws Exception {
        HomeServer walnut =
                new HomeServer(
                        folder,
                        Map.of(
                                "WALNUT_PUBLIC_URL", "http://127.0.0.1:9",
                                "WALNUT_OIDC_ENABLED", "true",
                                "WALNUT_OIDC_DISCOVERY_URL", provider.discovery(),
                                "WALNUT_OIDC_CLIENT_ID", "walnut",
                                "WALNUT_OIDC_CLIENT_SECRET", "a-client-secret-of-32-characters!",
                                "WALNUT_OIDC_ADMIN_ROLES", "[\"walnut-admin\"]",
                                "WALNUT_OIDC_VIEWER_ROLES", "[\"walnut-viewer\"]",
                                "WALNUT_OIDC_DEFAULT_ROLE", "none"));
        HomeServer.done(
                walnut.send(
                        "PATCH",
                        "api/settings/oidc",
                        "{\"scopes\":\"openid email profile roles\"}",
                        HomeServer.JSON));
        return walnut;
    }

    private HttpResponse<String> get(URI at, String cookie) throws Exception {
        return http.send(
                HttpRequest.newBuilder(at).header("Cookie", cookie).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.split(";", 2)[0])
                .findFirst()
                .orElse("");
    }

    private HttpResponse<String> login(
            HomeServer walnut, RealOidcProvider provider, String path, String session, String who)
            throws Exception {
        HttpResponse<String> begun = get(walnut.address(path), session);
        URI back = provider.login(URI.create(location(begun)), who);
        assertThat(back.toString()).startsWith(CALLBACK);
        return get(
                walnut.address("auth/oidc/callback?" + back.getRawQuery()),
                cookie(begun, "walnut_oidc"));
    }

    @Test
    @Requirement({"SEC-26", "SEC-27", "SEC-28"})
    void people_of_a_certified_provider_log_in_and_confirm_their_session() throws Exception {
        try (RealOidcProvider provider = new RealOidcProvider(CALLBACK);
                HomeServer walnut = walnut(provider)) {
            HttpResponse<String> alice =
                    login(walnut, provider, "auth/oidc/login?next=/runs", "a=b", "alice");
            assertThat(location(alice)).isEqualTo("/runs");
            String access = cookie(alice, "walnut_access");
            assertThat(get(walnut.address("auth/users/me"), access).body())
                    .contains("alice@example.test", "\"role\":\"admin\"", "\"auth\":\"oidc\"");

            HttpResponse<String> again =
                    login(
                            walnut,
                            provider,
                            "auth/oidc/login?step_up=true&next=/settings",
                            access,
                            "alice");
            assertThat(location(again)).isEqualTo("/settings");
            assertThat(
                            location(
                                    login(
                                            walnut,
                                            provider,
                                            "auth/oidc/login?step_up=true",
                                            access,
                                            "bob")))
                    .as("somebody else confirms nothing")
                    .isEqualTo("/login?error=login_failed");

            HttpResponse<String> bob = login(walnut, provider, "auth/oidc/login", "a=b", "bob");
            assertThat(get(walnut.address("auth/users/me"), cookie(bob, "walnut_access")).body())
                    .contains("\"role\":\"viewer\"");
            assertThat(location(login(walnut, provider, "auth/oidc/login", "a=b", "eve")))
                    .isEqualTo("/login?error=no_role");
        }
    }

    @Test
    @Requirement("SEC-26")
    void a_code_works_once_and_for_the_login_that_asked_for_it() throws Exception {
        try (RealOidcProvider provider = new RealOidcProvider(CALLBACK);
                HomeServer walnut = walnut(provider)) {
            HttpResponse<String> first = get(walnut.address("auth/oidc/login"), "a=b");
            URI back = provider.login(URI.create(location(first)), "alice");
            String code = FakeProvider.query(back.getRawQuery()).get("code");

            HttpResponse<String> other = get(walnut.address("auth/oidc/login"), "a=b");
            String state =
                    FakeProvider.query(URI.create(location(other)).getRawQuery()).get("state");
            HttpResponse<String> stolen =
                    get(
                            walnut.address("auth/oidc/callback?state=" + state + "&code=" + code),
                            cookie(other, "walnut_oidc"));
            assertThat(location(stolen))
                    .as("the code of another login fits neither verifier nor nonce")
                    .isEqualTo("/login?error=login_failed");
            assertThat(cookie(stolen, "walnut_access")).isEmpty();
        }
    }
}
