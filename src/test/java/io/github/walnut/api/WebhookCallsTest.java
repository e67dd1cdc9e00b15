package io.github.walnut.api;

import static io.github.walnut.api.Webhooks.Result.NO_PROOF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.walnut.Requirement;
import io.github.walnut.config.WebhookRecord;
import io.github.walnut.message.WebhookSignature;
import io.github.walnut.security.ApiTokens;
import io.github.walnut.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of other programs, each check in its order. */
class WebhookCallsTest {

    private static final String BODY = "{\"name\":\"started\",\"level\":2}";
    private static RunningApi api;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void nothingHappened() {
        api.clock.advance(Duration.ofMinutes(1));
        api.webhooks.arrivals.clear();
        api.webhooks.refused.clear();
        api.webhooks.secrets.clear();
        api.webhooks.secrets.add(MemoryWebhooks.SECRET);
        api.webhooks.hook("generator", "signed", List.of(), 60);
    }

    private static long now() {
        return api.clock.instant().getEpochSecond();
    }

    private static HttpRequest.Builder call(String hook, byte[] body) {
        return api.request("/api/webhooks/" + hook)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
    }

    private static HttpRequest.Builder call(String hook, String body) {
        return call(hook, body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpRequest.Builder headers(
            HttpRequest.Builder request, String id, long at, String signature) {
        return request.setHeader("webhook-id", id)
                .setHeader("webhook-timestamp", Long.toString(at))
                .setHeader("webhook-signature", signature);
    }

    private static HttpRequest.Builder signed(String id, long at, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return headers(
                call("generator", bytes),
                id,
                at,
                WebhookSignature.sign(List.of(MemoryWebhooks.SECRET), id, at, bytes));
    }

    private static int status(HttpRequest.Builder request) {
        return api.send(request).statusCode();
    }

    @Test
    @Requirement({"HK-1", "HK-2", "SEC-50"})
    void a_signed_call_arrives_as_an_object_and_nothing_of_the_wire_with_it() {
        HttpResponse<String> answer =
                api.send(signed("msg-1", now(), BODY).header("CamelHttpUri", "http://evil"));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(api.json(answer).path("duplicate").asBoolean(true)).isFalse();
        assertThat(UUID.fromString(api.json(answer).path("event_id").asText())).isNotNull();
        Webhooks.Arrival arrival = api.webhooks.arrivals.get(0);
        assertThat(arrival.deliveryId()).isEqualTo("msg-1");
        assertThat(arrival.body()).isEqualTo(Map.of("name", "started", "level", 2));
    }

    @Test
    @Requirement("HAT-7")
    void every_part_of_a_signed_call_is_proven_and_the_clock_may_be_five_minutes_off() {
        assertThat(status(signed("a", now() - 299, BODY))).isEqualTo(202);
        assertThat(status(signed("b", now() + 299, BODY))).isEqualTo(202);
        assertThat(status(signed("c", now() - 301, BODY))).isEqualTo(401);
        assertThat(status(signed("d", now() + 301, BODY))).isEqualTo(401);

        String good =
                WebhookSignature.sign(List.of(MemoryWebhooks.SECRET), "e", now(), BODY.getBytes());
        assertThat(status(headers(call("generator", BODY), "f", now(), good))).isEqualTo(401);
        assertThat(status(headers(call("generator", BODY), "e", now() + 1, good))).isEqualTo(401);
        assertThat(status(headers(call("generator", BODY + " "), "e", now(), good))).isEqualTo(401);
        assertThat(status(call("generator", BODY))).isEqualTo(401);
        assertThat(status(headers(call("generator", BODY), "e", now(), "v1,AAAA " + good)))
                .isEqualTo(202);
        assertThat(api.webhooks.refused).containsEntry(NO_PROOF, 6);
    }

    @Test
    @Requirement("HAT-7")
    void a_signature_that_openssl_made_is_taken() throws Exception {
        Path openssl =
                Stream.of("/usr/bin/openssl", "/usr/local/bin/openssl")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(null);
        assumeTrue(openssl != null, "openssl is not installed");
        byte[] key = Base64.getDecoder().decode(MemoryWebhooks.SECRET.substring(6));
        String made =
                openssl(
                        openssl,
                        "hexkey:" + HexFormat.of().formatHex(key),
                        "o." + now() + "." + BODY);
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(made));
        assertThat(status(headers(call("generator", BODY), "o", now(), "v1," + base64)))
                .isEqualTo(202);

        api.webhooks.hook("repo", "github", List.of(), 60);
        String hex =
                openssl(
                        openssl,
                        "hexkey:" + HexFormat.of().formatHex(MemoryWebhooks.SECRET.getBytes()),
                        BODY);
        assertThat(
                        status(
                                call("repo", BODY)
                                        .header("X-GitHub-Delivery", "g-1")
                                        .header("X-Hub-Signature-256", "sha256=" + hex)))
                .isEqualTo(202);
        assertThat(api.webhooks.arrivals.get(1).deliveryId()).isEqualTo("g-1");
        assertThat(status(call("repo", BODY + " ").header("X-Hub-Signature-256", "sha256=" + hex)))
                .isEqualTo(401);
        assertThat(status(call("repo", BODY))).isEqualTo(401);
    }

    private static String openssl(Path program, String key, String text) throws Exception {
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "dgst",
                                "-sha256",
                                "-mac",
                                "HMAC",
                                "-macopt",
                                key)
                        .start();
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isZero();
        return printed.substring(printed.lastIndexOf(' ') + 1).trim();
    }

