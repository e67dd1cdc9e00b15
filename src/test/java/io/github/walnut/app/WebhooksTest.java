package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.message.WebhookSignature;
import io.github.walnut.store.AuditEntry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks from their record in the settings to the runs of the policies that listen to them. */
class WebhooksTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String GENERATOR = "{\"name\":\"generator\",\"title\":\"The generator\"}";
    private static final String HOOK = "{\"records\":[" + GENERATOR + "]}";
    private static final String POLICY =
            """
            version: "2.0"
            name: Called from outside
            trigger: {type: webhook.custom, name: generator, match: {state: failed, level: 2}}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [shop]}}
            safeties: {suppression_window: 0s}
            """;
    private static final String FAILED = "{\"state\":\"failed\",\"level\":2,\"note\":\"%s\"}";

    @TempDir private static Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private static HomeServer walnut;

    @BeforeAll
    static void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        walnut.close();
    }

    private JsonNode patch(String values) {
        return done(walnut.send("PATCH", "api/settings/webhooks", values, JSON));
    }

    /** Other tests had other hooks; a hook that was there keeps its secret. */
    private String fresh(String hook) {
        patch("{\"records\":[]}");
        return patch("{\"records\":[" + hook + "]}").at("/secrets/generator").asText();
    }

    private static long happened(String name) {
        return walnut.happened().stream().filter(name::equals).count();
    }

    private HttpResponse<String> call(String secret, String id, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        long at = Instant.now().getEpochSecond();
        return http.send(
                HttpRequest.newBuilder(walnut.address("api/webhooks/generator"))
                        .header("Content-Type", JSON)
                        .header("webhook-id", id)
                        .header("webhook-timestamp", Long.toString(at))
                        .header(
                                "webhook-signature",
                                WebhookSignature.sign(List.of(secret), id, at, bytes))
                        .POST(BodyPublishers.ofByteArray(bytes))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String member(HttpResponse<String> answer, String name) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer.body().replaceFirst(".*\"" + name + "\":\"?([^\",}]*).*", "$1");
    }

    @Test
    @Requirement({"POL-25", "HK-3", "HK-4", "SEC-34"})
    void a_signed_call_becomes_one_event_and_a_live_run_only_of_an_armed_policy() throws Exception {
        walnut.virtualHost("lab", List.of("shop"));
        String secret = fresh(GENERATOR);
        long before = happened("webhook_received");
        String policy = walnut.created(POLICY).path("id").asText();

        member(call(secret, "one", FAILED.formatted("dry")), "event_id");
        await().atMost(SOON).until(() -> runs(policy).size() == 1);
        assertThat(runs(policy).at("/0/mode").asText()).isEqualTo("dry_run");

        done(walnut.post("api/system/arm", "{\"reason\":\"tested\",\"confirm\":\"ARM\"}"));
        done(
                walnut.post(
                        "api/policies/" + policy + "/arm",
                        "{\"reason\":\"tested\",\"confirm\":\"Called from outside\"}"));
        member(call(secret, "other", "{\"state\":\"started\"}"), "event_id");
        String event = member(call(secret, "two", FAILED.formatted("live")), "event_id");
        await().atMost(SOON).until(() -> runs(policy).at("/0/mode").asText().equals("live"));

        HttpResponse<String> again = call(secret, "two", FAILED.formatted("live"));
        assertThat(member(again, "duplicate")).isEqualTo("true");
        assertThat(member(again, "event_id")).isEqualTo(event);

        JsonNode told = done(walnut.get("api/events/" + event));
        assertThat(told.path("kind").asText()).isEqualTo("webhook.custom");
        assertThat(told.at("/subject/kind").asText()).isEqualTo("integration");
        assertThat(told.at("/attrs/name").asText()).isEqualTo("generator");
        assertThat(told.at("/attrs/body/state").asText()).isEqualTo("failed");
        assertThat(told.at("/attrs/source").asText()).isEqualTo("127.0.0.1");
        assertThat(happened("webhook_received") - before).isEqualTo(3);
        await().atMost(SOON)
                .until(
                        () ->
                                walnut.audit().stream()
                                                .filter(row -> row.actorKind().equals("webhook"))
                                                .map(AuditEntry::actor)
                                                .filter("generator"::equals)
                                                .count()
                                        >= 3);
        assertThat(walnut.getAs("metrics", "text/plain").text())
                .contains("walnut_webhooks_total{hook=\"generator\",result=\"accepted\"}")
                .contains("walnut_webhooks_total{hook=\"generator\",result=\"duplicate\"}");
    }

    private JsonNode runs(String policy) {
        return done(walnut.get("api/runs?policy_id=" + policy)).path("items");
    }

    @Test
    @Requirement({"HK-1", "API-70"})
    void a_secret_is_shown_once_and_followed_by_another_over_a_day() throws Exception {
        fresh("");
        JsonNode made = patch(HOOK);
        String secret = made.at("/secrets/generator").asText();
        assertThat(secret).startsWith("whsec_").hasSize(50);
        JsonNode read = done(walnut.get("api/settings/webhooks"));
        assertThat(read.toString()).doesNotContain(secret).doesNotContain("secrets");
        assertThat(read.at("/values/records/0/secret/set").asBoolean()).isTrue();
        assertThat(read.at("/values/records/0/rate_per_minute").asInt()).isEqualTo(60);
        assertThat(patch(read.path("values").toString()).has("secrets"))
                .as("what was read may be written back")
                .isFalse();

        JsonNode rotated = done(walnut.post("api/settings/webhooks/generator/rotate", ""));
        String next = rotated.path("secret").asText();
        assertThat(next).isNotEqualTo(secret);
        assertThat(Instant.parse(rotated.path("old_until").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)),
                        Instant.now().plus(Duration.ofHours(25)));
        walnut.restart(Map.of());
        assertThat(call(secret, "old", "{}").statusCode()).isEqualTo(202);
        assertThat(call(next, "new", "{}").statusCode()).isEqualTo(202);
        assertThat(call(next, "new", "{}").body()).contains("\"duplicate\":true");

        patch("{\"records\":[]}");
        assertThat(call(next, "gone", "{}").statusCode()).isEqualTo(404);
        String anew = patch(HOOK).at("/secrets/generator").asText();
        assertThat(call(next, "former", "{}").statusCode()).isEqualTo(401);
        assertThat(call(anew, "anew", "{}").statusCode()).isEqualTo(202);

        assertThat(walnut.post("api/settings/webhooks/nobody/rotate", "").status()).isEqualTo(404);
        patch("{\"records\":[{\"name\":\"door\",\"auth\":\"token\"}]}");
        assertThat(walnut.post("api/settings/webhooks/door/rotate", "").status()).isEqualTo(409);
    }

    @Test
    @Requirement({"HK-1", "API-70"})
    void records_are_checked_and_tried() {
        HomeServer.Answer wrong =
                walnut.send(
                        "PATCH",
                        "api/settings/webhooks",
                        "{\"records\":[{\"name\":\"a\"},{\"name\":\"b\",\"auth\":\"none\"}]}",
                        JSON);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/errors/0/pointer").asText()).isEqualTo("/records/1/auth");
        for (String record :
                List.of(
                        "{\"name\":\"A b\"}",
                        "{}",
                        "{\"name\":\"a\",\"secret\":\"mine\"}",
                        "{\"name\":\"a\",\"colour\":\"red\"}",
                        "{\"name\":\"a\",\"allow_ips\":[\"here\"]}",
                        "{\"name\":\"a\",\"rate_per_minute\":0}",
                        "{\"name\":\"a\"},{\"name\":\"a\"}")) {
            String values = "{\"records\":[" + record + "]}";
            assertThat(walnut.send("PATCH", "api/settings/webhooks", values, JSON).status())
                    .as(record)
                    .isEqualTo(400);
        }

        patch("{\"records\":[]}");
        JsonNode none = done(walnut.post("api/settings/webhooks/test", "{}"));
        assertThat(none.path("ok").asBoolean()).isFalse();
        patch(HOOK);
        JsonNode good = done(walnut.post("api/settings/webhooks/test", "{}"));
        assertThat(good.path("ok").asBoolean()).as(good.toString()).isTrue();
        assertThat(good.at("/steps/0/name").asText()).isEqualTo("generator");
        JsonNode off =
                done(
                        walnut.post(
                                "api/settings/webhooks/test",
                                "{\"records\":[{\"name\":\"generator\",\"enabled\":false}]}"));
        assertThat(off.path("ok").asBoolean()).isFalse();
    }

    @Test
    @Requirement("HK-3")
    void equal_bodies_are_one_call_for_a_while_and_refusals_are_told() throws Exception {
        String secret =
                fresh("{\"name\":\"generator\",\"dedupe\":\"1m\",\"ups_id\":\"rack1@main\"}");
        String event = member(call(secret, "a", "{\"n\":1}"), "event_id");
        assertThat(member(call(secret, "b", "{\"n\":1}"), "event_id")).isEqualTo(event);
        assertThat(member(call(secret, "c", "{\"n\":2}"), "duplicate")).isEqualTo("false");
        assertThat(done(walnut.get("api/events/" + event)).at("/subject/kind").asText())
                .isEqualTo("ups");

        String forged = WebhookSignature.secret("somebody else's".getBytes());
        for (int i = 0; i < 12; i++) {
            assertThat(call(forged, "f" + i, "{}").statusCode()).isEqualTo(401);
        }
        await().atMost(SOON).until(() -> walnut.happened().contains("webhook_rejected"));
        assertThat(walnut.happened().stream().filter("webhook_rejected"::equals)).hasSize(1);
    }
}
