package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** A browser that is led from walNUT to an identity provider and back, one step at a time. */
final class OidcBrowser {

    static final String PUBLIC_URL = "http://127.0.0.1:9";
    static final String CALLBACK = PUBLIC_URL + "/auth/oidc/callback";

    /** What the person does at the provider: from the address asked for to the callback. */
    @FunctionalInterface
    interface Person {
        URI at(URI asked) throws Exception;
    }

    /** A login under way. */
    record Begun(URI asked, String cookie) {

        /** Asked for with another nonce than walNUT's. */
        Begun withNonce(String nonce) {
            return new Begun(
                    URI.create(asked.toString().replaceAll("nonce=[^&]+", "nonce=" + nonce)),
                    cookie);
        }

        String state() {
            return FakeProvider.query(asked.getRawQuery()).get("state");
        }
    }

    /**
     * @param location where the browser is sent on to
     * @param access the access cookie, or empty
     */
    record Done(String location, String access) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final HomeServer walnut;

    OidcBrowser(HomeServer walnut) {
        this.walnut = walnut;
    }

    /** Sets the whole group, as an administrator would. */
    void provider(String discovery, Map<String, String> more) {
        StringBuilder values =
                new StringBuilder(
                        """
                        {"enabled":true,"discovery_url":"%s",
                         "client_secret":"canary-client-secret-of-32-chars!",
                         "admin_values":["walnut-admin"],"viewer_values":["walnut-viewer"],
                         "default_role":"none\""""
                                .formatted(discovery));
        more.forEach((key, value) -> values.append(",\"%s\":\"%s\"".formatted(key, value)));
        HomeServer.done(walnut.send("PATCH", "api/settings/oidc", values + "}", HomeServer.JSON));
    }

    HttpResponse<String> get(String path, String cookie) throws Exception {
        return http.send(
                HttpRequest.newBuilder(walnut.address(path)).header("Cookie", cookie).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    Begun begin(String path, String session) throws Exception {
        HttpResponse<String> answer = get(path, session);
        return new Begun(URI.create(location(answer)), cookie(answer, "walnut_oidc"));
    }

    Begun begin() throws Exception {
        return begin("auth/oidc/login", "a=b");
    }

    Done finish(Begun begun, URI back) throws Exception {
        assertThat(back.toString()).startsWith(CALLBACK);
        return callback(begun, back.getRawQuery());
    }

    Done callback(Begun begun, String query) throws Exception {
        HttpResponse<String> answer = get("auth/oidc/callback?" + query, begun.cookie());
        return new Done(location(answer), cookie(answer, "walnut_access"));
    }

    Done login(String path, String session, Person person) throws Exception {
        Begun begun = begin(path, session);
        return finish(begun, person.at(begun.asked()));
    }

    Done login(Person person) throws Exception {
        return login("auth/oidc/login", "a=b", person);
    }

    /** Who the session belongs to. */
    String me(String access) throws Exception {
        return get("auth/users/me", access).body();
    }

    /** What the audit log tells of the last logins by a provider, newest first. */
    List<String> audited(int last) {
        return walnut.audit().stream()
                .filter(entry -> entry.action().equals("oidc-callback"))
                .filter(entry -> !entry.outcome().equals("begun"))
                .limit(last)
                .map(entry -> entry.outcome() + " " + entry.diff())
                .toList();
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.split(";", 2)[0])
                .findFirst()
                .orElse("");
    }
}