    @Test
    @Requirement({"HK-1", "SEC-36"})
    void a_token_reaches_the_hook_that_its_scope_names_and_a_session_reaches_none() {
        api.webhooks.hook("door", WebhookRecord.TOKEN, List.of(), 60);
        String right = apiToken("webhook:door");
        assertThat(status(bearer("door", right))).isEqualTo(202);
        assertThat(status(bearer("door", apiToken("webhook:other")))).isEqualTo(401);
        assertThat(status(bearer("door", apiToken("read")))).isEqualTo(401);
        assertThat(status(bearer("door", api.session(Role.ADMIN)))).isEqualTo(401);
        assertThat(status(bearer("generator", right))).isEqualTo(401);
        assertThat(api.get("/api/ups", right).statusCode()).isEqualTo(403);
    }

    private static HttpRequest.Builder bearer(String hook, String token) {
        return call(hook, BODY).header("Authorization", "Bearer " + token);
    }

    private static String apiToken(String scope) {
        api.token(Role.ADMIN);
        return api.accounts
                .apiTokens()
                .create(
                        UUID.randomUUID(),
                        api.users.byEmail("admin@example.org").orElseThrow().id(),
                        new ApiTokens.Wish(
                                "hooks",
                                List.of(scope),
                                List.of(),
                                api.clock.instant().plus(Duration.ofDays(1))))
                .word();
    }

    @Test
    @Requirement("HK-2")
    void what_is_wrong_is_told_in_the_order_of_the_checks() {
        String large = "{\"a\":\"" + "x".repeat(65_536) + "\"}";
        assertThat(status(call("nobody", large))).isEqualTo(413);
        assertThat(
                        status(
                                api.request("/api/webhooks/nobody")
                                        .POST(
                                                BodyPublishers.ofInputStream(
                                                        () ->
                                                                new java.io.ByteArrayInputStream(
                                                                        large.getBytes())))))
                .isEqualTo(413);
        assertThat(status(call("nobody", BODY))).isEqualTo(404);

        api.webhooks.hook("far", "signed", List.of("10.0.0.0/8"), 60);
        assertThat(status(call("far", "no JSON"))).isEqualTo(403);

        assertThat(status(call("generator", "no JSON"))).isEqualTo(401);
        assertThat(status(signed("t", now(), BODY).setHeader("Content-Type", "text/plain")))
                .isEqualTo(415);
        assertThat(status(signed("s", now(), "no JSON"))).isEqualTo(400);
        assertThat(status(signed("s", now(), ""))).isEqualTo(400);
        assertThat(status(signed("l", now(), "[1]"))).isEqualTo(400);
        assertThat(api.code(api.send(signed("k", now(), "{\"a\":1,\"a\":2}"))))
                .isEqualTo("malformed_json");

        api.webhooks.hook("generator", "signed", List.of(), 1);
        api.clock.advance(Duration.ofMinutes(2));
        assertThat(status(signed("r1", now(), BODY))).isEqualTo(202);
        HttpResponse<String> limited = api.send(call("generator", BODY));
        assertThat(api.code(limited)).isEqualTo("rate_limited");
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(api.webhooks.arrivals).hasSize(1);
    }

    @Test
    @Requirement("HK-2")
    void a_form_is_read_as_a_flat_object_over_its_own_bytes() {
        assertThat(
                        status(
                                signed("form", now(), "name=started+now&level=2")
                                        .setHeader(
                                                "Content-Type",
                                                "application/x-www-form-urlencoded")))
                .isEqualTo(202);
        assertThat(api.webhooks.arrivals.get(0).body())
                .isEqualTo(Map.of("name", "started now", "level", "2"));
    }

    @Test
    @Requirement("HK-1")
    void two_secrets_are_valid_while_one_follows_the_other() {
        HttpRequest.Builder old = signed("old", now(), BODY);
        api.webhooks.secrets.add(0, WebhookSignature.secret("the new one".getBytes()));
        assertThat(status(old)).isEqualTo(202);
        api.webhooks.secrets.remove(1);
        assertThat(status(old)).isEqualTo(401);
    }
}
