package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole server offers to those who write a policy, before anything is saved. */
class PolicyWorkbenchTest {

    private static final String FORMAT_1 =
            """
            {"version":1,"name":"Shed guests","trigger_group":{"triggers":[{"type":"ups.state","equals":"OB","for":"2m"}]},
             "conditions":{"all":[]},
             "targets":{"host_id":"%s","target_type":"vm","selector":{"mode":"list","value":"web-1, db"}},
             "actions":[{"capability_id":"vm.lifecycle","verb":"%s","params":{"grace_s":90}}]}
            """;

    @TempDir private Path folder;

    @Test
    @Requirement({"API-45", "POL-30", "POL-31", "POL-83"})
    void documents_are_converted_tried_and_begun_from_templates() throws Exception {
        try (HomeServer walnut =
                new HomeServer(folder, Map.of("WALNUT_POLICY_V1_ENABLED", "false"))) {
            walnut.virtualHost("lab", List.of("web-1", "web-2", "db"));
            converts(walnut);
            await().atMost(TestLimits.WAIT)
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    condition(walnut, "ups", "status", "OL")
                                                            .path("verdict")
                                                            .asText())
                                            .isEqualTo("true"));
            conditions(walnut);
            triggers(walnut);
            refusals(walnut);
            assertThat(done(walnut.get("api/policies/templates")).path("items")).hasSize(6);
            assertThat(done(walnut.get("api/policies")).path("items")).isEmpty();
        }
    }

    private static void converts(HomeServer walnut) {
        JsonNode made =
                done(walnut.post("api/policies/convert", FORMAT_1.formatted("lab", "shutdown")));
        assertThat(made.at("/document/version").asText()).isEqualTo("2.0");
        assertThat(made.at("/document/actions/0/options/timeout").asInt()).isEqualTo(90);
        assertThat(made.path("findings").findValuesAsText("severity"))
                .doesNotContain("error", "blocker");
        assertThat(made.path("summary").asText()).contains("web-1, db on lab");
        HomeServer.Answer again =
                walnut.post("api/policies/convert", made.path("document").toString());
        assertThat(done(again).path("document")).isEqualTo(made.path("document"));

        HomeServer.Answer blocked =
                walnut.post("api/policies/convert", FORMAT_1.formatted("lab", "explode"));
        assertThat(blocked.status()).isEqualTo(400);
        assertThat(blocked.json().path("code").asText()).isEqualTo("policy_blocked");
        assertThat(blocked.json().at("/errors/0/pointer").asText()).isEqualTo("/actions/0/verb");
    }

    private static void conditions(HomeServer walnut) {
        JsonNode no = condition(walnut, "ups", "status", "OB");
        assertThat(no.path("verdict").booleanValue()).isFalse();
        JsonNode item = no.at("/items/0");
        assertThat(item.path("pointer").asText()).isEqualTo("/conditions/all/0");
        assertThat(item.path("value").asText()).contains("OL");
        assertThat(item.path("age_seconds").asDouble()).isBetween(0.0, 300.0);
        assertThat(item.path("source").asText()).startsWith("ups:rack1@");

        JsonNode unknown = condition(walnut, "ups", "var:nobody.has.this", "x");
        assertThat(unknown.path("verdict").asText()).isEqualTo("unknown");

        JsonNode both =
                evaluated(
                        walnut,
                        """
                        {"ups_id":"rack1","host":"lab","conditions":{
                          "all":[{"scope":"metric","field":"charge_pct","op":">=","value":100},
                                 {"scope":"host","field":"reachable","op":"=","value":true}],
                          "any":[{"scope":"metric","field":"charge_pct","op":"<","value":5},
                                 {"scope":"outage","field":"episode","op":">","value":1,"if_unknown":"match"}]}}
                        """);
        assertThat(both.path("verdict").booleanValue()).isTrue();
        assertThat(both.path("items").findValuesAsText("verdict"))
                .containsExactly("true", "true", "false", "unknown");
        assertThat(both.at("/items/1/source").asText()).isEqualTo("inventory");

        JsonNode count =
                evaluated(
                        walnut,
                        """
                        {"conditions":{"all":[{"scope":"vm","field":"count_matching","op":"=","value":2}]},
                         "actions":[{"host_id":"lab","capability":"vm.lifecycle","verb":"shutdown",
                                     "selector":{"query":"name ~ \\"web-*\\""}}]}
                        """);
        assertThat(count.path("verdict").booleanValue()).isTrue();
        assertThat(count.at("/items/0/value").asInt()).isEqualTo(2);
    }

    private static void triggers(HomeServer walnut) {
        JsonNode holds = trigger(walnut, "{\"type\":\"ups.state\",\"equals\":\"OL\"}");
        assertThat(holds.path("verdict").booleanValue()).isTrue();
        assertThat(holds.at("/items/0/pointer").asText()).isEqualTo("/trigger");

        JsonNode waits =
                trigger(walnut, "{\"type\":\"ups.state\",\"equals\":\"OL\",\"for\":\"1h\"}");
        assertThat(waits.path("verdict").booleanValue()).isFalse();
        assertThat(waits.at("/items/0/due_at").asText()).endsWith("Z");

        JsonNode limit =
                trigger(
                        walnut,
                        "{\"type\":\"metric.threshold\",\"metric\":\"charge_pct\",\"op\":\">\",\"value\":50}");
        assertThat(limit.path("verdict").booleanValue()).isTrue();
        assertThat(limit.at("/items/0/value").asInt()).isEqualTo(100);

        JsonNode timer =
                trigger(
                        walnut,
                        "{\"type\":\"timer.at\",\"schedule\":{\"repeat\":\"monthly\",\"days\":[\"last\"],\"at\":\"03:07\"}}");
        assertThat(timer.at("/items/0/source").asText()).isEqualTo("clock");
        assertThat(timer.at("/items/0/due_at").isNull())
                .isEqualTo(timer.path("verdict").booleanValue());

        JsonNode nobody =
                trigger(walnut, "{\"type\":\"ups.state\",\"equals\":\"OB\",\"ups\":\"attic\"}");
        assertThat(nobody.path("verdict").asText()).isEqualTo("unknown");
        assertThat(nobody.path("items")).isEmpty();
    }

    private static void refusals(HomeServer walnut) {
        assertThat(walnut.post("api/policies/evaluate", "{}").json().path("code").asText())
                .isEqualTo("invalid_request");
        HomeServer.Answer bad =
                walnut.post(
                        "api/policies/evaluate",
                        "{\"conditions\":{\"any\":[{\"scope\":\"ups\",\"field\":\"mood\",\"op\":\"=\",\"value\":1}]}}");
        assertThat(bad.json().path("code").asText()).isEqualTo("validation");
        assertThat(bad.json().at("/errors/0/pointer").asText())
                .isEqualTo("/conditions/any/0/field");
        assertThat(
                        walnut.post(
                                        "api/policies/evaluate",
                                        "{\"ups_id\":\"attic\",\"trigger\":{\"type\":\"ups.state\",\"equals\":\"OB\"}}")
                                .status())
                .isEqualTo(404);
    }

    private static JsonNode condition(HomeServer walnut, String scope, String field, String value) {
        return evaluated(
                walnut,
                """
                {"ups_id":"rack1","conditions":{"all":[{"scope":"%s","field":"%s","op":"=","value":"%s"}]}}
                """
                        .formatted(scope, field, value));
    }

    private static JsonNode trigger(HomeServer walnut, String trigger) {
        return evaluated(walnut, "{\"trigger\":" + trigger + "}");
    }

    private static JsonNode evaluated(HomeServer walnut, String body) {
        return done(walnut.post("api/policies/evaluate", body));
    }
}
