package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does to targets of a host, on a whole server. */
class HostActionTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;
    private HomeServer walnut;
    private String web;
    private String db;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        walnut.virtualHost("lab", List.of("web", "db"));
        web = id("lab", "web");
        db = id("lab", "db");
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private String id(String host, String name) {
        return done(walnut.get("api/hosts/" + host + "/inventory?type=vm&q=" + name))
                .at("/items/0/id")
                .asText();
    }

    private HomeServer.Answer act(String host, String mode, String targets, String more) {
        return walnut.post(
                "api/hosts/" + host + "/actions",
                "{\"capability\":\"vm.lifecycle\",\"verb\":\"shutdown\",\"mode\":\"%s\",\"targets\":[%s]%s}"
                        .formatted(mode, targets, more));
    }

    private static String quoted(String id) {
        return "\"" + id + "\"";
    }

    private void arm() {
        done(walnut.post("api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
    }

    private String status(String target) {
        JsonNode items = done(walnut.get("api/hosts/lab/inventory?refresh=true")).path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.path("id").asText().equals(target))
                .map(item -> item.path("status").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Requirement({"SEC-68", "API-8"})
    void how_many_targets_are_many_is_a_setting_and_who_overwrites_it_is_written_down() {
        done(
                walnut.send(
                        "PATCH",
                        "api/settings/execution",
                        "{\"confirm_over_targets\":1}",
                        HomeServer.JSON));
        arm();
        String both = quoted(web) + "," + quoted(db);
        HomeServer.Answer refused = act("lab", "live", both, "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").asText()).isEqualTo("confirm_required");
        done(act("lab", "live", both, ",\"confirm\":\"lab\""));
        assertThat(walnut.audit())
                .filteredOn(row -> row.action().equals("settings-update"))
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(row.diff())
                                        .containsEntry("if_match", "*")
                                        .containsKey("confirm_over_targets"));
    }

    @Test
    @Requirement({"INT-26", "INT-31"})
    void targets_tell_since_when_they_are_known_and_when_they_were_seen_last() {
        for (String path : List.of("api/targets?q=web", "api/hosts/lab/inventory?type=vm&q=web")) {
            JsonNode target = done(walnut.get(path)).at("/items/0");
            Instant first = Instant.parse(target.path("first_seen_at").asText());
            assertThat(Instant.parse(target.path("last_seen_at").asText())).isAfterOrEqualTo(first);
            assertThat(target.path("gone_since_at").isNull()).isTrue();
        }
        JsonNode host = done(walnut.get("api/hosts/lab/inventory?type=host")).at("/items/0");
        assertThat(host.path("first_seen_at").isNull()).isTrue();
    }

    @Test
    @Requirement({"INT-41", "INT-52"})
    void probes_and_rehearsals_tell_what_would_be_and_change_nothing() {
        JsonNode probe = done(act("lab", "probe", quoted(web) + "," + quoted(db), ""));
        assertThat(probe.path("results")).hasSize(2);
        assertThat(probe.at("/results/0/ok").asBoolean()).as(probe.toString()).isTrue();
        assertThat(probe.path("run_id").isNull()).isTrue();

        JsonNode dry = done(act("lab", "dry_run", quoted(web), ""));
        assertThat(dry.at("/results/0/target_id").asText()).isEqualTo(web);
        assertThat(dry.at("/results/0/effects/rollback").asText()).isEqualTo("start");
        JsonNode run = done(walnut.get("api/runs/" + dry.path("run_id").asText()));
        assertThat(run.path("mode").asText()).isEqualTo("dry_run");
        assertThat(status(web)).isEqualTo("running");
    }

    @Test
    @Requirement({"EXE-65", "INT-52"})
    void what_is_done_for_real_needs_an_armed_system_and_is_a_run_of_its_own() {
        HomeServer.Answer early = act("lab", "live", quoted(web), "");
        assertThat(early.status()).as(early.text()).isEqualTo(409);
        assertThat(early.json().path("code").asText()).isEqualTo("not_armed");

        arm();
        HomeServer.Answer begun =
                act("lab", "live", quoted(web), ",\"reason\":\"spring cleaning\"");
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        String run = "api/runs/" + begun.json().path("id").asText();
        await().atMost(SOON)
                .until(() -> done(walnut.get(run)).path("result").asText().equals("succeeded"));
        JsonNode over = done(walnut.get(run));
        assertThat(over.path("kind").asText()).isEqualTo("manual");
        assertThat(over.path("actor").asText()).isEqualTo("admin@example.org");
        assertThat(over.path("reason").asText()).contains("spring cleaning");
        assertThat(over.at("/steps/0/target_id").asText()).isEqualTo(web);
        assertThat(over.path("steps")).hasSize(1);
        assertThat(status(web)).isEqualTo("stopped");
        assertThat(status(db)).isEqualTo("running");
        await().atMost(SOON)
                .until(
                        () ->
                                walnut.audit().stream()
                                        .anyMatch(row -> row.action().equals("host-action")));
    }

    @Test
    @Requirement("EXE-65")
    void many_and_protected_targets_are_confirmed_by_the_name_of_their_host() {
        arm();
        done(
                walnut.send(
                        "PATCH",
                        "api/hosts/lab/targets/" + db.replace(":", "%3A"),
                        "{\"protected\":true}",
                        HomeServer.JSON));
        HomeServer.Answer delicate = act("lab", "live", quoted(db), "");
        assertThat(delicate.json().path("code").asText()).isEqualTo("confirm_required");
        assertThat(act("lab", "live", quoted(db), ",\"confirm\":\"rack\"").status()).isEqualTo(400);

        walnut.virtualHost("big", IntStream.rangeClosed(1, 11).mapToObj(n -> "m-" + n).toList());
        String all =
                String.join(
                        ",",
                        done(walnut.get("api/hosts/big/inventory?type=vm"))
                                .path("items")
                                .findValuesAsText("id")
                                .stream()
                                .map(HostActionTest::quoted)
                                .toList());
        HomeServer.Answer many = act("big", "live", all, "");
        assertThat(many.json().path("code").asText()).as(many.text()).isEqualTo("confirm_required");
        assertThat(many.json().path("targets").asInt()).isEqualTo(11);
        assertThat(act("big", "live", all, ",\"confirm\":\"big\"").status()).isEqualTo(202);
    }

    @Test
    @Requirement("INT-16")
    void what_is_not_there_or_cannot_be_done_is_refused() {
        assertThat(act("none", "probe", quoted(web), "").status()).isEqualTo(404);
        assertThat(act("lab", "probe", quoted("vm:none"), "").status()).isEqualTo(404);
        assertThat(act("lab", "probe", quoted("plug:1"), "").status()).isEqualTo(400);
        assertThat(act("lab", "probe", "", "").status()).isEqualTo(400);
        assertThat(act("lab", "maybe", quoted(web), "").status()).isEqualTo(400);
        HomeServer.Answer params =
                act("lab", "dry_run", quoted(web), ",\"params\":{\"timeout_s\":\"long\"}");
        assertThat(params.status()).as(params.text()).isEqualTo(400);
        assertThat(
                        walnut.post(
                                        "api/hosts/lab/actions",
                                        "{\"capability\":\"vm.lifecycle\",\"verb\":\"melt\",\"mode\":\"probe\",\"targets\":[\"%s\"]}"
                                                .formatted(web))
                                .status())
                .isEqualTo(400);
    }
}
