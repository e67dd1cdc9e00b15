package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.HttpReceiver;
import io.github.walnut.policy.json.PolicyTemplates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels as hosts: what is entered, tested, and told by policies. */
class NotifyChannelTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;

    @Test
    @Requirement({"DRV-20.1", "DRV-9", "API-45"})
    void a_channel_is_made_and_tested_and_a_policy_rehearses_what_it_would_tell() throws Exception {
        try (HttpReceiver service = HttpReceiver.start();
                HomeServer walnut = new HomeServer(folder, Map.of())) {
            await().atMost(SOON)
                    .until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
            HomeServer.Answer refused =
                    walnut.post("api/integrations", channel("{\"kind\":\"ntfy\"}"));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("errors").findValuesAsText("pointer"))
                    .containsExactlyInAnyOrder("/config/url", "/config/topic");

            done(
                    walnut.post(
                            "api/integrations",
                            channel(
                                    "{\"kind\":\"ntfy\",\"topic\":\"power\",\"insecure\":true,\"url\":\"%s\"}"
                                            .formatted(service.url()))));
            JsonNode tested = done(walnut.post("api/integrations/alarm/test", ""));
            assertThat(tested.path("success").asBoolean()).as(tested.toString()).isTrue();
            assertThat(service.received())
                    .isNotEmpty()
                    .allSatisfy(received -> assertThat(received.method()).isEqualTo("GET"));

            JsonNode made = walnut.created(template());
            JsonNode rehearsal =
                    done(
                            walnut.post(
                                    "api/policies/" + made.path("id").asText() + "/dry-run", "{}"));

            assertThat(rehearsal.path("severity").asText()).isEqualTo("info");
            JsonNode row = rehearsal.path("results").path(0);
            assertThat(row.path("target_id").asText()).isEqualTo("host:alarm");
            assertThat(row.path("plan").path("kind").asText()).isEqualTo("message");
            assertThat(row.at("/plan/preview/0/text").asText())
                    .isEqualTo("The UPS runs on battery");
            assertThat(service.received())
                    .allSatisfy(received -> assertThat(received.method()).isEqualTo("GET"));
        }
    }

    private static String channel(String config) {
        return "{\"id\":\"alarm\",\"type_id\":\"notify\",\"name\":\"Alarm\",\"config\":%s}"
                .formatted(config);
    }

    private static String template() {
        ObjectNode document =
                PolicyTemplates.all().stream()
                        .filter(template -> template.id().equals("notify-only"))
                        .findFirst()
                        .orElseThrow()
                        .document();
        document.put("name", "Tell " + UUID.randomUUID());
        ((ObjectNode) document.path("triggers").path(0)).put("ups", "rack1");
        return document.toString();
    }
}
