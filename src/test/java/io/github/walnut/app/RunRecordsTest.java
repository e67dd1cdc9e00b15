package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of runs, and how it is found. */
class RunRecordsTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String SHED =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
              - {host_id: lab, capability: vm.lifecycle, verb: start, selector: {names: [web-2]}}
            """;

    @TempDir private Path folder;
    private HomeServer walnut;
    private String policy;
    private String run;

    @BeforeEach
    void rehearsed() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        walnut.virtualHost("lab", List.of("web-1", "web-2", "db"));
        await().atMost(SOON).until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
        policy = walnut.created(SHED).path("id").asText();
        String wish = "{\"mode\":\"dry_run\",\"reason\":\"to see\",\"ups_id\":\"rack1\"}";
        run = done(walnut.post("api/policies/" + policy + "/run", wish)).path("id").asText();
        await().atMost(SOON)
                .until(
                        () -> done(walnut.get("api/runs/" + run)).path("state").asText(),
                        "done"::equals);
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    @Test
    @Requirement({"EXE-75", "API-50"})
    void the_document_that_was_run_is_exported_when_the_policy_is_gone_too() {
        JsonNode before = done(walnut.get("api/runs/" + run + "/export"));
        assertThat(before.at("/policy/document").asText()).isEqualTo(SHED);
        assertThat(before.at("/policy/hash").asText()).hasSize(64);
        assertThat(before.at("/facts/ups_id").asText()).startsWith("rack1@");
        assertThat(before.at("/inventory/0/host_id").asText()).isEqualTo("lab");

        done(walnut.send("DELETE", "api/policies/" + policy, "", "application/json"));
        JsonNode after = done(walnut.get("api/runs/" + run + "/export"));
        assertThat(after.at("/policy/document").asText()).isEqualTo(SHED);
        assertThat(after.at("/policy/media_type").asText()).isEqualTo("application/yaml");
        assertThat(after.at("/policy/hash").isNull()).isTrue();
    }

    @Test
    @Requirement({"INT-15", "API-50"})
    void runs_and_events_are_found_by_bare_names_and_by_numbers_of_hosts() {
        String number = done(walnut.get("api/hosts/lab")).path("numeric_id").asText();
        assertThat(ids("api/runs?ups_id=RACK1")).contains(run);
        assertThat(ids("api/runs?host_id=" + number)).contains(run);
        assertThat(ids("api/runs?host_id=" + number + "9")).isEmpty();
        walnut.power("OB DISCHRG");
        await().atMost(SOON).until(() -> !ids("api/events?ups_id=rack1").isEmpty());
    }

    @Test
    @Requirement({"EXE-70", "API-50"})
    void an_execution_tells_a_target_that_was_there_already_as_a_success() {
        JsonNode actions =
                done(walnut.get("api/policies/" + policy + "/executions")).at("/items/0/actions");
        assertThat(actions.findValuesAsText("result")).contains("already");
        assertThat(actions)
                .allSatisfy(each -> assertThat(each.path("success").asBoolean()).isTrue());
    }

    @Test
    @Requirement({"API-50", "EXE-70"})
    void a_step_tells_what_was_sent_and_what_came_back() {
        String path = "api/policies/" + policy;
        done(walnut.post(path + "/arm", "{\"reason\":\"tested\",\"confirm\":\"Shed the lab\"}"));
        done(walnut.post("api/system/arm", "{\"reason\":\"tested\",\"confirm\":\"ARM\"}"));
        JsonNode begun =
                done(walnut.post(path + "/run", "{\"mode\":\"live\",\"reason\":\"to see\"}"));
        String id = "api/runs/" + begun.path("id").asText();
        await().atMost(SOON)
                .until(() -> done(walnut.get(id)).path("state").asText(), "done"::equals);
        JsonNode first = done(walnut.get(id)).at("/steps/0");

        JsonNode step = done(walnut.get(id + "/steps/" + first.path("id").asText()));
        assertThat(step.path("state").asText()).isEqualTo("confirmed");
        assertThat(step.at("/preview/0").toString()).contains("web-1");
        assertThat(step.path("log").findValuesAsText("message"))
                .containsSubsequence("shutdown, attempt 1", "platform_state: stopped", "confirmed");
        assertThat(step.at("/log/0/at").asText()).startsWith("20");
    }

    private List<String> ids(String path) {
        return done(walnut.get(path)).path("items").findValuesAsText("id");
    }
}
