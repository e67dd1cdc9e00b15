package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.YAML;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.api.ContractRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies from their first version on, through whatever happens around them. */
class PolicyLifeTest {

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

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        walnut.virtualHost("lab", List.of("web-1", "web-2", "db"));
        await().atMost(SOON).until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    @Test
    @Requirement("POL-7")
    void the_store_gives_ids_and_names_may_repeat() {
        JsonNode first = walnut.created(SHED + "id: 00000000-0000-0000-0000-000000000001\n");
        assertThat(first.path("id").asText())
                .hasSize(36)
                .isNotEqualTo("00000000-0000-0000-0000-000000000001");
        JsonNode second = walnut.created(SHED.replace("30s", "40s"));
        assertThat(second.path("id")).isNotEqualTo(first.path("id"));
        assertThat(codes(second)).contains("duplicate_name");
        assertThat(second.path("status").asText()).isEqualTo("enabled");
    }

    @Test
    @Requirement({"API-8", "API-99"})
    void of_two_changes_of_one_version_one_is_refused() {
        String id = walnut.created(SHED).path("id").asText();
        String token = walnut.login();
        List<Integer> statuses =
                Stream.of("40s", "50s")
                        .map(time -> new Change(id, SHED.replace("30s", time)))
                        .map(change -> CompletableFuture.supplyAsync(() -> change.send(token)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .sorted()
                        .toList();
        assertThat(statuses).containsExactly(200, 412);
    }

    private final class Change {
        private final ContractRequests.Wish wish;

        Change(String id, String document) {
            wish =
                    new ContractRequests.Wish(
                            "policy-update",
                            "PUT",
                            "/api/policies/" + id,
                            Map.of("If-Match", "\"1\"", "Content-Type", YAML),
                            document);
        }

        int send(String token) {
            try {
                return walnut.exchange(wish, token).statusCode();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    @Requirement("POL-73")
    void the_same_meaning_is_stored_once() {
        String id = walnut.created(SHED).path("id").asText();
        HomeServer.Answer twin =
                walnut.send("POST", "api/policies", "# again\n" + SHED + "enabled: false\n", YAML);
        assertThat(twin.status()).isEqualTo(409);
        assertThat(twin.json().path("code").asText()).isEqualTo("duplicate");
        assertThat(twin.json().path("existing_policy_id").asText()).isEqualTo(id);
        assertThat(twin.json().path("message").asText()).isNotEmpty();

        done(walnut.send("PUT", "api/policies/" + id, SHED + "enabled: false\n", YAML));
        String other = walnut.created(SHED.replace("30s", "40s")).path("id").asText();
        assertThat(walnut.send("PUT", "api/policies/" + other, SHED, YAML).status()).isEqualTo(409);
    }

    @Test
    @Requirement({"POL-71", "POL-76"})
    void a_check_answers_with_everything_and_with_the_compiled_form_when_it_could_be_saved() {
        JsonNode good = done(walnut.send("POST", "api/policies/validate", SHED, YAML));
        assertThat(good.path("ok").asBoolean()).isTrue();
        assertThat(good.at("/ir/policy_id").isNull()).isTrue();
        assertThat(good.at("/ir/hash")).isEqualTo(good.path("hash"));
        assertThat(good.at("/ir/match/trigger_group/triggers/0/for_s").asInt()).isEqualTo(30);
        assertThat(good.at("/ir/plan/0/targets/resolved_ids").toString())
                .isEqualTo("[\"vm:web-1\",\"vm:web-2\"]");
        assertThat(good.at("/ir/targets")).isEqualTo(good.at("/ir/plan/0/targets"));
        assertThat(good.at("/model/name").asText()).isEqualTo("Shed the lab");
        assertThat(good.path("summary").asText()).contains("rack1");

        JsonNode bad =
                done(
                        walnut.send(
                                "POST",
                                "api/policies/validate",
                                SHED.replace("shutdown", "hibernate"),
                                YAML));
        assertThat(bad.path("ok").asBoolean()).isFalse();
        assertThat(bad.path("severity").asText()).isEqualTo("blocker");
        assertThat(bad.path("ir").isNull()).isTrue();
        assertThat(bad.path("hash").isTextual()).isTrue();
        assertThat(bad.at("/compile/0/path").asText()).isEqualTo("/actions/0/verb");
        assertThat(bad.path("errors").path(0)).isEqualTo(bad.at("/compile/0/message"));

        JsonNode empty = done(walnut.send("POST", "api/policies/validate", "{}", YAML));
        assertThat(empty.path("model").isNull()).isTrue();
        assertThat(empty.path("hash").isNull()).isTrue();
        assertThat(empty.path("summary").isNull()).isTrue();
        assertThat(empty.path("schema").findValuesAsText("path"))
                .containsExactlyInAnyOrder("/name", "/trigger", "/actions");
        assertThat(
                        done(walnut.send("POST", "api/policies/validate", "- 1\n", YAML))
                                .at("/schema/0/path")
                                .asText())
                .isEqualTo("/");
    }

    @Test
    @Requirement({"POL-85", "POL-87"})
    void the_inverse_is_told_and_not_stored() {
        String path = "api/policies/" + walnut.created(SHED).path("id").asText();
        JsonNode inverse = done(walnut.post(path + "/inverse", "{}"));
        assertThat(inverse.at("/spec_inverse/name").asText()).isEqualTo("Inverse of Shed the lab");
        assertThat(inverse.at("/spec_inverse/actions/0/verb").asText()).isEqualTo("start");
        assertThat(inverse.path("enabled").asBoolean()).isFalse();
        assertThat(done(walnut.get("api/policies")).path("items")).hasSize(1);

        done(walnut.send("PUT", path, SHED.replace("shutdown", "reset"), YAML));
        HomeServer.Answer none = walnut.post(path + "/inverse", "{}");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.json().path("code").asText()).isEqualTo("not_invertible");
        assertThat(none.json().path("detail").asText())
                .isEqualTo("non-invertible action: vm.lifecycle.reset");
    }

    @Test
    @Requirement("POL-80")
    void a_host_that_goes_makes_it_invalid_and_its_return_valid_again() {
        String path = "api/policies/" + walnut.created(SHED).path("id").asText();
        walnut.virtualHost("spare", List.of("x"));
        done(walnut.send("DELETE", "api/integrations/lab?force=true", "", HomeServer.JSON));

        await().atMost(SOON).until(() -> status(path).equals("invalid"));
        assertThat(codes(done(walnut.get(path)))).contains("unknown_host");
        await().atMost(SOON).until(() -> walnut.events("policy_invalid").size() == 1);

        walnut.virtualHost("lab", List.of("web-1", "web-2"));
        await().atMost(SOON).until(() -> status(path).equals("enabled"));
        assertThat(done(walnut.get(path)).path("version_int").asInt()).isEqualTo(1);
        assertThat(walnut.events("policy_invalid")).hasSize(1);
    }

    @Test
    @Requirement("POL-80")
    void blockers_store_nothing_and_errors_keep_it_disabled() {
        JsonNode stored = walnut.created(SHED.replace("rack1", "nobody"));
        assertThat(stored.path("status").asText()).isEqualTo("disabled");
        String path = "api/policies/" + stored.path("id").asText();
        HomeServer.Answer enable = walnut.post(path + "/enable", "{}");
        assertThat(enable.status()).isEqualTo(409);
        assertThat(enable.json().path("code").asText()).isEqualTo("policy_not_enableable");
        assertThat(enable.json().path("errors").toString()).contains("unknown_ups");

        assertThat(walnut.send("PUT", path, SHED.replace("shutdown", "hibernate"), YAML).status())
                .isEqualTo(400);
        assertThat(done(walnut.get(path)).path("version_int").asInt()).isEqualTo(1);
        done(walnut.send("PUT", path, SHED, YAML));
        assertThat(status(path)).isEqualTo("enabled");
        done(walnut.send("PUT", path, SHED.replace("rack1", "nobody"), YAML));
        assertThat(status(path)).isEqualTo("disabled");
    }

    @Test
    @Requirement("POL-80")
    void other_behaviour_another_status_and_twice_the_targets_disarm() {
        String path = "api/policies/" + walnut.created(SHED).path("id").asText();
        arm(path);
        done(walnut.send("PUT", path, SHED.replace("Shed the lab", "Shed it"), YAML));
        assertThat(armed(path)).isTrue();
        assertThat(
                        done(walnut.send("PUT", path, SHED.replace("30s", "31s"), YAML))
                                .path("disarmed")
                                .asBoolean())
                .isTrue();
        arm(path);
        done(walnut.post(path + "/disable", "{}"));
        done(walnut.post(path + "/enable", "{}"));
        assertThat(armed(path)).isFalse();
        arm(path);
        done(walnut.send("DELETE", "api/integrations/lab?force=true", "", HomeServer.JSON));
        await().atMost(SOON).until(() -> status(path).equals("invalid"));
        walnut.virtualHost("lab", List.of("web-1", "web-2", "web-3", "web-4"));
        await().atMost(SOON).until(() -> status(path).equals("enabled"));
        await().atMost(SOON).until(() -> !armed(path));
        await().atMost(SOON).until(() -> walnut.events("policy_disarmed").size() == 3);
    }

    @Test
    @Requirement({"POL-80", "POL-82"})
    void an_edit_that_disarms_says_so_and_what_is_at_stake_in_an_outage() {
        String shed = SHED.replace("30s", "1h");
        String id = walnut.created(shed).path("id").asText();
        String path = "api/policies/" + id;
        arm(path);
        JsonNode noted = done(walnut.send("PUT", path, shed + "description: a room\n", YAML));
        assertThat(noted.path("disarmed").asBoolean()).isFalse();
        assertThat(codes(noted)).doesNotContain("disarmed");
        JsonNode calm = done(walnut.send("PUT", path, shed.replace("1h", "2h"), YAML));
        assertThat(warning(calm))
                .isEqualTo(
                        "This edit disarmed the policy 'Shed the lab'."
                                + " It only rehearses until it is armed again.");
        assertThat(codes(done(walnut.get(path)))).doesNotContain("disarmed");

        arm(path);
        walnut.power("OB DISCHRG");
        await().atMost(SOON).until(() -> !done(walnut.get(path)).path("next_due_at").isNull());
        await().atMost(SOON).until(() -> !walnut.get("api/outages").json().path("items").isEmpty());
        JsonNode edited = done(walnut.send("PUT", path, shed.replace("1h", "3h"), YAML));
        assertThat(edited.path("armed").asBoolean()).isFalse();
        assertThat(edited.path("disarmed").asBoolean()).isTrue();
        assertThat(warning(edited)).satisfies(PolicyLifeTest::namesOutageAndWindow);

        arm(path);
        await().atMost(SOON).until(() -> !done(walnut.get(path)).path("next_due_at").isNull());
        JsonNode restored = done(walnut.post(path + "/versions/1/restore", "{}"));
        assertThat(warning(restored)).satisfies(PolicyLifeTest::namesOutageAndWindow);

        JsonNode bundle = done(walnut.get("api/policies/export?id=" + id));
        done(walnut.send("PUT", path, shed.replace("1h", "4h"), YAML));
        arm(path);
        await().atMost(SOON).until(() -> !done(walnut.get(path)).path("next_due_at").isNull());
        JsonNode imported =
                done(walnut.post("api/policies/import?mode=replace", bundle.toString()))
                        .at("/items/0");
        assertThat(imported.path("outcome").asText()).isEqualTo("updated");
        assertThat(warning(imported)).satisfies(PolicyLifeTest::namesOutageAndWindow);
    }

    private static void namesOutageAndWindow(String warning) {
        assertThat(warning)
                .startsWith(
                        "This edit disarmed the policy 'Shed the lab'. Nothing will be sent for it"
                                + " unless it is armed again, and the outage of rack1@")
                .contains(" is not over; its trigger for rack1@", " was counting down to 20");
    }

    /** Of what a save answered, the only one about arming. */
    private static String warning(JsonNode answer) {
        List<String> warnings =
                StreamSupport.stream(answer.path("findings").spliterator(), false)
                        .filter(finding -> finding.path("code").asText().equals("disarmed"))
                        .filter(finding -> finding.path("severity").asText().equals("warn"))
                        .map(finding -> finding.path("message").asText())
                        .toList();
        assertThat(warnings).as(answer.toString()).hasSize(1);
        return warnings.get(0);
    }

    @Test
    @Requirement("POL-80")
    void the_system_has_a_switch_of_its_own_which_a_variable_sets_at_each_start() throws Exception {
        String path = "api/policies/" + walnut.created(SHED).path("id").asText();
        arm(path);
        assertThat(done(walnut.get(path)).path("effective").asText()).isEqualTo("dry_run");
        done(walnut.post("api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
        assertThat(done(walnut.get(path)).path("effective").asText()).isEqualTo("live");
        await().atMost(SOON).until(() -> walnut.events("system_armed").size() == 1);
        done(walnut.post("api/system/disarm", "{\"reason\":\"enough\"}"));

        walnut.restart(Map.of());
        assertThat(done(walnut.get(path)).path("effective").asText()).isEqualTo("dry_run");
        walnut.restart(Map.of("WALNUT_ARMED", "true"));
        assertThat(done(walnut.get(path)).path("effective").asText()).isEqualTo("live");
    }

    private void arm(String path) {
        JsonNode policy = done(walnut.get(path));
        done(
                walnut.post(
                        path + "/arm",
                        "{\"reason\":\"it is tested\",\"confirm\":\"%s\",\"targets\":%d}"
                                .formatted(
                                        policy.path("name").asText(),
                                        policy.path("target_count").asInt())));
        assertThat(armed(path)).isTrue();
    }

    private String status(String path) {
        return done(walnut.get(path)).path("status").asText();
    }

    private boolean armed(String path) {
        return done(walnut.get(path)).path("armed").asBoolean();
    }

    private static List<String> codes(JsonNode policy) {
        return policy.path("findings").findValuesAsText("code");
    }
}
