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
import io.github.walnut.peers.HttpReceiver.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server with channels and real receivers: what people are told. */
class NotificationsTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;
    private final ObjectMapper mapper = new ObjectMapper();
    private HttpReceiver phone;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        phone = HttpReceiver.start();
        walnut = new HomeServer(folder, Map.of("WALNUT_PUBLIC_URL", "https://walnut.example"));
        await().atMost(SOON).until(() -> walnut.happened().contains("ups_added"));
    }

    @AfterEach
    void stop() {
        walnut.close();
        phone.close();
    }

    private void channel(String id, String config) {
        done(
                walnut.post(
                        "api/integrations",
                        "{\"id\":\"%s\",\"type_id\":\"notify\",\"name\":\"%s\",\"config\":%s}"
                                .formatted(id, id, config.formatted(phone.url()))));
    }

    private void ntfy(String id, String topic) {
        channel(
                id,
                "{\"kind\":\"ntfy\",\"topic\":\"" + topic + "\",\"insecure\":true,\"url\":\"%s\"}");
    }

    private HomeServer.Answer settings(String values) {
        return walnut.send("PATCH", "api/settings/notifications", values, JSON);
    }

    /** Messages to a topic or path, oldest first. */
    private List<JsonNode> messages(String to) {
        return phone.received().stream()
                .filter(received -> received.method().equals("POST"))
                .map(this::body)
                .filter(body -> to.equals(body.path("topic").asText(to)))
                .toList();
    }

    private JsonNode body(Received received) {
        try {
            return mapper.readTree(received.body());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonNode component() {
        for (JsonNode part : done(walnut.get("api/system/status")).path("components")) {
            if (part.path("name").asText().equals("notifications")) {
                return part;
            }
        }
        throw new AssertionError("no component notifications");
    }

    @Test
    @Requirement({"NTF-1", "NTF-4", "OPS-51", "PM-3"})
    void mains_are_lost_and_the_message_arrives_once_whatever_happens_to_the_process()
            throws Exception {
        assertThat(component().path("status").asText()).isEqualTo("off");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("notify-"));
        ntfy("phone", "power");
        assertThat(
                        done(walnut.get("api/settings/notifications"))
                                .at("/values/channels/0/kind")
                                .asText())
                .isEqualTo("ntfy");

        walnut.power("OB DISCHRG");
        await().atMost(SOON).until(() -> !messages("power").isEmpty());
        JsonNode message = messages("power").get(0);
        assertThat(message.path("title").asText()).isEqualTo("Warning: rack1 lost mains power");
        assertThat(message.path("message").asText())
                .contains("Charge 100 %", "15 min left on battery", "https://walnut.example");
        assertThat(component().path("status").asText()).isEqualTo("ok");

        await().atMost(SOON)
                .until(
                        () ->
                                walnut.getAs("metrics", "text/plain")
                                        .text()
                                        .contains(
                                                "walnut_notifications_total{channel=\"phone\",result=\"sent\"} 1"));
        walnut.restart(Map.of());
        await().during(Duration.ofSeconds(1))
                .atMost(SOON)
                .until(() -> messages("power").size() == 1);
        try (StoreRoom store =
                new StoreRoom(
                        walnut.configuration(),
                        io.github.walnut.store.DatabaseConfig.Mode.COMMAND,
                        new SystemClock())) {
            assertThat(store.outbox.of("phone"))
                    .singleElement()
                    .matches(letter -> letter.name().equals("mains_lost"))
                    .matches(letter -> letter.state().word().equals("sent"))
                    .matches(letter -> letter.eventId() != null);
        }
    }

    @Test
    @Requirement({"SEC-63", "NTF-2"})
    void a_route_of_an_operator_tells_a_channel() {
        String route =
                """
                - route:
                    id: user-say
                    from:
                      uri: timer:once?period=1s&delay=0&repeatCount=1
                      steps:
                        - setBody: {constant: "The generator runs"}
                        - to: walnut:notify?channel=phone&severity=info
                """;
        String document = mapper.createObjectNode().put("yaml", route).toString();
        assertThat(walnut.post("api/routes", document).json().at("/errors/0/code").asText())
                .isEqualTo("unknown_channel");
        ntfy("phone", "power");
        done(walnut.post("api/routes", document));
        await().atMost(SOON).until(() -> !messages("power").isEmpty());
        JsonNode message = messages("power").get(0);
        assertThat(message.path("title").asText()).contains("The generator runs");
    }

    @Test
    @Requirement({"NTF-1", "NTF-3", "NTF-9", "SEC-51"})
    void rules_and_templates_are_settings_and_tried_before_anything_happens() {
        ntfy("phone", "power");
        assertThat(settings("{\"channels\":[{\"id\":\"none\"}]}").json().at("/errors/0/pointer"))
                .hasToString("\"/channels/0/id\"");
        assertThat(
                        settings("{\"channels\":[{\"id\":\"phone\",\"min_severity\":\"loud\"}]}")
                                .json()
                                .at("/errors/0/pointer")
                                .asText())
                .isEqualTo("/channels/0/min_severity");
        for (String text : List.of("{{title", "{{env:WALNUT_DB_KEY}}", "${env:HOME}", "{{>x}}")) {
            HomeServer.Answer refused =
                    settings("{\"templates\":{\"mains_lost\":{\"title\":\"%s\"}}}".formatted(text));
            assertThat(refused.status()).as(text).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/pointer").asText())
                    .isEqualTo("/templates/mains_lost/title");
        }
        assertThat(settings("{\"templates\":{\"nonsense\":{\"title\":\"x\"}}}").status())
                .isEqualTo(400);
        JsonNode stored =
                done(
                        settings(
                                "{\"channels\":[{\"id\":\"phone\",\"min_severity\":\"info\",\"names\":[\"ups_*\",\"mains_*\"]}],"
                                        + "\"templates\":{\"ups_added\":{\"title\":\"New: {{ups.display_name}} {{ups.nonsense}}\"}}}"));
        assertThat(stored.at("/values/channels/0/rate_per_min").asInt()).isEqualTo(10);
        assertThat(stored.at("/values/channels/0/min_severity").asText()).isEqualTo("info");
        done(
                walnut.send(
                        "PUT",
                        "api/settings/notifications",
                        stored.path("values").toString(),
                        JSON));

        JsonNode preview =
                done(walnut.post("api/settings/notifications/preview", "{\"channel\":\"phone\"}"));
        assertThat(preview.path("title").asText()).isEqualTo("New: rack1");
        assertThat(preview.path("cut").asBoolean()).isFalse();
        assertThat(preview.at("/findings/0/code").asText()).isEqualTo("unknown_variable");
        assertThat(messages("power")).isEmpty();

        JsonNode tested =
                done(walnut.post("api/settings/notifications/test", "{\"channel\":\"phone\"}"));
        assertThat(tested.path("ok").asBoolean()).as(tested.toString()).isTrue();
        assertThat(tested.path("steps").findValuesAsText("name")).contains("accepted");
        assertThat(messages("power").get(0).path("message").asText()).startsWith("TEST");
        assertThat(
                        walnut.post("api/settings/notifications/test", "{\"channel\":\"none\"}")
                                .status())
                .isEqualTo(404);
    }

    @Test
    @Requirement({"NTF-2", "NTF-4", "NTF-7"})
    void a_channel_that_is_down_delays_no_other_and_gets_what_it_missed_in_one_message()
            throws Exception {
        HttpReceiver down = HttpReceiver.start();
        try {
            down.answerAll(HttpReceiver.Answer.json(503, "{}"));
            done(
                    walnut.post(
                            "api/integrations",
                            "{\"id\":\"siren\",\"type_id\":\"notify\",\"name\":\"siren\",\"config\":{\"kind\":\"webhook\",\"insecure\":true,\"url\":\"%s/hook\"}}"
                                    .formatted(down.url())));
            ntfy("phone", "power");
            String names = "\"names\":[\"mains_lost\",\"system_armed\"]";
            done(
                    settings(
                            "{\"channels\":[{\"id\":\"phone\",%s},{\"id\":\"siren\",%s}]}"
                                    .formatted(names, names)));
            walnut.power("OB DISCHRG");
            await().atMost(SOON).until(() -> messages("power").size() == 1);
            await().atMost(SOON).until(() -> posts(down).size() == 1);
            done(walnut.post("api/system/arm", "{\"reason\":\"tested\",\"confirm\":\"ARM\"}"));
            await().atMost(SOON).until(() -> messages("power").size() == 2);
            assertThat(messages("power").get(1).path("title").asText()).contains("armed");

            down.answerAll(HttpReceiver.Answer.json(200, "{}"));
            await().atMost(SOON).until(() -> posts(down).size() == 2);
            JsonNode digest = body(posts(down).get(1));
            assertThat(digest.path("type").asText()).isEqualTo("digest");
            assertThat(digest.at("/data/items").size()).isEqualTo(2);
            assertThat(posts(down).get(0).header("webhook-id"))
                    .isNotEqualTo(posts(down).get(1).header("webhook-id"));
        } finally {
            down.close();
        }
    }

    @Test
    @Requirement({"NTF-1", "API-70"})
    void a_channel_is_made_where_its_rules_are_set() {
        String made =
                "{\"id\":\"phone\",\"name\":\"My phone\",\"kind\":\"ntfy\",\"min_severity\":\"info\","
                        + "\"config\":{\"url\":\"%s\",\"topic\":\"power\",\"insecure\":true},"
                        + "\"secrets\":{\"token\":\"canary-of-the-phone\"}}";
        JsonNode wrong =
                settings(
                                "{\"channels\":[{\"id\":\"phone\",\"config\":{\"kind\":\"ntfy\",\"url\":\"no\"}}]}")
                        .json();
        assertThat(wrong.path("code").asText()).isEqualTo("validation");
        assertThat(wrong.path("errors").findValuesAsText("pointer"))
                .contains("/channels/0/config/topic");
        HomeServer.Answer bad =
                settings(
                        "{\"channels\":[%s,{\"id\":\"none\"}]}"
                                .formatted(made.formatted(phone.url())));
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().path("detail").asText())
                .contains("there is no channel 'none'", "POST /api/integrations");
        assertThat(walnut.get("api/integrations/phone").status()).isEqualTo(404);

        HomeServer.Answer answer =
                settings("{\"channels\":[%s]}".formatted(made.formatted(phone.url())));
        JsonNode record = done(answer).at("/values/channels/0");
        assertThat(answer.text()).doesNotContain("canary-of-the-phone");
        assertThat(record.path("kind").asText()).isEqualTo("ntfy");
        assertThat(record.path("min_severity").asText()).isEqualTo("info");
        assertThat(record.has("config")).isFalse();
        JsonNode host = done(walnut.get("api/integrations/phone"));
        assertThat(host.path("name").asText()).isEqualTo("My phone");
        assertThat(host.at("/config/topic").asText()).isEqualTo("power");
        assertThat(host.at("/secrets/token/set").asBoolean()).isTrue();
        done(walnut.post("api/settings/notifications/test", "{\"channel\":\"phone\"}"));
        assertThat(messages("power")).hasSize(1);

        JsonNode again =
                settings("{\"channels\":[%s]}".formatted(made.formatted(phone.url()))).json();
        assertThat(again.at("/errors/0/pointer").asText()).isEqualTo("/channels/0");
        assertThat(again.path("detail").asText()).contains("PATCH /api/integrations/phone");
        assertThat(walnut.audit().toString()).doesNotContain("canary-of-the-phone");
        assertThat(walnut.audit())
                .filteredOn(row -> row.action().equals("settings-update"))
                .filteredOn(row -> row.outcome().equals("ok"))
                .first()
                .matches(row -> row.diff().toString().contains("integrations={made=[phone]}"))
                .matches(row -> row.diff().toString().contains("min_severity=info"));
    }

    private static List<Received> posts(HttpReceiver receiver) {
        return receiver.received().stream()
                .filter(received -> received.method().equals("POST"))
                .toList();
    }
}
