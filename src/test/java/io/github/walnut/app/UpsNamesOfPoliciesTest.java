package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.YAML;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy that names a UPS by its bare name, and a second server with the same name. */
@Requirement("NUT-3")
class UpsNamesOfPoliciesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String POLICY =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
            """;

    @TempDir private Path folder;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        await().atMost(PATIENCE).until(() -> upsCount() == 1);
        walnut.virtualHost("lab", java.util.List.of("web-1"));
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private int upsCount() {
        return walnut.get("api/ups").json().toString().split("\"rack1@", -1).length > 1
                ? walnut.get("api/ups").json().path("items").size()
                : 0;
    }

    private String first() {
        return walnut.get("api/ups").json().at("/items/0/id").asText();
    }

    private JsonNode policy(String id) {
        return done(walnut.get("api/policies/" + id));
    }

    private void secondServer() {
        walnut.secondNutServer("other");
        await().atMost(PATIENCE).until(() -> upsCount() == 2);
    }

    @Test
    void goes_on_to_mean_the_one_that_it_meant_and_warns() throws Exception {
        String id = walnut.created(POLICY).path("id").asText();
        String meant = first();
        JsonNode before = policy(id);
        secondServer();
        await().atMost(PATIENCE)
                .until(
                        () ->
                                policy(id)
                                        .path("findings")
                                        .findValuesAsText("code")
                                        .contains("ups_name_shared"));
        JsonNode after = policy(id);
        assertThat(after.path("hash")).isEqualTo(before.path("hash"));
        assertThat(after.path("status").asText()).isEqualTo("enabled");
        assertThat(after.path("summary").asText()).contains(meant);
        assertThat(after.path("document").toString()).doesNotContain("@");

        HomeServer.Answer again =
                walnut.send("POST", "api/policies", POLICY.replace("Shed", "Stop"), YAML);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().path("code").asText()).isEqualTo("policy_blocked");
        assertThat(again.text()).contains("ambiguous_ups", meant, "rack1@other");
        assertThat(
                        walnut.post("api/policies/" + id + "/dry-run", "{\"ups_id\":\"rack1\"}")
                                .json()
                                .path("code")
                                .asText())
                .isEqualTo("ambiguous_ups");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET api/ups/rack1",
                "GET api/ups/RACK1/forecast",
                "GET api/ups/rack1/variables",
                "GET api/ups/samples?ups_id=rack1",
                "GET api/ups/summary?ups_id=rack1",
                "GET api/events?ups_id=rack1",
                "GET api/outages?ups_id=rack1",
                "GET api/policies?ups_id=rack1",
                "GET api/runs?ups_id=rack1",
                "POST api/policies/ID/dry-run {\"ups_id\":\"rack1\"}",
                "POST api/admin/events {\"ups_id\":\"rack1\",\"to\":\"OB\"}"
            })
    void a_call_with_a_name_of_several_is_refused_with_the_candidates(String call) {
        String id = walnut.created(POLICY).path("id").asText();
        secondServer();
        String[] parts = call.replace("ID", id).split(" ", 3);
        HomeServer.Answer answer =
                parts[0].equals("GET") ? walnut.get(parts[1]) : walnut.post(parts[1], parts[2]);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo("ambiguous_ups");
        assertThat(answer.text()).contains("rack1@other", first());
    }

    @Test
    void keeps_its_meaning_over_restart_import_and_restore_of_a_version() throws Exception {
        String id = walnut.created(POLICY).path("id").asText();
        String hash = policy(id).path("hash").asText();
        String bundle = walnut.get("api/policies/export").text();
        assertThat(bundle).contains("ups_names", first());
        secondServer();
        walnut.stop();
        walnut.restart(Map.of());
        await().atMost(PATIENCE).until(() -> upsCount() == 2);
        assertThat(policy(id).path("hash").asText()).isEqualTo(hash);

        done(walnut.post("api/policies/import?mode=replace", bundle));
        assertThat(policy(id).path("hash").asText()).isEqualTo(hash);
        assertThat(walnut.get("api/policies/export").text()).isEqualTo(bundle);

        done(
                walnut.send(
                        "PUT",
                        "api/policies/" + id,
                        POLICY.replace("ups: rack1", "ups: rack1@other"),
                        YAML));
        assertThat(policy(id).path("hash").asText()).isNotEqualTo(hash);
        done(walnut.post("api/policies/" + id + "/versions/1/restore", "{}"));
        assertThat(policy(id).path("hash").asText()).isEqualTo(hash);
        assertThat(policy(id).path("findings").findValuesAsText("code"))
                .contains("ups_name_shared");
    }
}
