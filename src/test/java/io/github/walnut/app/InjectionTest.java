package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.store.AuditEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that an administrator makes up, in a whole server. */
class InjectionTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String SHED =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {query: 'name ~ "web-*"'}}
            """;

    @TempDir private Path folder;
    private HomeServer walnut;
    private String policy;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        walnut.virtualHost("lab", List.of("web-1", "web-2", "db"));
        await().atMost(SOON).until(() -> state().equals("on_mains"));
        policy = walnut.created(SHED).path("id").asText();
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private String state() {
        return walnut.get("api/ups/rack1").json().path("state").asText();
    }

    private JsonNode inject(String body) {
        return done(walnut.post("api/admin/events/inject", body));
    }

    @Test
    @Requirement({"API-30", "NUT-76"})
    void an_outage_that_is_made_up_shows_what_would_happen_and_changes_nothing() {
        HomeServer.Answer answer =
                walnut.post("api/admin/events", "{\"meta\":{\"ticket\":7},\"duration\":\"2m\"}");
        assertThat(answer.status()).isEqualTo(202);
        JsonNode event = answer.json().path("event");
        assertThat(event.path("name").asText()).isEqualTo("mains_lost");
        assertThat(event.path("synthetic").asBoolean()).isTrue();
        assertThat(event.at("/attrs/source").asText()).isEqualTo("simulation");
        assertThat(event.at("/attrs/meta/ticket").asInt()).isEqualTo(7);
        JsonNode match = answer.json().at("/matches/0");
        assertThat(match.path("policy_id").asText()).isEqualTo(policy);
        assertThat(match.path("policy_name").asText()).isEqualTo("Shed the lab");
        assertThat(match.path("ups_id").asText()).startsWith("rack1@");
        assertThat(match.path("ups_id")).isEqualTo(event.at("/subject/id"));
        assertThat(match.path("mode").asText()).isEqualTo("dry_run");
        assertThat(match.path("decision").asText()).isEqualTo("matched");
        String run = "api/runs/" + match.path("run_id").asText();
        await().atMost(SOON)
                .until(() -> walnut.get(run).json().path("state").asText().equals("done"));
        JsonNode record = done(walnut.get(run));
        assertThat(record.path("event_id")).isEqualTo(event.path("id"));
        assertThat(record.path("steps").findValuesAsText("target_name"))
                .containsExactlyInAnyOrder("web-1", "web-2");

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(walnut.audit())
                                        .filteredOn(row -> row.action().equals("run-begin"))
                                        .extracting(AuditEntry::actor, AuditEntry::actorKind)
                                        .containsOnly(tuple("system", "policy")));

        JsonNode stored = done(walnut.get("api/events/" + event.path("id").asText()));
        assertThat(stored.at("/matches/0/run_id")).isEqualTo(match.path("run_id"));
        assertThat(stored.at("/matches/0/policy_name")).isEqualTo(record.path("policy_name"));
        assertThat(state()).isEqualTo("on_mains");
        assertThat(done(walnut.get("api/outages")).path("items")).isEmpty();
        listsTellTheirTotalWhenAsked();
    }

    private void listsTellTheirTotalWhenAsked() {
        for (String list :
                List.of(
                        "api/runs?mode=dry_run",
                        "api/events?synthetic=true",
                        "api/hosts/lab/inventory?type=vm",
                        "api/outages?ups_id=rack1",
                        "api/users?")) {
            JsonNode all = done(walnut.get(list));
            JsonNode first = done(walnut.get(list + "&limit=1&count=true"));
            assertThat(first.path("total").asInt(-1)).as(list).isEqualTo(all.path("items").size());
            assertThat(all.has("total")).isFalse();
        }
    }

    @Test
    @Requirement({"API-30", "API-7"})
    void the_older_form_and_numbers_are_read_and_a_window_may_stay_open() {
        JsonNode older =
                inject(
                        "{\"type\":\"nut.status.changed\",\"payload\":{\"ups_id\":\"rack1\","
                                + "\"from\":\"on_mains\",\"to\":\"OB\",\"duration\":\"10s\"}}");
        assertThat(older.at("/matches/0/decision").asText()).isEqualTo("pending");
        assertThat(older.at("/matches/0/run_id").isNull()).isTrue();
        assertThat(older.at("/matches/0/until").asText()).isNotEmpty();
        JsonNode number =
                inject(
                        "{\"kind\":\"metric.threshold\",\"attrs\":{\"metric\":\"charge_pct\","
                                + "\"op\":\"<\",\"limit\":20,\"value\":12}}");
        assertThat(number.at("/event/name").asText()).isEqualTo("threshold_crossed");
        assertThat(number.at("/event/attrs/value").asDouble()).isEqualTo(12);
        assertThat(number.path("matches")).isEmpty();
    }

    private JsonNode previewed(String body, String mode) {
        HomeServer.Answer answer = walnut.post("api/admin/events", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode match = answer.json().at("/matches/0");
        assertThat(match.path("policy_name").asText()).isEqualTo("Shed the lab");
        assertThat(match.path("ups_id").asText()).startsWith("rack1@");
        assertThat(match.path("decision").asText()).isEqualTo("matched");
        assertThat(match.path("mode").asText()).isEqualTo(mode);
        assertThat(match.path("run_id").isNull()).isTrue();
        return match;
    }

    @Test
    @Requirement("API-30")
    void a_preview_tells_what_would_match_and_leaves_no_trace() {
        assertThat(previewed("{\"preview\":true}", "dry_run").path("reason").asText()).isNotEmpty();
        previewed("{\"preview\":true,\"live\":true}", "dry_run");

        assertThat(done(walnut.get("api/events?synthetic=true")).path("items")).isEmpty();
        assertThat(done(walnut.get("api/runs?mode=dry_run")).path("items")).isEmpty();
        assertThat(done(walnut.get("api/policies/" + policy + "/decisions")).path("items"))
                .noneMatch(each -> each.path("decision").asText().equals("matched"));
    }

    /** Before anything acts for real, the answer names what would. */
    private void unconfirmed(String would) {
        HomeServer.Answer answer = walnut.post("api/admin/events", "{\"live\":true}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo("confirm_required");
        assertThat(answer.json().path("detail").asText()).contains("RUN LIVE", would);
        assertThat(answer.json().at("/matches/0/ups_id").asText()).startsWith("rack1@");
    }

    @Test
    @Requirement("API-30")
    void what_acts_for_real_is_asked_for_three_times() {
        String live = "{\"live\":true,\"confirm\":\"RUN LIVE\"}";
        unconfirmed("No policy would act for real");
        HomeServer.Answer keyless = walnut.postWithoutKey("api/admin/events", live);
        assertThat(keyless.status()).isEqualTo(400);
        assertThat(keyless.json().path("code").asText()).isEqualTo("idempotency_key_required");
        refused(live, 409, "not_armed");

        done(walnut.post("api/system/arm", "{\"reason\":\"drill\",\"confirm\":\"ARM\"}"));
        done(
                walnut.post(
                        "api/policies/" + policy + "/arm",
                        "{\"reason\":\"drill\",\"confirm\":\"Shed the lab\",\"targets\":2}"));
        assertThat(inject("{}").at("/matches/0/reason").asText()).isEqualTo("synthetic");
        previewed("{\"preview\":true,\"live\":true}", "live");
        unconfirmed("These policies would act for real: 'Shed the lab' for rack1@");
        JsonNode real = done(walnut.post("api/admin/events", live));
        assertThat(real.at("/matches/0/mode").asText()).isEqualTo("live");
        await().atMost(SOON)
                .until(
                        () ->
                                done(walnut.get("api/hosts/lab/inventory?refresh=full"))
                                        .path("items")
                                        .toString()
                                        .contains("stopped"));
        JsonNode again = inject("{}");
        assertThat(again.at("/matches/0/decision").asText())
                .isIn("matched", "already_running", "suppressed_window");
    }

    @Test
    @Requirement("API-30")
    void what_cannot_be_made_up_is_refused() {
        refused("{\"to\":\"upside_down\"}", 400, "invalid_request");
        refused("{\"to\":\"OL\"}", 400, "invalid_request");
        refused("{\"duration\":\"25h\"}", 400, "invalid_request");
        refused("{\"occurred_at\":\"2020-01-01T00:00:00Z\"}", 400, "invalid_request");
        refused("{\"kind\":\"metric.threshold\"}", 400, "invalid_request");
        refused(
                "{\"kind\":\"metric.threshold\",\"attrs\":{\"metric\":\"charge_pct\","
                        + "\"op\":\"<\",\"limit\":20,\"value\":90}}",
                400,
                "invalid_request");
        refused("{\"kind\":\"webhook.custom\"}", 400, "invalid_request");
        refused("{\"ups_id\":\"attic\"}", 404, "not_found");
        String soon = Instant.now().plusSeconds(600).toString();
        assertThat(inject("{\"occurred_at\":\"" + soon + "\"}").at("/event/ts").asText())
                .startsWith(soon.substring(0, 19));
    }

    private void refused(String body, int status, String code) {
        HomeServer.Answer answer = walnut.post("api/admin/events", body);
        assertThat(answer.status()).as(body + answer.text()).isEqualTo(status);
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
    }
}
