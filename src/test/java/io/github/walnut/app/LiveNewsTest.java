package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.PackageZip;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a socket of a whole server hears of the work of people and of power. */
@Requirement("API-92")
class LiveNewsTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String SHED =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 5m, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
            """;
    private static final String ROUTE =
            """
            {"yaml":"- route:\\n    id: user-hello\\n    from:\\n      uri: timer:hello?period=60000\\n      steps:\\n        - log: hello\\n"}
            """;

    @TempDir private Path folder;
    private final ObjectMapper mapper = new ObjectMapper();
    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();

    @Test
    void policies_hosts_routes_and_what_is_pending_are_told_as_they_change() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            listen(walnut);
            assertThat(first("ups_status").at("/data/id").asText()).startsWith("rack1@");
            walnut.virtualHost("lab", List.of("web-1", "web-2"));
            assertThat(first("host.changed").at("/data/id").asText()).isEqualTo("lab");
            JsonNode inventory = first("inventory.changed").get("data");
            assertThat(inventory.path("host_id").asText()).isEqualTo("lab");
            assertThat(inventory.path("added").asInt()).isEqualTo(2);

            String id = walnut.created(SHED).path("id").asText();
            JsonNode changed = first("policy.changed").get("data");
            assertThat(changed.path("id").asText()).isEqualTo(id);
            assertThat(changed.has("document")).isFalse();

            settingsAndModeAreTold(walnut);

            walnut.power("OB DISCHRG");
            JsonNode pending = first("policy.pending").get("data");
            assertThat(pending.path("policy_id").asText()).isEqualTo(id);
            assertThat(pending.path("ups_id").asText()).startsWith("rack1@");
            assertThat(pending.path("due_at").isTextual()).isTrue();
            assertThat(pending.path("reason").asText()).isEqualTo("for 300s");
            outageIsToldWithItsRuns(walnut, id, pending.path("ups_id").asText());
            walnut.power("OL");
            await().atMost(SOON).until(() -> all("policy.pending").size() == 2);
            assertThat(all("policy.pending").get(1).at("/data/due_at").isNull()).isTrue();

            done(walnut.send("DELETE", "api/policies/" + id, "", HomeServer.JSON));
            assertThat(first("policy.deleted").at("/data/id").asText()).isEqualTo(id);
            done(walnut.send("DELETE", "api/integrations/lab", "", HomeServer.JSON));
            assertThat(first("host.removed").at("/data/id").asText()).isEqualTo("lab");

            walnut.upload(
                    "api/integrations/types/upload", "acme.int", PackageZip.relay("1.0.0").bytes());
            JsonNode added = first("integration_type.updated").get("data");
            assertThat(added.path("id").asText()).isEqualTo("acme.wake");
            assertThat(added.path("status").asText()).isEqualTo("valid");
            done(walnut.send("DELETE", "api/integrations/types/acme.wake", "", HomeServer.JSON));
            assertThat(first("integration_type.removed").at("/data/id").asText())
                    .isEqualTo("acme.wake");

            done(walnut.post("api/routes", ROUTE));
            JsonNode route = first("route.changed").get("data");
            assertThat(route.path("id").asText()).isEqualTo("user-hello");
            assertThat(route.path("status").asText()).isEqualTo("started");
            done(walnut.send("DELETE", "api/routes/user-hello", "", HomeServer.JSON));
            assertThat(first("route.removed").at("/data/id").asText()).isEqualTo("user-hello");
        }
    }

    @Test
    void upss_that_come_and_go_parts_in_trouble_and_words_for_people_are_told() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            listen(walnut);
            first("ups_status");
            walnut.secondNutServer("other");
            await("added").atMost(SOON).until(() -> added("rack1@other").isPresent());
            JsonNode added = added("rack1@other").orElseThrow();
            assertThat(added.at("/data/id").asText()).isEqualTo("rack1@other");
            assertThat(added.at("/data/server_id").asText()).isEqualTo("other");

            done(walnut.send("DELETE", "api/nut/servers/other", "", HomeServer.JSON));
            assertThat(first("ups.removed").get("data"))
                    .isEqualTo(mapper.createObjectNode().put("id", "rack1@other"));

            done(
                    walnut.post(
                            "api/nut/servers",
                            "{\"id\":\"nowhere\",\"host\":\"127.0.0.1\",\"port\":1}"));
            await("trouble")
                    .atMost(SOON)
                    .until(
                            () ->
                                    all("system.status").stream()
                                            .map(told -> told.get("data"))
                                            .anyMatch(LiveNewsTest::aServerInTrouble));

            walnut.takesRestarts();
            done(walnut.post("api/system/restart", ""));
            JsonNode notice = first("system.notice").get("data");
            assertThat(notice.path("severity").asText()).isEqualTo("warn");
            assertThat(notice.path("message").asText()).contains("restarts");
        }
    }

    private Optional<JsonNode> added(String upsId) {
        return all("ups.added").stream()
                .filter(told -> told.get("subject").asText().equals(upsId))
                .findFirst();
    }

    private static boolean aServerInTrouble(JsonNode part) {
        return part.path("name").asText().equals("nut:nowhere")
                && part.path("status").asText().equals("error")
                && part.path("message").isTextual()
                && part.path("since").isTextual();
    }

    private void settingsAndModeAreTold(HomeServer walnut) {
        done(
                walnut.send(
                        "PATCH",
                        "api/settings/polling",
                        "{\"dead_time\":\"20s\"}",
                        HomeServer.JSON));
        assertThat(first("settings.changed").at("/data/group").asText()).isEqualTo("polling");
        assertThat(first("settings.changed").at("/data/version").isInt()).isTrue();
        done(walnut.post("api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
        await("armed")
                .atMost(SOON)
                .until(
                        () ->
                                all("system.mode").stream()
                                        .anyMatch(mode -> mode.at("/data/armed").asBoolean()));
    }

    private void outageIsToldWithItsRuns(HomeServer walnut, String policy, String ups) {
        assertThat(first("outage.updated").at("/data/run_ids").isArray()).isTrue();
        String outage = first("outage.updated").at("/data/id").asText();
        String run =
                done(walnut.post(
                                "api/policies/" + policy + "/run",
                                "{\"mode\":\"dry_run\",\"reason\":\"it is tested\",\"ups_id\":\"%s\"}"
                                        .formatted(ups)))
                        .path("id")
                        .asText();
        walnut.upsTells(Map.of("battery.charge", "91"));
        await("the run stands in the outage")
                .atMost(SOON)
                .until(
                        () ->
                                all("outage.updated").stream()
                                        .anyMatch(
                                                told ->
                                                        told.at("/data/run_ids/0")
                                                                .asText()
                                                                .equals(run)));
        assertThat(done(walnut.get("api/outages/" + outage)).at("/run_ids/0").asText())
                .isEqualTo(run);
        String event = first("event").at("/data/id").asText();
        done(walnut.post("api/events/ack", "{\"ids\":[\"" + event + "\"]}"));
        assertThat(first("event.acknowledged").at("/data/ids/0").asText()).isEqualTo(event);
        assertThat(first("event.acknowledged").at("/data/by").asText()).contains("@");
    }

    private List<JsonNode> all(String type) {
        return heard.stream().filter(m -> m.path("type").asText().equals(type)).toList();
    }

    private JsonNode first(String type) {
        await(type).atMost(SOON).until(() -> !all(type).isEmpty());
        return all(type).get(0);
    }

    private void listen(HomeServer walnut) {
        StringBuilder text = new StringBuilder();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + walnut.token())
                .buildAsync(
                        URI.create(walnut.address("ws").toString().replaceFirst("http", "ws")),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(
                                    WebSocket socket, CharSequence part, boolean last) {
                                text.append(part);
                                if (last) {
                                    heard.add(read(text.toString()));
                                    text.setLength(0);
                                }
                                socket.request(1);
                                return null;
                            }
                        })
                .join();
    }

    private JsonNode read(String text) {
        try {
            return mapper.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
