package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.security.Role;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of UPSs and told to them, and what is taken away as files. */
class UpsResourceTest {

    private RunningApi api;
    private ContractReader contract;
    private String admin;
    private String operator;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        contract = new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")));
        api.ups.add("rack@lab", api.clock.instant(), "OL");
        admin = api.token(Role.ADMIN);
        operator = api.token(Role.OPERATOR);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode valid(HttpResponse<String> answer, String schema) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode node = api.json(answer);
        assertThat(contract.schema(schema).validate(node)).as(schema).isEmpty();
        return node;
    }

    private HttpResponse<String> command(String token, String body) {
        return api.send("POST", "/api/ups/rack/commands", token, body);
    }

    @Test
    @Requirement("NUT-15")
    void a_variable_is_shown_with_what_it_may_be_and_set_with_the_old_value_in_the_audit_log() {
        JsonNode all = valid(api.get("/api/ups/rack/variables", operator), "UpsVariables");
        assertThat(all.at("/items/0/ranges/0/max").asText()).isEqualTo("50");
        String path = "/api/ups/rack/variables/battery.charge.low";
        JsonNode set = valid(api.send("PUT", path, admin, "{\"value\":\"30\"}"), "UpsAnswer");
        assertThat(set.get("old_value").asText()).isEqualTo("20");
        assertThat(api.upsControl.values).containsEntry("battery.charge.low", "30");
        assertThat(api.system.audit())
                .last()
                .satisfies(
                        entry -> {
                            assertThat(entry.action()).isEqualTo("ups-variable-set");
                            assertThat(entry.object()).isEqualTo("rack");
                            assertThat(entry.diff())
                                    .containsEntry("battery.charge.low", List.of("20", "30"));
                        });
        assertThat(api.send("PUT", path, operator, "{\"value\":\"30\"}").statusCode())
                .isEqualTo(403);
        assertThat(api.code(api.send("PUT", path, admin, "{}"))).isEqualTo("invalid_request");
        assertThat(api.code(api.get("/api/ups/attic/variables", admin))).isEqualTo("not_found");
    }

    @Test
    @Requirement({"NUT-17", "API-13"})
    void an_operator_may_send_what_the_load_cannot_feel_and_the_rest_needs_more_and_more() {
        JsonNode all = valid(api.get("/api/ups/rack/commands", operator), "UpsCommands");
        assertThat(all.get("items").findValuesAsText("name"))
                .containsExactly("beeper.mute", "load.off", "fsd");
        assertThat(all.get("items").findValuesAsText("dangerous"))
                .containsExactly("false", "true", "true");

        valid(command(operator, "{\"command\":\"beeper.mute\"}"), "UpsAnswer");
        valid(command(operator, "{\"command\":\"test.battery.start.quick\"}"), "UpsAnswer");
        assertThat(api.code(command(operator, "{\"command\":\"test.battery.start.deep\"}")))
                .isEqualTo("forbidden");
        valid(command(admin, "{\"command\":\"test.battery.start.deep\"}"), "UpsAnswer");
        for (String dangerous : List.of("load.off", "shutdown.return", "fsd")) {
            String bare = "{\"command\":\"" + dangerous + "\"}";
            String meant = "{\"command\":\"" + dangerous + "\",\"confirm\":\"rack@lab\"}";
            assertThat(api.code(command(operator, meant))).isEqualTo("forbidden");
            assertThat(api.code(command(admin, bare))).isEqualTo("confirm_required");
            assertThat(api.code(command(admin, meant))).isEqualTo("not_armed");
        }
        assertThat(api.upsControl.heard)
                .containsExactly(
                        "beeper.mute", "test.battery.start.quick", "test.battery.start.deep");
        api.send("POST", "/api/system/arm", admin, "{\"reason\":\"live\",\"confirm\":\"ARM\"}");
        valid(
                command(
                        admin,
                        "{\"command\":\"load.off\",\"parameter\":\"3\",\"confirm\":\"rack@lab\"}"),
                "UpsAnswer");
        assertThat(api.upsControl.heard).last().isEqualTo("load.off 3");
        api.clock.advance(Duration.ofMinutes(6));
        assertThat(api.code(command(admin, "{\"command\":\"test.battery.stop\"}")))
                .isEqualTo("step_up_required");
    }

    @Test
    @Requirement({"API-21", "SEC-56"})
    void samples_are_written_as_a_file_in_any_order_and_length() {
        Instant now = api.clock.instant();
        for (int i = 1; i <= 12_000; i++) {
            api.ups.sample("rack@lab", now.minusMillis(i * 250L), i == 6000 ? 7 : 80, "OL");
        }
        String query = "/api/ups/samples.csv?ups_id=rack&range=1h&fields=battery_percent";
        List<String> raw = api.get(query + "&resolution=raw", admin).body().lines().toList();
        assertThat(raw).hasSize(12_001);
        assertThat(raw.get(0)).isEqualTo("ups_id,at,poll,status,battery_percent");
        assertThat(raw.subList(1, raw.size())).doesNotHaveDuplicates();
        assertThat(raw.get(1)).isGreaterThan(raw.get(12_000)).endsWith(",full,OL,80.0");
        List<String> rising =
                api.get(query + "&resolution=raw&order=asc&limit=7000", admin)
                        .body()
                        .lines()
                        .toList();
        assertThat(rising).hasSize(7_001);
        assertThat(rising.get(1)).isEqualTo(raw.get(12_000));
        for (String order : List.of("asc", "desc")) {
            List<String> buckets =
                    api.get(query + "&resolution=1s&order=" + order, admin).body().lines().toList();
            assertThat(buckets.get(0))
                    .isEqualTo(
                            "ups_id,at,seconds,count,flags,on_battery_seconds,battery_percent_min,"
                                    + "battery_percent_max,battery_percent_avg,battery_percent_last");
            assertThat(buckets)
                    .hasSizeBetween(3_000, 3_003)
                    .anyMatch(line -> line.contains(",7.0,"));
            List<String> lines = buckets.subList(1, buckets.size());
            assertThat(lines).doesNotHaveDuplicates();
            assertThat(lines)
                    .isSortedAccordingTo(
                            order.equals("asc")
                                    ? java.util.Comparator.naturalOrder()
                                    : java.util.Comparator.reverseOrder());
        }
    }

    @Test
    void an_outage_is_reported_as_data_and_for_people() {
        Instant now = api.clock.instant();
        UUID outage = api.ups.outage("rack_b@lab", now.minusSeconds(90), now.minusSeconds(30)).id();
        String path = "/api/outages/" + outage + "/report";
        JsonNode report = valid(api.get(path, operator), "OutageReport");
        assertThat(report.at("/forecast/duration_seconds").asDouble()).isEqualTo(60);
        assertThat(report.at("/forecast/survived").isNull()).isTrue();
        HttpResponse<String> text =
                api.send(
                        api.request(path)
                                .header("Authorization", "Bearer " + operator)
                                .header("Accept", "text/markdown"));
        assertThat(text.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/markdown");
        assertThat(text.body())
                .startsWith("# Outage of rack\\_b@lab\n")
                .contains("- Seconds: 60.0\n", "## Not restored\n\nNone.\n");
        HttpResponse<String> rather =
                api.send(
                        api.request(path)
                                .header("Authorization", "Bearer " + operator)
                                .header("Accept", "application/json, text/markdown;q=0.5"));
        assertThat(rather.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
        assertThat(api.code(api.get("/api/outages/" + UUID.randomUUID() + "/report", operator)))
                .isEqualTo("not_found");
    }

    @Test
    void only_a_ups_that_is_absent_is_forgotten() {
        assertThat(api.code(api.send("DELETE", "/api/ups/rack", admin, ""))).isEqualTo("conflict");
        assertThat(api.send("DELETE", "/api/ups/rack", operator, "").statusCode()).isEqualTo(403);
        assertThat(api.upsControl.heard).isEmpty();
    }

    @Test
    void a_period_is_summed_up_and_what_nobody_measured_is_null() {
        Instant now = api.clock.instant();
        api.ups.sample("rack@lab", now.minusSeconds(60), 40, "OB");
        api.ups.outage("rack@lab", now.minusSeconds(90), now.minusSeconds(30));
        JsonNode sum = valid(api.get("/api/ups/summary?ups_id=rack&hours=2", admin), "UpsSummary");
        assertThat(sum.get("min_battery_percent").asDouble()).isEqualTo(40);
        assertThat(sum.get("avg_load_percent").isNull()).isTrue();
        assertThat(sum.get("energy_wh").isNull()).isTrue();
        assertThat(sum.get("outages").asInt()).isEqualTo(1);
        assertThat(api.code(api.get("/api/ups/summary?hours=0", admin)))
                .isEqualTo("invalid_parameter");
    }

    @Test
    @Requirement({"API-21", "NUT-80"})
    void where_samples_are_gone_the_longer_buckets_that_are_left_are_told_as_what_they_are() {
        Instant now = api.clock.instant();
        for (int i = 1; i < 3 * 288; i++) {
            api.ups.sample("rack@lab", now.minusSeconds(300L * i), 90, "OL");
        }
        api.ups.left(Duration.ofMinutes(5));
        String query = "?ups_id=rack&range=3d&resolution=30s&order=";
        for (String order : List.of("asc", "desc")) {
            Set<String> seen = new HashSet<>();
            String next = "&limit=500";
            int items = 0;
            while (next != null) {
                JsonNode page =
                        valid(
                                api.get("/api/ups/samples" + query + order + next, admin),
                                "SamplePage");
                assertThat(page.get("resolution_seconds").asInt()).isEqualTo(300);
                assertThat(page.get("source").asText()).isEqualTo("mixed");
                assertThat(page.at("/items/0/seconds").asInt()).isEqualTo(300);
                items += page.get("items").size();
                page.get("items").forEach(item -> seen.add(item.get("at").asText()));
                JsonNode cursor = page.get("next_cursor");
                next = cursor.isNull() ? null : "&limit=500&cursor=" + cursor.asText();
            }
            assertThat(seen).as(order).hasSize(863).hasSize(items);

            List<String> lines =
                    api.get("/api/ups/samples.csv" + query + order, admin).body().lines().toList();
            assertThat(lines).as(order).doesNotHaveDuplicates().hasSize(864);
            assertThat(lines.get(1).split(",")[2]).isEqualTo("300");
        }
    }

    @Test
    void a_run_is_taken_away_with_the_document_that_was_run() {
        String document = MemoryRuns.DOCUMENT;
        UUID policy =
                UUID.fromString(
                        api.json(api.send("POST", "/api/policies", admin, document))
                                .get("id")
                                .asText());
        UUID id = UUID.randomUUID();
        api.runs.put(api.runs.run(id, policy, Run.Mode.DRY_RUN, RunState.DONE), List.of());
        HttpResponse<String> answer = api.get("/api/runs/" + id + "/export", operator);
        JsonNode export = valid(answer, "RunExport");
        assertThat(export.at("/run/id").asText()).isEqualTo(id.toString());
        assertThat(export.at("/policy/document").asText()).isEqualTo(document);
        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("run-" + id + ".json");
        assertThat(api.code(api.get("/api/runs/" + id + "/steps/" + policy, operator)))
                .isEqualTo("not_found");
        assertThat(api.code(api.get("/api/runs/" + policy + "/export", operator)))
                .isEqualTo("not_found");
    }

    @Test
    @Requirement({"POL-71", "POL-90", "EXE-61"})
    void a_stored_policy_is_checked_tested_and_released() {
        String document = "{\"name\":\"Stage 1\",\"host\":\"pve\",\"enabled\":false}";
        String path =
                "/api/policies/"
                        + api.json(api.send("POST", "/api/policies", admin, document))
                                .get("id")
                                .asText();
        JsonNode lint = valid(api.send("POST", path + "/lint", operator, ""), "PolicyValidation");
        assertThat(path).endsWith(lint.at("/ir/policy_id").asText());
        JsonNode tests = valid(api.send("POST", path + "/tests", operator, ""), "PolicyTests");
        assertThat(tests.get("passed").asInt()).isEqualTo(1);
        assertThat(tests.at("/items/1/actual/0").asText()).contains("there was none");
        assertThat(tests.at("/items/1/trace/0/at_ms").asInt()).isEqualTo(30_000);
        assertThat(api.send("POST", path + "/release", operator, "").statusCode()).isEqualTo(204);
        assertThat(api.policies.released).hasSize(1);
        assertThat(api.send("POST", path + "/release", api.token(Role.VIEWER), "").statusCode())
                .isEqualTo(403);
    }
}
