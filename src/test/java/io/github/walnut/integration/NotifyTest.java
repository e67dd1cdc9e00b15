package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.message.WebhookSignature;
import io.github.walnut.peers.HttpReceiver;
import io.github.walnut.peers.HttpReceiver.Answer;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each kind of channel says to its service. */
class NotifyTest extends WithNotifyBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "01930c1f-75a0-7d1e-9b11-5d8f0a3c2e11";

    private DriverResult send(String kind, Map<String, Object> params) {
        return bench.send(Mode.EXECUTE, bench.channel(kind, service.url(), Map.of()), params);
    }

    private HttpReceiver.Received only() {
        assertThat(service.received()).hasSize(1);
        return service.received().get(0);
    }

    private static JsonNode json(HttpReceiver.Received received) throws Exception {
        return JSON.readTree(received.body());
    }

    private static Map<String, Object> message(String severity) {
        return Map.of(
                "title",
                "Rack A läuft auf Batterie",
                "message",
                "Charge 80 %\nTime left 12 min",
                "severity",
                severity,
                "url",
                "https://walnut.example.org/ups/rack-a",
                "delivery_id",
                ID);
    }

    private static void assertAccepted(DriverResult result) {
        assertThat(result.error()).as(result.reason()).isNull();
        assertThat(result.evidence().level()).isEqualTo("ack");
        assertThat(result.toString()).doesNotContain(NotifyBench.CANARY);
    }

    @Test
    @Requirement({"DRV-20.1", "HK-10"})
    void a_webhook_tells_all_and_is_signed() throws Exception {
        Map<String, Object> data =
                Map.of(
                        "at",
                        "2026-03-04T10:15:00.000Z",
                        "subject",
                        Map.of("kind", "ups", "id", "rack-a"),
                        "note",
                        "läuft …");
        DriverResult result =
                send(
                        "webhook",
                        Map.of(
                                "message",
                                "x",
                                "severity",
                                "error",
                                "delivery_id",
                                ID,
                                "data",
                                data,
                                "url",
                                "https://walnut.example.org/"));

        assertAccepted(result);
        HttpReceiver.Received received = only();
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.header("content-type")).isEqualTo("application/json");
        assertThat(received.header("user-agent")).startsWith("walNUT/");
        assertThat(received.header(WebhookSignature.ID_HEADER)).isEqualTo(ID);
        assertThat(
                        WebhookSignature.verify(
                                List.of(NotifyBench.SIGNING),
                                received.header("webhook-id"),
                                received.header("webhook-timestamp"),
                                received.body().getBytes(StandardCharsets.UTF_8),
                                received.header("webhook-signature"),
                                Instant.now()))
                .isTrue();
        JsonNode body = json(received);
        assertThat(body.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "id", "type", "at", "source", "severity", "subject", "data", "url");
        assertThat(body.path("id").asText()).isEqualTo(ID);
        assertThat(body.path("type").asText()).isEqualTo("event");
        assertThat(body.path("at").asText()).isEqualTo("2026-03-04T10:15:00.000Z");
        assertThat(body.path("source").asText()).startsWith("walnut");
        assertThat(body.path("subject")).isEqualTo(JSON.valueToTree(data.get("subject")));
        assertThat(body.path("data")).isEqualTo(JSON.valueToTree(data));
    }

    @Test
    @Requirement("HK-10")
    void during_a_rotation_either_secret_proves_a_webhook() throws Exception {
        String before = WebhookSignature.secret("the secret before".getBytes());
        try (NotifyBench rotating = new NotifyBench()) {
            rotating.drivers.secret("signing_secret_before", before);
            rotating.send(
                    Mode.EXECUTE,
                    rotating.channel("webhook", service.url(), Map.of()),
                    Map.of("message", "x"));
        }
        HttpReceiver.Received received = only();
        for (String secret : List.of(before, NotifyBench.SIGNING)) {
            assertThat(
                            WebhookSignature.verify(
                                    List.of(secret),
                                    received.header("webhook-id"),
                                    received.header("webhook-timestamp"),
                                    received.body().getBytes(StandardCharsets.UTF_8),
                                    received.header("webhook-signature"),
                                    Instant.now()))
                    .isTrue();
        }
    }

    @Test
    @Requirement("HK-10")
    void a_webhook_of_a_policy_tells_its_words_and_has_one_id_for_all_attempts() throws Exception {
        send("webhook", Map.of("title", "T", "text", "words"));
        send("webhook", Map.of("title", "T", "text", "words"));

        JsonNode body = json(service.received().get(0));
        assertThat(body.path("data").toString())
                .isEqualTo("{\"title\":\"T\",\"message\":\"words\"}");
        assertThat(body.path("severity").asText()).isEqualTo("warn");
        assertThat(body.path("id").asText())
                .startsWith("msg_")
                .isEqualTo(json(service.received().get(1)).path("id").asText());
        assertThat(Instant.parse(body.path("at").asText()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    }

    @Test
    @Requirement("HK-10")
    void a_webhook_may_have_a_body_and_headers_of_its_own() {
        Host channel =
                bench.channel(
                        "webhook",
                        service.url() + "/in/?room=1",
                        Map.of("headers", Map.of("X-Site", "rack"), "auth", "bearer"));

        bench.send(
                Mode.EXECUTE,
                channel,
                Map.of("message", "x", "body", Map.of("text", "mine"), "delivery_id", ID));

        assertThat(only().body()).isEqualTo("{\"text\":\"mine\"}");
        assertThat(only().target()).isEqualTo("/in/?room=1");
        assertThat(only().header("X-Site")).isEqualTo("rack");
        assertThat(only().header("Authorization")).isEqualTo("Bearer " + NotifyBench.CANARY);
    }

    @Test
    @Requirement("DRV-20.1")
    void ntfy_gets_topic_priority_and_tags() throws Exception {
        assertAccepted(send("ntfy", message("error")));

        assertThat(only().method() + " " + only().target()).isEqualTo("POST /");
        assertThat(only().header("Authorization")).isEqualTo("Bearer " + NotifyBench.CANARY);
        assertThat(only().header("X-Sequence-ID")).isEqualTo(ID);
        JsonNode body = json(only());
        assertThat(body.path("topic").asText()).isEqualTo("power");
        assertThat(body.path("title").asText()).isEqualTo("Rack A läuft auf Batterie");
        assertThat(body.path("message").asText()).isEqualTo("Charge 80 %\nTime left 12 min");
        assertThat(body.path("priority").asInt()).isEqualTo(5);
        assertThat(body.path("tags").get(0).asText()).isEqualTo("rotating_light");
        assertThat(body.path("click").asText()).startsWith("https://walnut");
    }

    @Test
    @Requirement("DRV-20.1")
    void each_severity_has_its_priority() throws Exception {
        for (String severity : List.of("info", "warn", "error")) {
            send("ntfy", message(severity));
            send("gotify", message(severity));
        }
        assertThat(service.received())
                .extracting(received -> json(received).path("priority").asInt())
                .containsExactly(3, 4, 4, 6, 5, 9);
    }

    @Test
    @Requirement("DRV-20.1")
    void gotify_gets_the_token_in_its_header() throws Exception {
        assertAccepted(send("gotify", message("warn")));

        assertThat(only().target()).isEqualTo("/message");
        assertThat(only().header("X-Gotify-Key")).isEqualTo(NotifyBench.CANARY);
        assertThat(json(only()).path("message").asText()).startsWith("Charge");
        assertThat(json(only()).at("/extras/client::notification/click/url").asText())
                .startsWith("https://walnut");
    }

    @Test
    @Requirement("DRV-20.1")
    void slack_gets_a_text_without_markup_of_strangers() throws Exception {
        service.answer("/services/T0/B0/" + NotifyBench.CANARY, ok());

        assertAccepted(send("slack", Map.of("title", "<!channel> & co", "message", "x")));

        assertThat(only().target())
                .isEqualTo("/services/T0/B0/" + NotifyBench.CANARY + "?sig=" + NotifyBench.CANARY);
        assertThat(only().body()).isEqualTo("{\"text\":\"&lt;!channel&gt; &amp; co\\nx\"}");
    }

    @Test
    @Requirement("DRV-20.1")
    void discord_gets_a_text_that_calls_nobody() throws Exception {
        service.answer("/services/T0/B0/" + NotifyBench.CANARY, Answer.json(204, ""));

        assertAccepted(send("discord", message("warn")));

        assertThat(json(only()).path("content").asText())
                .isEqualTo(
                        "Rack A läuft auf Batterie\nCharge 80 %\nTime left 12 min\n"
                                + "https://walnut.example.org/ups/rack-a");
        assertThat(json(only()).at("/allowed_mentions/parse").isEmpty()).isTrue();
    }

    @Test
    @Requirement("DRV-20.1")
    void telegram_gets_chat_and_text_at_the_address_of_the_bot() throws Exception {
        String path = "/bot" + NotifyBench.BOT + "/sendMessage";
        service.answer(path, Answer.json(200, "{\"ok\":true}"));

        assertAccepted(send("telegram", message("warn")));

        assertThat(only().target()).isEqualTo(path);
        assertThat(json(only()).path("chat_id").asText()).isEqualTo("-100200300");
        assertThat(json(only()).path("text").asText()).startsWith("Rack A");
    }

    @Test
    @Requirement("DRV-20.1")
    void teams_gets_a_card() throws Exception {
        service.answer("/services/T0/B0/" + NotifyBench.CANARY, Answer.json(202, ""));

        assertAccepted(send("teams", message("warn")));

        JsonNode card = json(only()).at("/attachments/0/content");
        assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
        assertThat(card.at("/body/0/text").asText()).isEqualTo("Rack A läuft auf Batterie");
        assertThat(card.at("/body/1/text").asText()).isEqualTo("Charge 80 %\n\nTime left 12 min");
        assertThat(card.at("/actions/0/url").asText()).startsWith("https://walnut");
    }

    @Test
    @Requirement("DRV-20.1")
    void pushover_gets_its_token_among_the_rest() throws Exception {
        service.answer("/1/messages.json", Answer.json(200, "{\"status\":1}"));

        assertAccepted(send("pushover", message("error")));

        JsonNode body = json(only());
        assertThat(body.path("token").asText()).isEqualTo(NotifyBench.CANARY);
        assertThat(body.path("user").asText()).isEqualTo("u123");
        assertThat(body.path("priority").asInt()).isEqualTo(1);
        assertThat(body.path("message").asText()).isEqualTo("Charge 80 %\nTime left 12 min");
    }

    @Test
    @Requirement("DRV-20.1")
    void matrix_gets_a_message_that_comes_once_however_often_it_is_sent() throws Exception {
        assertAccepted(send("matrix", message("warn")));

        assertThat(only().method()).isEqualTo("PUT");
        assertThat(only().target())
                .isEqualTo(
                        "/_matrix/client/v3/rooms/%21room%3Aexample.org/send/m.room.message/" + ID);
        assertThat(only().header("Authorization")).isEqualTo("Bearer " + NotifyBench.CANARY);
        assertThat(json(only()).path("msgtype").asText()).isEqualTo("m.text");
        assertThat(json(only()).path("body").asText()).startsWith("Rack A läuft");
    }

    @Test
    @Requirement("DRV-9")
    void the_test_asks_each_service_in_its_way_and_sends_no_message() {
        service.answer("/bot" + NotifyBench.BOT + "/getMe", Answer.json(200, "{\"ok\":true}"));
        for (String kind : NotifyFaultsTest.KINDS) {
            DriverResult result = bench.test(bench.channel(kind, service.url(), Map.of()));
            assertThat(result.error()).as(kind).isNull();
        }
        assertThat(service.received())
                .extracting(received -> received.method() + " " + received.target())
                .contains(
                        "GET /",
                        "GET /v1/account",
                        "GET /health",
                        "GET /bot" + NotifyBench.BOT + "/getMe",
                        "POST /1/users/validate.json",
                        "GET /_matrix/client/v3/account/whoami");
        service.answerAll(Answer.json(401, "{}"));
        for (String kind : NotifyFaultsTest.KINDS) {
            if (!kind.equals("telegram")) {
                DriverResult result = bench.test(bench.channel(kind, service.url(), Map.of()));
                assertThat(result.error().errorClass()).isEqualTo(ErrorClass.UNAUTHENTICATED);
            }
        }
    }

    @Test
    @Requirement("DRV-20.1")
    void an_answer_that_does_not_say_it_took_the_message_is_no_success() {
        assertThat(send("slack", message("warn")).error().code()).isEqualTo("not_accepted");
        assertThat(send("telegram", message("warn")).error().code()).isEqualTo("not_accepted");
        assertThat(send("pushover", message("warn")).error().code()).isEqualTo("not_accepted");
    }

    @Test
    @Requirement("NTF-1")
    void a_long_text_is_cut_to_what_the_kind_takes_and_keeps_the_address() throws Exception {
        service.answer("/services/T0/B0/" + NotifyBench.CANARY, Answer.json(204, ""));
        String text = "one line of the message\n".repeat(150).strip();

        assertAccepted(
                send("discord", Map.of("message", text, "url", "https://walnut.example.org/")));

        assertThat(json(only()).path("content").asText())
                .hasSizeBetween(1900, 2000)
                .endsWith(" more)\nhttps://walnut.example.org/");
    }

    @Test
    @Requirement({"DRV-20.1", "DRV-8"})
    void a_dry_run_shows_the_words_and_sends_nothing() {
        for (String kind :
                List.of(
                        "ntfy",
                        "gotify",
                        "slack",
                        "discord",
                        "telegram",
                        "teams",
                        "pushover",
                        "matrix")) {
            DriverResult result =
                    bench.send(
                            Mode.DRY_RUN,
                            bench.channel(kind, service.url(), Map.of()),
                            message("warn"));

            assertThat(result.error()).as(kind).isNull();
            assertThat(result.planKind()).isEqualTo("message");
            assertThat(result.preview().toString())
                    .contains("channel=alarm", "Charge 80 %", "Rack A läuft auf Batterie")
                    .doesNotContain(NotifyBench.CANARY);
        }
        DriverResult webhook =
                bench.send(
                        Mode.DRY_RUN,
                        bench.channel("webhook", service.url(), Map.of()),
                        message("warn"));
        assertThat(webhook.planKind()).isEqualTo("api");
        assertThat(webhook.preview().toString()).contains("Charge 80 %");
        assertThat(service.received()).isEmpty();
    }

    @Test
    @Requirement("DRV-20.1")
    void a_message_without_words_is_refused() {
        DriverResult result = send("ntfy", Map.of("title", "T"));

        assertThat(result.error().errorClass()).isEqualTo(ErrorClass.VALIDATION);
        assertThat(service.received()).isEmpty();
    }

    private static Answer ok() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes());
        };
    }

    private JsonNode linked(String kind, String host) throws Exception {
        String url = "https://" + host + "/api/links/wnl_";
        Map<String, Object> params = new java.util.LinkedHashMap<>(message("warn"));
        params.put(
                "links",
                List.of(
                        Map.of("action", "hold", "label", "Hold", "url", url + "H"),
                        Map.of("action", "go_now", "label", "Go now", "url", url + "G")));
        assertAccepted(send(kind, params));
        List<HttpReceiver.Received> all = service.received();
        return json(all.get(all.size() - 1));
    }

    private JsonNode linked(String kind) throws Exception {
        return linked(kind, "walnut.example.org");
    }

    @Test
    @Requirement("NTF-8")
    void links_are_buttons_where_the_service_has_them_and_words_elsewhere() throws Exception {
        String hold = "https://walnut.example.org/api/links/wnl_H";
        String go = "https://walnut.example.org/api/links/wnl_G";
        String plain = "\nHold: " + hold + "\nGo now: " + go;

        JsonNode ntfy = linked("ntfy");
        assertThat(ntfy.path("actions"))
                .isEqualTo(
                        JSON.readTree(
                                "[{\"action\":\"view\",\"label\":\"Hold\",\"url\":\"%s\",\"clear\":true},{\"action\":\"view\",\"label\":\"Go now\",\"url\":\"%s\",\"clear\":true}]"
                                        .formatted(hold, go)));
        assertThat(ntfy.path("message").asText()).doesNotContain("wnl_");
        assertThat(linked("gotify").path("message").asText()).endsWith(plain);
        service.answerAll(Answer.json(200, "{\"status\":1}"));
        assertThat(linked("pushover").path("message").asText()).endsWith(plain);

        service.answerAll(
                exchange -> {
                    exchange.sendResponseHeaders(200, 2);
                    exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
                });
        assertThat(linked("slack").path("text").asText())
                .endsWith("\n<" + hold + "|Hold> · <" + go + "|Go now>");
        assertThat(linked("discord").path("content").asText())
                .endsWith("\n[Hold](<" + hold + ">) · [Go now](<" + go + ">)");
        JsonNode card = linked("teams").at("/attachments/0/content");
        assertThat(card.path("actions").findValuesAsText("title"))
                .containsExactly("Hold", "Go now", "walNUT");
        assertThat(card.path("actions").findValuesAsText("url")).startsWith(hold, go);

        service.answerAll(Answer.json(200, "{\"ok\":true,\"event_id\":\"x\"}"));
        JsonNode telegram = linked("telegram");
        assertThat(telegram.at("/reply_markup/inline_keyboard/0").findValuesAsText("url"))
                .containsExactly(hold, go);
        assertThat(telegram.path("text").asText()).doesNotContain("wnl_");
        JsonNode undotted = linked("telegram", "walnut:8000");
        assertThat(undotted.has("reply_markup")).isFalse();
        assertThat(undotted.path("text").asText())
                .endsWith("\nGo now: https://walnut:8000/api/links/wnl_G");
        JsonNode matrix = linked("matrix");
        assertThat(matrix.path("body").asText()).endsWith(plain);
        assertThat(matrix.path("formatted_body").asText())
                .contains("auf Batterie<br>Charge 80 %<br>")
                .endsWith("<a href=\"" + hold + "\">Hold</a> · <a href=\"" + go + "\">Go now</a>");
        JsonNode hook = linked("webhook");
        assertThat(hook.path("links").findValuesAsText("action")).containsExactly("hold", "go_now");
        assertThat(hook.path("links").findValuesAsText("url")).containsExactly(hold, go);
    }

    /** A text that is cut loses its own lines, never the links. */
    @Test
    @Requirement("NTF-8")
    void links_stay_when_a_text_is_too_long() throws Exception {
        Map<String, Object> params =
                Map.of(
                        "title",
                        "Rack A",
                        "message",
                        "line\n".repeat(1_000),
                        "links",
                        List.of(
                                Map.of(
                                        "action",
                                        "hold",
                                        "label",
                                        "Hold",
                                        "url",
                                        "https://walnut.example.org/x")));
        assertAccepted(send("discord", params));
        String text = json(only()).path("content").asText();
        assertThat(text.length()).isLessThanOrEqualTo(2_000);
        assertThat(text).contains(" more)\n").endsWith("[Hold](<https://walnut.example.org/x>)");
    }
}
