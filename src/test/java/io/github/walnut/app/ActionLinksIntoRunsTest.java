package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.HttpReceiver;
import io.github.walnut.security.ActionLink;
import io.github.walnut.security.ActionLink.Action;
import io.github.walnut.security.ActionLinks;
import io.github.walnut.security.Hkdf;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.LockedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server: a run counts down, somebody reads a message and steps in by its links. */
@Requirement("NTF-8")
class ActionLinksIntoRunsTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String SECRET = "canary-0123456789abcdefghijklmnop";
    private static final String KEY = "canary-Tr0ub4dor&3-and-a-second-sentence";
    private static final String OUTSIDE = "https://walnut.example/ups/api/links/";
    private static final String SHED =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}, delay: 5m}
            """;

    @TempDir private Path folder;
    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient browser = HttpClient.newHttpClient();
    private HttpReceiver phone;
    private HomeServer walnut;
    private String policy;

    @BeforeEach
    void start() throws Exception {
        phone = HttpReceiver.start();
        walnut =
                new HomeServer(
                        folder,
                        Map.of(
                                "WALNUT_PUBLIC_URL",
                                "https://walnut.example",
                                "WALNUT_BASE_PATH",
                                "/ups"));
        walnut.virtualHost("lab", List.of("web-1"));
        await().atMost(SOON).until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
        done(
                walnut.post(
                        "api/integrations",
                        "{\"id\":\"phone\",\"type_id\":\"notify\",\"name\":\"phone\",\"config\":{\"kind\":\"ntfy\",\"topic\":\"power\",\"insecure\":true,\"url\":\"%s\"}}"
                                .formatted(phone.url())));
        policy = "api/policies/" + walnut.created(SHED).path("id").asText();
        done(walnut.post(policy + "/dry-run", "{}"));
        done(
                walnut.post(
                        policy + "/arm",
                        "{\"reason\":\"it is tested\",\"confirm\":\"Shed the lab\",\"targets\":1}"));
        done(walnut.post("api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
    }

    @AfterEach
    void stop() {
        walnut.close();
        phone.close();
    }

    private JsonNode settings(String values) {
        return done(walnut.send("PATCH", "api/settings/notifications", values, JSON));
    }

    private String run(String mode) {
        return done(walnut.post(
                        policy + "/run",
                        "{\"mode\":\"%s\",\"reason\":\"it is tested\",\"ups_id\":\"rack1\"}"
                                .formatted(mode)))
                .path("id")
                .asText();
    }

    /** The newest message about the begin of a run. */
    private JsonNode message(int number) {
        await().atMost(SOON).until(() -> messages().size() >= number);
        return messages().get(number - 1);
    }

    private List<JsonNode> messages() {
        return phone.received().stream()
                .filter(received -> received.method().equals("POST"))
                .map(received -> read(received.body()))
                .filter(message -> message.path("title").asText().matches(".* (runs|would run)"))
                .toList();
    }

    private JsonNode read(String body) {
        try {
            return mapper.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String token(JsonNode message, String label) {
        for (JsonNode action : message.path("actions")) {
            if (action.path("label").asText().equals(label)) {
                assertThat(action.path("action").asText()).isEqualTo("view");
                assertThat(action.path("url").asText()).startsWith(OUTSIDE + ActionLinks.PREFIX);
                return action.path("url").asText().substring(OUTSIDE.length());
            }
        }
        throw new AssertionError("no " + label + " in " + message);
    }

    private HttpResponse<String> send(String token, boolean post) throws Exception {
        return browser.send(request(token, post), BodyHandlers.ofString());
    }

    private HttpRequest request(String token, boolean post) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(walnut.address("ups/api/links/" + token))
                        .header("Accept", "text/html")
                        .timeout(TestLimits.WAIT);
        return post
                ? request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.noBody())
                        .build()
                : request.GET().build();
    }

    /** What eight people get who press the button in the same moment. */
    private List<Integer> atOnce(String token) {
        return IntStream.range(0, 8)
                .mapToObj(n -> browser.sendAsync(request(token, true), BodyHandlers.ofString()))
                .toList()
                .stream()
                .map(answer -> answer.join().statusCode())
                .toList();
    }

    private String state(String run) {
        return done(walnut.get("api/runs/" + run)).path("state").asText();
    }

    private static String signed(UUID run, Action action, String channel, Instant until) {
        return new ActionLinks(new Hkdf(SECRET.getBytes(StandardCharsets.UTF_8)))
                .sign(new ActionLink(run, action, channel, until));
    }

    @Test
    @Requirement({"SEC-34", "EXE-62"})
    void a_run_is_held_by_one_link_and_let_go_by_the_other_each_once_whatever_happens_between()
            throws Exception {
        settings("{\"action_links\":true}");
        String run = run("live");
        JsonNode message = message(1);
        String hold = token(message, "Hold");
        String go = token(message, "Go now");
        assertThat(message.path("message").asText()).doesNotContain(hold, go);
        assertThat(message.path("click").asText())
                .isEqualTo("https://walnut.example/ups/runs/" + run);

        for (int i = 0; i < 2; i++) {
            HttpResponse<String> page = send(hold, false);
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(page.body())
                    .contains("walnut.example", "Hold \u201cShed the lab\u201d?", "rack1")
                    .containsPattern("[1-4] min");
            assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
        }
        assertThat(send(go, false).body()).contains("Let \u201cShed the lab\u201d go now?");
        assertThat(state(run)).isEqualTo("running");

        assertThat(atOnce(hold)).containsOnlyOnce(200).containsOnly(200, 404);
        await().atMost(SOON).until(() -> state(run).equals("held"));
        HttpResponse<String> twice = send(hold, true);
        assertThat(twice.statusCode()).isEqualTo(404);
        await().atMost(SOON).until(() -> !walnut.events("hold_started").isEmpty());
        JsonNode event = walnut.events("hold_started").get(0).at("/attrs/details");
        assertThat(event.path("by").asText()).isEqualTo("phone");
        assertThat(event.path("actor_kind").asText()).isEqualTo("link");

        Instant later = Instant.now().plusSeconds(600);
        for (String other :
                List.of(
                        hold.substring(0, hold.length() - 2) + "AA",
                        signed(
                                UUID.fromString(run),
                                Action.GO_NOW,
                                "phone",
                                Instant.now().minusMillis(1)),
                        signed(UUID.fromString(run), Action.GO_NOW, "nobody", later),
                        signed(UUID.randomUUID(), Action.GO_NOW, "phone", later),
                        "wnl_x")) {
            for (boolean post : List.of(false, true)) {
                HttpResponse<String> refused = send(other, post);
                assertThat(refused.statusCode()).isEqualTo(404);
                assertThat(refused.body()).isEqualTo(twice.body());
            }
        }
        assertThat(state(run)).isEqualTo("held");

        walnut.restart(Map.of());
        assertThat(send(hold, true).statusCode()).isEqualTo(404);
        assertThat(send(go, false).statusCode()).isEqualTo(200);
        assertThat(send(go, true).body()).contains("\u201cShed the lab\u201d goes on");
        await().atMost(SOON).until(() -> state(run).equals("done"));
        assertThat(send(go, true).statusCode()).isEqualTo(404);
        assertThat(done(walnut.get("api/runs/" + run)).path("result").asText())
                .isEqualTo("succeeded");

        assertThat(links())
                .containsExactly(
                        "go_now ok " + run,
                        "go_now begun " + run,
                        "hold ok " + run,
                        "hold begun " + run);
        nothingIsKept(hold, go);
    }

    @Test
    @Requirement("SEC-71")
    void a_run_is_held_once_while_the_store_takes_nothing() throws Exception {
        settings("{\"action_links\":true}");
        String run = run("live");
        String hold = token(message(1), "Hold");
        try (LockedStore locked = new LockedStore(folder.resolve("data"), KEY)) {
            assertThat(send(hold, true).statusCode()).isEqualTo(200);
            assertThat(send(hold, true).statusCode()).isEqualTo(404);
        }
        await().atMost(SOON).until(() -> state(run).equals("held"));
        await().atMost(SOON).until(() -> links().contains("hold ok " + run));
    }

    /** Newest first. */
    private List<String> links() {
        return walnut.audit().stream()
                .filter(row -> row.action().equals("link-use"))
                .peek(row -> assertThat(row.actor()).isEqualTo("phone"))
                .peek(row -> assertThat(row.actorKind()).isEqualTo("link"))
                .map(row -> row.diff().get("action") + " " + row.outcome() + " " + row.object())
                .toList();
    }

    private void nothingIsKept(String... tokens) {
        walnut.stop();
        try (StoreRoom store =
                new StoreRoom(
                        walnut.configuration(), DatabaseConfig.Mode.COMMAND, new SystemClock())) {
            String letters = store.outbox.of("phone").toString();
            assertThat(letters).contains("Shed the lab runs").doesNotContain("wnl_");
            assertThat(letters).doesNotContain(tokens);
        }
        for (AuditEntry row : walnut.audit()) {
            assertThat(row.toString()).doesNotContain(tokens).doesNotContain("wnl_");
        }
    }

    @Test
    void links_are_carried_only_where_they_are_wanted_and_a_live_run_counts_down()
            throws Exception {
        assertThat(
                        done(walnut.get("api/settings/notifications"))
                                .at("/values/action_links")
                                .asBoolean())
                .isFalse();
        String first = run("live");
        assertThat(message(1).has("actions")).isFalse();
        String known =
                signed(UUID.fromString(first), Action.HOLD, "phone", Instant.now().plusSeconds(60));
        assertThat(send(known, true).statusCode()).isEqualTo(404);
        assertThat(state(first)).isEqualTo("running");
        settings("{\"action_links\":true}");
        assertThat(send(known, false).statusCode()).isEqualTo(200);
        done(walnut.post("api/runs/" + first + "/cancel", "{\"reason\":\"it is tested\"}"));
        assertThat(send(known, true).statusCode()).isEqualTo(404);

        run("dry_run");
        await().atMost(SOON)
                .until(
                        () ->
                                phone.received().stream()
                                        .anyMatch(sent -> sent.body().contains("Dry-run:")));
        walnut.restart(Map.of("WALNUT_PUBLIC_URL", ""));
        JsonNode settings = done(walnut.get("api/settings/notifications"));
        assertThat(settings.at("/findings/0/code").asText()).isEqualTo("no_public_url");
        assertThat(settings.at("/findings/0/pointer").asText()).isEqualTo("/action_links");
        assertThat(messages().stream().filter(message -> message.has("actions"))).isEmpty();
        assertThat(send(known, false).statusCode()).isEqualTo(404);
    }
}
