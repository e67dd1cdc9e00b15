package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on answers, and what never does. */
class HeadersTest {

    private static final String CANARY = "canary-7f3a";
    private static RunningApi api;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
        admin = api.token(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    @Requirement({"SEC-50"})
    void nothing_of_a_request_comes_back_in_a_header() throws Exception {
        Contract contract =
                new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")))
                        .contract();
        for (Operation operation : contract.operations()) {
            String path = operation.path().text().replaceAll("\\{[a-z_]+}", UUID.randomUUID() + "");
            HttpRequest.Builder request =
                    api.request(
                                    path
                                            + "?set-cookie=a%3D"
                                            + CANARY
                                            + "&Location=http://"
                                            + CANARY
                                            + "&CamelHttpResponseCode=299&x-probe="
                                            + CANARY)
                            .header("Authorization", "Bearer " + admin)
                            .header("X-Probe-Header", CANARY)
                            .header("CamelHttpUri", "http://" + CANARY)
                            .header("CamelHttpResponseCode", "299")
                            .header("operationName", CANARY)
                            .header("If-Match", "*")
                            .header("Content-Type", "application/json")
                            .method(
                                    operation.method(),
                                    operation.method().equals("GET")
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString("{}"));

            HttpResponse<String> answer = api.send(request);

            assertThat(answer.statusCode()).as(operation.id()).isNotEqualTo(299);
            assertThat(answer.headers().map().toString().toLowerCase(Locale.ROOT))
                    .as(operation.id())
                    .doesNotContain(CANARY, "camel", "x-probe", "operationname");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/nothing", "/health", "/api/ups", "/assets/nothing.js"})
    @Requirement({"SEC-23"})
    void every_answer_carries_the_security_headers(String path) {
        HttpResponse<String> answer = api.send(api.request(path));

        assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe-inline");
        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("referrer-policy")).hasValue("same-origin");
        assertThat(answer.headers().firstValue("server")).isEmpty();
        assertThat(answer.headers().firstValue("cross-origin-opener-policy"))
                .hasValue("same-origin");
        assertThat(answer.headers().firstValue("cross-origin-resource-policy"))
                .hasValue("same-origin");
        assertThat(answer.headers().firstValue("permissions-policy").orElseThrow())
                .contains("camera=()", "display-capture=()", "publickey-credentials-get=()");
    }

    @Test
    @Requirement({"SEC-23"})
    void data_may_load_nothing_and_each_start_page_has_a_nonce_of_its_own() {
        for (String path : List.of("/api/nothing", "/api/ups", "/auth/providers")) {
            assertThat(api.send(api.request(path)).headers().firstValue("content-security-policy"))
                    .hasValue("default-src 'none'; frame-ancestors 'none'");
        }
        String first = nonce(api.send(api.request("/")));
        String second = nonce(api.send(api.request("/policies/new")));

        assertThat(first).hasSize(24).isNotEqualTo(second);
        assertThat(
                        api.send(api.request("/favicon.svg"))
                                .headers()
                                .firstValue("content-security-policy")
                                .orElse(""))
                .doesNotContain("unsafe-inline");
    }

    /** The one in the header is that of the page. */
    private static String nonce(HttpResponse<String> page) {
        assertThat(page.statusCode()).isEqualTo(200);
        Matcher policy =
                Pattern.compile("'nonce-([^']+)'")
                        .matcher(
                                page.headers().firstValue("content-security-policy").orElseThrow());
        assertThat(policy.find()).isTrue();
        assertThat(page.body()).contains("name=\"csp-nonce\" content=\"" + policy.group(1) + "\"");
        return policy.group(1);
    }

    @Test
    @Requirement({"SEC-22"})
    void listed_origins_may_read_and_others_may_not() {
        HttpResponse<String> listed = preflight("https://good.example");
        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(listed.headers().firstValue("access-control-allow-origin"))
                .hasValue("https://good.example");
        assertThat(listed.headers().firstValue("access-control-allow-methods"))
                .hasValue("GET, HEAD, POST");
        assertThat(listed.headers().firstValue("access-control-allow-credentials"))
                .hasValue("true");
        assertThat(listed.headers().firstValue("access-control-allow-headers"))
                .hasValue(
                        "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key,"
                                + " X-CSRF-Token, X-Request-Id");
        assertThat(listed.headers().firstValue("access-control-max-age")).hasValue("600");
        for (String origin :
                List.of(
                        "https://good.example.evil",
                        "https://good.example:444",
                        "http://good.example",
                        "null")) {
            HttpResponse<String> refused = preflight(origin);
            assertThat(refused.statusCode()).as(origin).isEqualTo(400);
            assertThat(api.code(refused)).isEqualTo("origin_not_allowed");
            assertThat(refused.headers().firstValue("access-control-allow-origin")).isEmpty();
        }
    }

    @Test
    @Requirement({"SEC-22"})
    void answers_are_read_by_listed_origins_alone_and_always_vary() {
        String viewer = api.token(Role.VIEWER);
        for (String origin : List.of("https://good.example", "https://evil.example")) {
            HttpResponse<String> answer =
                    api.send(
                            api.request("/api/ups")
                                    .header("Authorization", "Bearer " + viewer)
                                    .header("Origin", origin));
            boolean good = origin.contains("good");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("vary")).hasValue("Origin");
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .isEqualTo(good ? Optional.of(origin) : Optional.empty());
            assertThat(answer.headers().firstValue("access-control-allow-credentials").isPresent())
                    .isEqualTo(good);
            assertThat(answer.headers().firstValue("access-control-expose-headers"))
                    .isEqualTo(
                            good
                                    ? Optional.of(
                                            "ETag, Location, X-Request-Id, X-Walnut-Build,"
                                                    + " RateLimit-Limit, RateLimit-Remaining,"
                                                    + " RateLimit-Reset, Retry-After,"
                                                    + " Idempotent-Replayed")
                                    : Optional.empty());
        }
        assertThat(api.send(api.request("/health")).headers().firstValue("vary"))
                .hasValue("Origin");
    }

    private static HttpResponse<String> preflight(String origin) {
        return api.send(
                api.request("/api/policies")
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/application.properties",
                "/META-INF/MANIFEST.MF",
                "/../openapi.yaml",
                "/%2e%2e/openapi.yaml",
                "/..%2fopenapi.yaml",
                "/assets/..%2f..%2f..%2fopenapi.yaml",
                "/logback.xml",
                "/pom.xml"
            })
    @Requirement({"CON-171", "SEC-23"})
    void no_file_outside_the_console_is_served(String path) {
        HttpResponse<String> answer = api.send(api.request(path));

        assertThat(answer.statusCode()).isIn(200, 400, 404);
        assertThat(answer.body())
                .doesNotContain("openapi: 3", "Manifest-Version", "<configuration");
    }

    @Test
    @Requirement({"CON-171", "SEC-23"})
    void unknown_paths_give_the_start_page_with_a_fresh_nonce() {
        HttpResponse<String> one = api.send(api.request("/policies/42"));
        HttpResponse<String> other = api.send(api.request("/"));

        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(one.body())
                .contains(
                        "<title>Test console</title>",
                        "csp-nonce",
                        "<meta name=\"walnut-locale\" content=\"en\">",
                        "<meta name=\"walnut-site\" content=\"Shed &amp; &quot;Hall&quot;\">");
        assertThat(one.headers().firstValue("cache-control")).hasValue("no-cache");
        assertThat(one.headers().firstValue("content-security-policy").orElseThrow())
                .contains("'nonce-")
                .isNotEqualTo(other.headers().firstValue("content-security-policy").orElseThrow());
        HttpResponse<String> asset = api.send(api.request("/assets/test-1a2b.js"));
        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(asset.headers().firstValue("cache-control"))
                .hasValue("public, max-age=31536000, immutable");
        assertThat(api.send(api.request("/assets/absent.js")).statusCode()).isEqualTo(404);
    }
}
