package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.github.walnut.Requirement;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.json.DocumentTree;
import io.github.walnut.publish.Json;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.Job;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.security.Role;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.Severity;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each resource answers; every answer is held against the contract. */
class ResourceTest {

    private static final String POLICY =
            "{\"name\":\"Stage 1\",\"host\":\"pve\",\"enabled\":false}";

    private RunningApi api;
    private ContractReader contract;
    private String admin;
    private String operator;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        contract = new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")));
        api.ups.add("rack@lab", api.clock.instant(), "OB");
        admin = api.token(Role.ADMIN);
        operator = api.token(Role.OPERATOR);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode get(String path, String schema) {
        return valid(api.get(path, admin), 200, schema);
    }

    private JsonNode send(String method, String path, String body, int status, String schema) {
        return valid(api.send(method, path, admin, body), status, schema);
    }

    private JsonNode valid(HttpResponse<String> answer, int status, String schema) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode node = api.json(answer);
        assertThat(contract.schema(schema).validate(node)).as(schema).isEmpty();
        return node;
    }

    private void refused(HttpResponse<String> answer, String code) {
        assertThat(api.code(answer)).isEqualTo(code);
        assertThat(contract.schema("Problem").validate(api.json(answer))).isEmpty();
    }

    @Test
    @Requirement({"API-20", "API-80", "API-60"})
    void answers_have_the_shape_of_the_contract() {
        get("/api/ups", "UpsPage");
        get("/api/ups/rack", "Ups");
        get("/auth/users/me", "Me");
        get("/auth/providers", "Providers");
        get("/auth/setup", "SetupState");
        get("/api/system/status", "SystemStatus");
        get("/api/system/version", "SystemVersion");
        get("/health", "Health");
        get("/observe/health/live", "Probe");
        get("/observe/health/ready", "Probe");
        get("/api/integrations/types", "IntegrationTypePage");
        send("POST", "/api/ws-ticket", "", 201, "WsTicket");
        send("POST", "/api/system/disarm", "{\"reason\":\"enough\"}", 200, "SystemArmed");
        refused(api.send("POST", "/api/system/disarm", admin, "{}"), "invalid_request");
    }

    @Test
    @Requirement({"API-60", "API-62", "API-8", "INT-24"})
    void integrations_are_changed_and_hang_together() {
        send(
                "POST",
                "/api/integrations",
                "{\"type_id\":\"test.vm\",\"name\":\"pve\",\"config\":{\"host\":\"h\"},\"secrets\":{\"password\":\"p\"}}",
                201,
                "Integration");
        JsonNode changed =
                send(
                        "PATCH",
                        "/api/integrations/pve",
                        "{\"feeds\":[\"rack@lab\"],\"secrets\":{\"password\":null}}",
                        200,
                        "Integration");
        assertThat(changed.get("feeds_need").asInt()).isEqualTo(1);
        assertThat(changed.at("/secrets/password/set").asBoolean()).isFalse();
        HttpRequest.Builder old =
                api.request("/api/integrations/pve")
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .header("If-Match", "\"1\"")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"self\":true}"));
        refused(api.send(old), "version_mismatch");
        get("/api/integrations/pve/health", "IntegrationHealth");
        send(
                "POST",
                "/api/integrations/test",
                "{\"type_id\":\"test.vm\",\"config\":{\"host\":\"h\"}}",
                200,
                "IntegrationTest");
        get("/api/topology", "Topology");
        get("/api/topology/findings", "TopologyFindings");
        send(
                "PUT",
                "/api/topology",
                "{\"nodes\":[{\"id\":\"u\",\"kind\":\"ups\",\"ref\":\"rack\"}],\"links\":[],\"feeds\":[]}",
                200,
                "Topology");
        get("/api/hosts/pve/inventory", "InventoryPage");
        get("/api/targets", "TargetPage");
        send("PATCH", "/api/hosts/pve/targets/vm:101", "{\"notes\":\"n\"}", 200, "Target");
        refused(
                api.send("PATCH", "/api/hosts/pve/targets/vm:101", admin, "{\"notes\":1}"),
                "invalid_request");
    }

    @Test
    @Requirement({"API-1", "INT-13"})
    void the_program_tells_of_its_types_and_clients_and_starts_anew() {
        get("/api/integrations/types/test.vm/manifest", "TypeContents");
        send("POST", "/api/integrations/types/test.vm/validate", "", 200, "TypeCheck");
        refused(api.get("/api/integrations/types/none/manifest", admin), "type_not_found");
        send("POST", "/api/system/selftest", "", 202, "JobStarted");
        Ears ears = Ears.open(api, "/ws?token=" + operator, null);
        await().until(() -> ears.types().contains("system.mode"));
        JsonNode clients = get("/api/ws/clients", "LiveClients");
        assertThat(clients.at("/items/0/user").asText()).isEqualTo("operator@example.org");
        assertThat(clients.at("/items/0/ip").asText()).isEqualTo("127.0.0.1");

        send("POST", "/api/system/restart", "", 202, "Restarting");
        assertThat(api.restarts).hasValue(1);
        api.runs.put(
                api.runs.run(
                        UUID.randomUUID(), UUID.randomUUID(), Run.Mode.DRY_RUN, RunState.RUNNING),
                List.of());
        refused(api.send("POST", "/api/system/restart", admin, ""), "conflict");
        send("POST", "/api/system/restart?force=true", "", 202, "Restarting");
        assertThat(api.restarts).hasValue(2);
    }

    @Test
    @Requirement("API-10")
    void jobs_are_listed_followed_and_stopped_by_whom_they_concern() {
        send(
                "POST",
                "/api/integrations",
                "{\"type_id\":\"test.vm\",\"name\":\"pve\",\"config\":{\"host\":\"h\"}}",
                201,
                "Integration");
        JsonNode begun = send("POST", "/api/hosts/pve/discover", "", 202, "JobStarted");
        Job backup = api.jobs.begin(Job.Kind.BACKUP);
        String path = begun.get("status_url").asText();
        get(path, "JobWithLog");
        assertThat(get("/api/jobs", "JobPage").get("items")).hasSize(2);
        assertThat(api.json(api.get("/api/jobs", operator)).get("items")).hasSize(1);
        refused(api.get("/api/jobs/" + backup.id(), operator), "not_found");
        refused(
                api.send("POST", "/api/jobs/" + backup.id() + "/cancel", operator, ""),
                "not_found");
        send("POST", path + "/cancel", "", 202, "Job");
        refused(api.send("POST", path + "/cancel", admin, ""), "conflict");
    }

    @Test
    @Requirement({"API-40"})
    void policies_are_stored_changed_armed_and_deleted() {
        JsonNode made = send("POST", "/api/policies", POLICY, 201, "Policy");
        String path = "/api/policies/" + made.get("id").asText();
        assertThat(made.get("status").asText()).isEqualTo("disabled");
        assertThat(made.at("/document/host").asText()).isEqualTo("pve");
        HttpResponse<String> twin = api.send("POST", "/api/policies", admin, POLICY);
        assertThat(twin.statusCode()).isEqualTo(409);
        assertThat(api.json(twin).get("existing_policy_id")).isEqualTo(made.get("id"));

        JsonNode enabled = send("POST", path + "/enable", "{}", 200, "Policy");
        assertThat(enabled.get("effective").asText()).isEqualTo("dry_run");
        String arm = "{\"reason\":\"tested\",\"confirm\":\"Stage 1\"}";
        send("POST", path + "/arm", arm, 200, "Policy");
        send(
                "POST",
                "/api/system/arm",
                "{\"reason\":\"live\",\"confirm\":\"ARM\"}",
                200,
                "SystemArmed");
        assertThat(get(path, "Policy").get("effective").asText()).isEqualTo("live");

        JsonNode changed =
                send(
                        "PUT",
                        path,
                        POLICY.replace("pve", "pve2").replace("false", "true"),
                        200,
                        "Policy");
        assertThat(changed.get("disarmed").asBoolean()).isTrue();
        assertThat(changed.get("armed").asBoolean()).isFalse();
        assertThat(api.send("DELETE", path, admin, "").statusCode()).isEqualTo(204);
        refused(api.get(path, admin), "not_found");
    }

    @Test
    @Requirement("POL-2")
    void the_schemas_of_both_formats_are_published() throws Exception {
        for (int format : List.of(1, 2)) {
            JsonNode schema = get("/api/policies/schema/" + format, "JsonSchema");
            assertThat(schema.toString())
                    .isEqualTo(
                            new com.fasterxml.jackson.databind.ObjectMapper()
                                    .readTree(
                                            Path.of(
                                                            "src/main/resources/schema/policy-"
                                                                    + format
                                                                    + ".json")
                                                    .toFile())
                                    .toString());
        }
        refused(api.get("/api/policies/schema/3", admin), "invalid_parameter");
    }

    @Test
    @Requirement("POL-83")
    void a_format_that_is_switched_off_is_not_saved_and_goes_on_where_it_is_stored() {
        String old = "{\"name\":\"Stage 1\",\"trigger_group\":{},\"enabled\":false}";
        String path =
                "/api/policies/"
                        + send("POST", "/api/policies", old, 201, "Policy").get("id").asText();
        api.policies.formatOne = false;

        HttpResponse<String> again = api.send("POST", "/api/policies", admin, old);
        assertThat(again.statusCode()).isEqualTo(501);
        refused(again, "format_1_disabled");
        assertThat(api.json(again).get("detail").asText())
                .isEqualTo("Policy format 1 is not enabled");
        refused(api.send("PUT", path, admin, old), "format_1_disabled");
        JsonNode found = send("POST", "/api/policies/validate", old, 200, "PolicyValidation");
        assertThat(found.at("/findings/0/pointer").asText()).isEqualTo("/version");
        assertThat(found.get("ok").asBoolean()).isFalse();
        send("POST", path + "/enable", "{}", 200, "Policy");
        assertThat(get(path, "Policy").at("/document/trigger_group").isObject()).isTrue();
    }

    @Test
    @Requirement("POL-82")
    void versions_are_listed_compared_and_restored() {
        JsonNode made = send("POST", "/api/policies", POLICY, 201, "Policy");
        String path = "/api/policies/" + made.get("id").asText();
        String renamed = POLICY.replace("Stage 1", "Stage 2").replace("false", "true");
        send("PUT", path + "?note=renamed", renamed, 200, "Policy");

        JsonNode versions = get(path + "/versions", "PolicyVersionPage").get("items");
        assertThat(versions).hasSize(2);
        assertThat(versions.get(0).get("note").asText()).isEqualTo("renamed");
        assertThat(versions.get(0).get("saved_by").asText()).isEqualTo("admin@example.org");
        JsonNode first = get(path + "/versions/1", "PolicyVersionDetail");
        assertThat(first.at("/document/name").asText()).isEqualTo("Stage 1");
        assertThat(first.get("against").asInt()).isEqualTo(2);
        assertThat(first.at("/diff/0/pointer").asText()).isEqualTo("/name");
        assertThat(first.at("/diff/0/to").asText()).isEqualTo("Stage 2");
        refused(api.get(path + "/versions/9", admin), "not_found");

        JsonNode back = send("POST", path + "/versions/1/restore", "", 200, "Policy");
        assertThat(back.get("version_int").asInt()).isEqualTo(3);
        assertThat(back.get("name").asText()).isEqualTo("Stage 1");
        assertThat(back.get("status").asText()).isEqualTo("disabled");
        send("POST", path + "/versions/2/restore", "", 200, "Policy");
        assertThat(get(path, "Policy").get("status").asText()).isEqualTo("disabled");
    }

    @Test
    @Requirement("POL-8")
    void policies_are_put_into_another_order_in_one_go() {
        String first = send("POST", "/api/policies", POLICY, 201, "Policy").get("id").asText();
        String other = POLICY.replace("Stage 1", "Stage 2").replace("false", "true");
        String second = send("POST", "/api/policies", other, 201, "Policy").get("id").asText();
        String arm = "{\"reason\":\"tested\",\"confirm\":\"Stage 2\"}";
        send("POST", "/api/policies/" + second + "/arm", arm, 200, "Policy");
        String order = "[{\"id\":\"" + second + "\",\"order\":1}]";

        JsonNode priorities = send("POST", "/api/policies/reorder", order, 200, "PolicyPriorities");

        assertThat(priorities.at("/0/id").asText()).isEqualTo(second);
        assertThat(priorities.at("/0/priority").asInt()).isEqualTo(10);
        JsonNode moved = get("/api/policies/" + second, "Policy");
        assertThat(moved.get("priority").asInt()).isEqualTo(10);
        assertThat(moved.at("/document/priority").asInt()).isEqualTo(10);
        assertThat(moved.get("version_int").asInt()).isEqualTo(3);
        assertThat(moved.get("armed").asBoolean()).isTrue();
        assertThat(get("/api/policies/" + first, "Policy").get("priority").asInt()).isEqualTo(20);
        String unknown = order.replace(second, UUID.randomUUID().toString());
        refused(api.send("POST", "/api/policies/reorder", admin, unknown), "invalid_request");
        String twice = order.replace("]", ",") + order.substring(1);
        refused(api.send("POST", "/api/policies/reorder", admin, twice), "invalid_request");
    }

    @Test
    @Requirement({"API-8"})
    void changes_need_the_version_that_was_read() {
        HttpResponse<String> made = api.send("POST", "/api/policies", admin, POLICY);
        String path = "/api/policies/" + api.json(made).get("id").asText();
        assertThat(made.headers().firstValue("etag")).hasValue("\"1\"");

        refused(put(path, null), "if_match_required");
        refused(put(path, "\"7\""), "version_mismatch");
        assertThat(put(path, "\"1\"").statusCode()).isEqualTo(200);
        assertThat(api.json(put(path, "\"1\"")).get("current_version").asInt()).isEqualTo(2);
        HttpResponse<String> same =
                api.send(
                        api.request(path)
                                .header("Authorization", "Bearer " + admin)
                                .header("If-None-Match", "\"2\""));
        assertThat(same.statusCode()).isEqualTo(304);
    }

    private HttpResponse<String> put(String path, String version) {
        HttpRequest.Builder request =
                api.request(path)
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(POLICY.replace("1", "2")));
        return api.send(version == null ? request : request.header("If-Match", version));
    }

    @Test
    @Requirement({"SEC-30"})
    void what_an_operator_stores_is_disabled() {
        String enabled = POLICY.replace("false", "true");

        JsonNode made = api.json(api.send("POST", "/api/policies", operator, enabled));

        assertThat(made.get("status").asText()).isEqualTo("disabled");
    }

    @Test
    void blocked_documents_are_refused_and_validation_always_answers() {
        JsonNode check = send("POST", "/api/policies/validate", "{}", 200, "PolicyValidation");
        assertThat(check.get("ok").asBoolean()).isFalse();
        HttpResponse<String> blocked = api.send("POST", "/api/policies", admin, "{}");
        refused(blocked, "policy_blocked");
        assertThat(api.json(blocked).at("/errors/0/pointer").asText()).isEqualTo("/name");
        String broken = "{\"name\":\"Bad one\",\"verb\":\"explode\"}";
        JsonNode stored = send("POST", "/api/policies", broken, 201, "Policy");
        String path = "/api/policies/" + stored.get("id").asText();
        assertThat(stored.get("status").asText()).isEqualTo("disabled");
        refused(api.send("POST", path + "/enable", admin, "{}"), "policy_not_enableable");
    }

    @Test
    void yaml_documents_are_kept_as_written() {
        HttpResponse<String> made =
                api.send(
                        api.request("/api/policies")
                                .header("Authorization", "Bearer " + admin)
                                .header("Content-Type", "application/yaml")
                                .POST(HttpRequest.BodyPublishers.ofString("name: Yaml # mine\n")));

        JsonNode policy = valid(made, 201, "Policy");
        assertThat(policy.get("document").asText()).isEqualTo("name: Yaml # mine\n");
        HttpResponse<String> alone = yaml(policy.get("id").asText(), "application/yaml");
        assertThat(alone.statusCode()).isEqualTo(200);
        assertThat(alone.body()).isEqualTo("name: Yaml # mine\n");
        assertThat(alone.headers().firstValue("ETag")).hasValue("\"1\"");
    }

    @Test
    @Requirement("API-40")
    void a_policy_is_given_as_yaml_to_whom_asks_for_it() {
        String id = send("POST", "/api/policies", POLICY, 201, "Policy").get("id").asText();
        String text = yaml(id, "application/yaml, application/json;q=0.5").body();
        assertThat(DocumentTree.of(text, DocumentTree.YAML))
                .isEqualTo(DocumentTree.of(POLICY, DocumentTree.JSON));
        assertThat(yaml(id, "application/json, application/yaml").body()).startsWith("{");
    }

    private HttpResponse<String> yaml(String policy, String accept) {
        return api.send(
                api.request("/api/policies/" + policy)
                        .header("Authorization", "Bearer " + admin)
                        .header("Accept", accept)
                        .GET());
    }

    @Test
    @Requirement("API-40")
    void policies_are_found_by_ups_and_by_host() {
        String id = send("POST", "/api/policies", POLICY, 201, "Policy").get("id").asText();
        JsonNode policy = get("/api/policies/" + id, "Policy");
        String host = policy.at("/hosts/0").asText();
        assertThat(found("host_id=" + host)).contains(id);
        assertThat(found("host_id=none")).isEmpty();
        assertThat(found("ups_id=rack@lab")).isEqualTo(found("ups_id=rack"));
    }

    private List<String> found(String query) {
        return get("/api/policies?" + query, "PolicyPage").path("items").findValuesAsText("id");
    }

    @Test
    @Requirement({"API-42", "API-50"})
    void runs_and_dry_runs_are_shown_and_cancelled() {
        JsonNode made = send("POST", "/api/policies", POLICY, 201, "Policy");
        UUID policy = UUID.fromString(made.get("id").asText());
        UUID open = UUID.randomUUID();
        UUID committed = UUID.randomUUID();
        api.runs.put(api.runs.run(open, policy, Run.Mode.LIVE, RunState.RUNNING), List.of());
        api.runs.put(api.runs.run(committed, policy, Run.Mode.LIVE, RunState.COMMITTED), List.of());

        send("POST", "/api/policies/" + policy + "/dry-run", "{}", 200, "DryRun");
        get("/api/runs?open=true", "RunPage");
        get("/api/runs/" + open, "Run");
        api.runs.ends.addAll(
                List.of(
                        new Countdown(
                                Countdown.Kind.BUDGET,
                                0,
                                "a1",
                                api.clock.instant().plusSeconds(90)),
                        new Countdown(
                                Countdown.Kind.HOLD,
                                null,
                                null,
                                api.clock.instant().plusSeconds(60)),
                        new Countdown(
                                Countdown.Kind.DELAY,
                                0,
                                "a1",
                                api.clock.instant().minusSeconds(1))));
        JsonNode countdown = api.json(api.get("/api/runs/" + open, admin)).path("countdown");
        assertThat(countdown.path("what").asText()).isEqualTo("hold");
        assertThat(countdown.path("ends_at").asText())
                .isEqualTo(Json.at(api.clock.instant().plusSeconds(60)));
        get("/api/policies/" + policy + "/executions", "ExecutionPage");
        get("/api/policies/" + policy + "/decisions", "DecisionPage");
        refused(api.send("POST", "/api/runs/" + open + "/cancel", admin, "{}"), "invalid_request");
        String reason = "{\"reason\":\"false alarm\"}";
        send("POST", "/api/runs/" + open + "/cancel", reason, 202, "Run");
        refused(api.send("POST", "/api/runs/" + open + "/cancel", admin, reason), "run_closed");
        refused(
                api.send("POST", "/api/runs/" + committed + "/cancel", admin, reason),
                "point_of_no_return");
    }

    @Test
    @Requirement({"EXE-65", "EXE-62", "EXE-61"})
    void runs_are_started_by_hand_and_failed_steps_tried_again() {
        JsonNode made = send("POST", "/api/policies", POLICY, 201, "Policy");
        String path = "/api/policies/" + made.get("id").asText() + "/run";
        String dry = "{\"mode\":\"dry_run\",\"reason\":\"trying\"}";
        String live = "{\"mode\":\"live\",\"reason\":\"trying\"}";

        assertThat(send("POST", path, dry, 202, "Run").get("mode").asText()).isEqualTo("dry_run");
        HttpResponse<String> begun = api.send("POST", path, admin, dry);
        JsonNode places = api.json(begun);
        String at = "/api/runs/" + places.get("id").asText();
        assertThat(begun.headers().firstValue("Location")).hasValue(at);
        assertThat(places.get("status_url").asText()).isEqualTo(at);
        assertThat(places.get("stream").asText()).isEqualTo("/ws?topics=runs");
        refused(api.send("POST", path, admin, live), "not_armed");
        refused(api.send("POST", path, api.token(Role.OPERATOR), live), "forbidden");
        refused(api.send("POST", path, admin, "{\"mode\":\"dry_run\"}"), "invalid_request");
        String forced = "{\"mode\":\"live\",\"reason\":\"trying\",\"force\":true}";
        refused(api.send("POST", path, admin, forced), "not_armed");
        String other = "{\"mode\":\"dry_run\",\"reason\":\"trying\",\"ups_id\":\"none\"}";
        refused(api.send("POST", path, admin, other), "not_found");

        UUID run = UUID.randomUUID();
        Step step = step();
        api.runs.put(
                api.runs.run(run, UUID.randomUUID(), Run.Mode.LIVE, RunState.DONE), List.of(step));
        String retry = "/api/runs/" + run + "/steps/" + step.id() + "/retry";
        send("POST", retry, "{\"reason\":\"again\"}", 202, "Run");
        api.runs.put(
                api.runs.run(run, UUID.randomUUID(), Run.Mode.LIVE, RunState.RUNNING),
                List.of(step));
        refused(api.send("POST", retry, admin, "{\"reason\":\"again\"}"), "conflict");
    }

    @Test
    @Requirement("EXE-66")
    void windows_of_maintenance_are_opened_listed_and_closed() {
        String until = api.clock.instant().plusSeconds(3600).toString();
        String wish = "{\"until\":\"" + until + "\",\"reason\":\"new disks\"}";
        JsonNode window = send("POST", "/api/maintenance", wish, 201, "MaintenanceWindow");
        assertThat(window.at("/scope/all").asBoolean()).isTrue();
        assertThat(window.get("active").asBoolean()).isTrue();
        assertThat(get("/api/maintenance", "MaintenancePage").get("items")).hasSize(1);

        String far = api.clock.instant().plusSeconds(90_000).toString();
        for (String bad :
                List.of(
                        "{\"until\":\"" + far + "\",\"reason\":\"too long\"}",
                        "{\"until\":\"tomorrow\",\"reason\":\"no time\"}",
                        "{\"reason\":\"for ever\"}",
                        "{\"until\":\""
                                + until
                                + "\",\"reason\":\"gone\",\"scope\":{\"hosts\":[\"x\"]}}",
                        "{\"until\":\""
                                + until
                                + "\",\"reason\":\"none\",\"scope\":{\"all\":false}}")) {
            refused(api.send("POST", "/api/maintenance", admin, bad), "invalid_request");
        }
        assertThat(detail("{\"until\":\"%s\",\"reason\":\"abc\",\"why\":1}".formatted(until)))
                .isEqualTo("/why: is no key that is known here");
        assertThat(detail("{}")).isEqualTo("/reason: is missing (and 1 more)");
        assertThat(detail("[]")).startsWith("The body: array found, object expected");
        assertThat(detail("{\"until\":\"%s\",\"reason\":\"a\"}".formatted(until)))
                .startsWith("/reason: must be at least 3 characters");
        String path = "/api/maintenance/" + window.get("id").asText();
        assertThat(api.send("DELETE", path, admin, "").statusCode()).isEqualTo(204);
        refused(api.send("DELETE", path, admin, ""), "not_found");
    }

    private String detail(String wish) {
        return api.json(api.send("POST", "/api/maintenance", admin, wish)).get("detail").asText();
    }

    private Step step() {
        Site site = new Site().add("pve").vm("pve", "1");
        return site.planned(site.live(ActionDraft.vm("a", "pve", "stop")), api.clock.instant())
                .steps()
                .iterator()
                .next();
    }

    @Test
    @Requirement({"EXE-62", "API-80"})
    void runs_are_held_and_postponed_and_the_mode_tells_of_a_hold_of_all() {
        UUID run = UUID.randomUUID();
        UUID over = UUID.randomUUID();
        Step step = step();
        api.runs.put(
                api.runs.run(run, UUID.randomUUID(), Run.Mode.LIVE, RunState.RUNNING),
                List.of(step));
        api.runs.put(
                api.runs.run(over, UUID.randomUUID(), Run.Mode.LIVE, RunState.DONE), List.of());
        String path = "/api/runs/" + run;
        String hold = "{\"reason\":\"looking\",\"for\":\"10m\"}";

        JsonNode held = send("POST", path + "/hold", hold, 200, "RunHeld");
        assertThat(Instant.parse(held.get("held_until").asText()))
                .isEqualTo(api.clock.instant().plusSeconds(600));
        send("POST", path + "/resume", "", 200, "Run");
        JsonNode later = send("POST", path + "/postpone", "{\"by\":\"5m\"}", 200, "RunPostponed");
        assertThat(later.get("slack_seconds").asInt()).isEqualTo(120);
        send("POST", path + "/steps/" + step.id() + "/skip", "{\"reason\":\"needed\"}", 200, "Run");

        refused(api.send("POST", path + "/hold", admin, "{\"for\":\"10m\"}"), "invalid_request");
        for (String span : List.of("16m", "0s", "soon", "1m ")) {
            String bad = "{\"reason\":\"x\",\"for\":\"" + span + "\"}";
            refused(api.send("POST", path + "/hold", admin, bad), "invalid_request");
        }
        refused(api.send("POST", "/api/runs/" + over + "/hold", admin, hold), "run_closed");
        api.runs.critical = true;
        refused(api.send("POST", path + "/hold", admin, hold), "conflict");
        refused(
                api.send(
                        "POST",
                        path + "/steps/" + UUID.randomUUID() + "/skip",
                        admin,
                        "{\"reason\":\"x\"}"),
                "not_found");

        refused(api.send("POST", "/api/runs/resume", admin, ""), "conflict");
        JsonNode mode = send("POST", "/api/runs/hold", hold, 200, "SystemMode");
        assertThat(mode.get("hold").asBoolean()).isTrue();
        assertThat(get("/api/system/status", "SystemStatus").at("/mode/hold_until").asText())
                .isEqualTo(mode.get("hold_until").asText());
        assertThat(send("POST", "/api/runs/resume", "", 200, "SystemMode").get("hold").asBoolean())
                .isFalse();
        assertThat(api.system.audit())
                .extracting(AuditTrail.Entry::action)
                .contains("runs-hold", "run-hold", "run-postpone", "run-step-skip");
    }

    @Test
    @Requirement("EXE-54")
    void what_is_owed_is_listed_dismissed_and_tried_again() {
        Obligation owed = obligation(Obligation.Status.FAILED);
        api.obligations.put(owed);
        String path = "/api/obligations/" + owed.id();

        assertThat(get("/api/obligations", "ObligationPage").at("/items/0/status").asText())
                .isEqualTo("failed");
        send("POST", path + "/retry", "", 202, "Obligation");
        refused(api.send("POST", path + "/dismiss", admin, "{}"), "invalid_request");
        JsonNode gone =
                send("POST", path + "/dismiss", "{\"reason\":\"scrapped\"}", 200, "Obligation");
        assertThat(gone.get("status").asText()).isEqualTo("dismissed");
        assertThat(get("/api/obligations", "ObligationPage").get("items")).isEmpty();
        refused(api.send("POST", path + "/retry", admin, ""), "not_found");
        UUID run = UUID.randomUUID();
        api.runs.put(api.runs.run(run, run, Run.Mode.LIVE, RunState.DONE), List.of());
        refused(
                api.send("POST", "/api/runs/" + run + "/recover", admin, "{\"gates\":false}"),
                "conflict");
    }

    private static Obligation obligation(Obligation.Status status) {
        Target target =
                new Target(
                        "pve", "vm", "1", "db", "stopped", Map.of(), Map.of(), true, false, false);
        return new Obligation(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                null,
                target,
                "clients",
                "vm.lifecycle",
                "start",
                Map.of(),
                "running",
                0,
                0,
                status,
                null,
                3,
                "not_confirmed",
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @Test
    @Requirement({"API-60", "INT-29", "INT-30"})
    void integrations_are_connected_tested_trusted_and_read() {
        String draft =
                "{\"type_id\":\"test.vm\",\"name\":\"pve\",\"config\":{\"host\":\"10.0.0.5\"},"
                        + "\"secrets\":{\"password\":\"canary-secret\"}}";
        HttpResponse<String> made = api.send("POST", "/api/integrations", admin, draft);
        JsonNode host = valid(made, 201, "Integration");
        assertThat(made.body()).doesNotContain("canary-secret");
        assertThat(host.at("/secrets/password/set").asBoolean()).isTrue();
        get("/api/integrations", "IntegrationPage");
        get("/api/hosts", "HostPage");
        get("/api/hosts/1", "Host");
        get("/api/hosts/pve/capabilities", "CapabilityList");
        send("POST", "/api/integrations/pve/test", "", 200, "IntegrationTest");
        send(
                "POST",
                "/api/integrations/pve/trust",
                "{\"fingerprint\":\"SHA256:abc\"}",
                200,
                "Integration");
        refused(
                api.send("POST", "/api/integrations/pve/trust", admin, "{\"fingerprint\":\"x\"}"),
                "conflict");
        JsonNode inventory = get("/api/hosts/pve/inventory?type=vm", "InventoryPage");
        assertThat(inventory.get("refreshed").asBoolean()).isTrue();
        assertThat(inventory.get("items")).hasSize(2);
        api.hosts.fail(
                new InventoryRefresh.Failure(
                        io.github.walnut.run.ErrorClass.UNREACHABLE, "pve does not answer"));
        JsonNode stale = get("/api/hosts/pve/inventory?refresh=true", "InventoryPage");
        assertThat(stale.get("items")).hasSize(2);
        assertThat(stale.at("/error/class").asText()).isEqualTo("unreachable");
        assertThat(stale.get("stale").asBoolean()).isTrue();
    }

    @Test
    void integrations_with_errors_are_refused_with_pointers() {
        String bad = "{\"type_id\":\"test.vm\",\"name\":\"x\",\"config\":{}}";
        HttpResponse<String> answer = api.send("POST", "/api/integrations", admin, bad);
        refused(answer, "validation");
        assertThat(api.json(answer).at("/errors/0/pointer").asText()).isEqualTo("/config/host");
        refused(
                api.send("POST", "/api/integrations", admin, bad.replace("test.vm", "no.type")),
                "type_not_found");
        String down = bad.replace("{}", "{\"host\":\"down\"}");
        refused(api.send("POST", "/api/integrations?test=true", admin, down), "test_failed");
        assertThat(api.hosts.all()).isEmpty();
    }

    @Test
    void nut_servers_are_added_and_removed() {
        String draft = "{\"host\":\"10.4.0.9\",\"port\":3494,\"password\":\"canary-secret\"}";
        JsonNode made = send("POST", "/api/nut/servers", draft, 201, "NutServer");

        assertThat(made.get("id").asText()).isEqualTo("10.4.0.9-3494");
        assertThat(made.toString()).doesNotContain("canary-secret");
        get("/api/nut/servers", "NutServerPage");
        get("/api/nut/servers/10.4.0.9-3494", "NutServer");
        send(
                "PUT",
                "/api/nut/servers/10.4.0.9-3494",
                "{\"host\":\"10.4.0.9\",\"port\":3495}",
                200,
                "NutServer");
        send("POST", "/api/nut/test", "{\"host\":\"10.4.0.9\"}", 200, "NutTried");
        refused(api.send("POST", "/api/nut/servers", admin, draft), "duplicate");
        assertThat(api.send("DELETE", "/api/nut/servers/10.4.0.9-3494", admin, "").statusCode())
                .isEqualTo(204);
    }

    @Test
    @Requirement({"SEC-32", "SEC-30"})
    void a_stored_password_is_tried_elsewhere_by_who_proved_the_own_one_just_now() {
        String id = "\"id\":\"10.4.0.7-3493\"";
        send(
                "POST",
                "/api/nut/servers",
                "{" + id + ",\"host\":\"10.4.0.7\",\"password\":\"canary-secret\"}",
                201,
                "NutServer");
        String stale = api.token(Role.ADMIN);
        api.clock.advance(Duration.ofSeconds(301));
        for (String change : List.of("\"host\":\"10.6.6.6\"", "\"port\":6666", "\"tls\":\"off\"")) {
            String body = "{" + id + "," + change + "}";
            refused(api.send("POST", "/api/nut/test", stale, body), "step_up_required");
            String given = body.replace("}", ",\"password\":\"canary-another\"}");
            assertThat(api.send("POST", "/api/nut/test", stale, given).statusCode()).isEqualTo(200);
        }
        assertThat(api.send("POST", "/api/nut/test", stale, "{" + id + "}").statusCode())
                .isEqualTo(200);
        assertThat(
                        api.send(
                                        "POST",
                                        "/api/nut/test",
                                        api.token(Role.ADMIN),
                                        "{" + id + ",\"host\":\"10.6.6.6\"}")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Requirement({"API-21"})
    void samples_come_raw_in_buckets_and_as_columns() {
        Instant now = api.clock.instant();
        for (int i = 1; i <= 120; i++) {
            api.ups.sample("rack@lab", now.minusSeconds(i), i == 60 ? 11 : 90, "OL");
        }
        JsonNode raw = get("/api/ups/samples?resolution=raw&limit=50&ups_id=rack", "SamplePage");
        JsonNode rest =
                get(
                        "/api/ups/samples?resolution=raw&limit=50&ups_id=rack&cursor="
                                + raw.get("next_cursor").asText(),
                        "SamplePage");
        JsonNode buckets =
                get("/api/ups/samples?resolution=1m&range=15m&ups_id=rack", "SamplePage");
        JsonNode columns =
                get(
                        "/api/ups/samples?resolution=1m&format=columns&fields=battery_percent",
                        "SamplePage");

        assertThat(raw.get("items")).hasSize(50);
        assertThat(rest.at("/items/0/at").asText()).isEqualTo("2026-05-02T07:59:09.000Z");
        assertThat(buckets.findValues("min").stream().mapToDouble(JsonNode::asDouble).min())
                .hasValue(11);
        assertThat(columns.at("/items/0/columns/battery_percent_min").toString()).contains("11");
        assertThat(columns.at("/items/0/columns/seconds")).allMatch(length -> length.asInt() == 60);
        refused(
                api.get(
                        "/api/ups/samples?from=2026-05-02T08:00:00Z&to=2026-05-02T07:00:00Z",
                        admin),
                "invalid_parameter");
    }

    @Test
    @Requirement({"API-7", "API-21", "API-99"})
    void samples_of_several_upss_are_paged_to_their_end() {
        Instant now = api.clock.instant();
        api.ups.add("desk@lab", now, "OL");
        for (int i = 1; i <= 30; i++) {
            api.ups.sample("rack@lab", now.minusSeconds(i * 60), 90, "OL");
        }
        for (int i = 1; i <= 10; i++) {
            api.ups.sample("desk@lab", now.minusSeconds(i * 60), 80, "OL");
        }
        for (String form :
                List.of(
                        "resolution=raw&order=asc",
                        "resolution=raw&order=desc",
                        "resolution=1m&order=asc",
                        "resolution=1m&order=desc")) {
            List<String> seen = new ArrayList<>();
            String path = "/api/ups/samples?range=1h&limit=7&" + form;
            String next = "";
            for (int pages = 0; pages < 9 && next != null; pages++) {
                JsonNode page = get(path + next, "SamplePage");
                page.get("items").forEach(i -> seen.add(i.get("ups_id") + " " + i.get("at")));
                JsonNode cursor = page.get("next_cursor");
                next = cursor.isNull() ? null : "&cursor=" + cursor.asText();
            }
            assertThat(next).as(form).isNull();
            assertThat(seen).as(form).doesNotHaveDuplicates().hasSize(40);
        }
        JsonNode columns =
                get("/api/ups/samples?range=1h&limit=7&resolution=1m&format=columns", "SamplePage");
        assertThat(columns.at("/items/0/columns/t")).hasSize(7);
        assertThat(columns.get("next_cursor").isNull()).isFalse();
    }

    @Test
    @Requirement("API-21")
    void as_many_buckets_as_were_asked_for_are_never_exceeded() {
        Instant now = api.clock.instant();
        for (int i = 1; i <= 60; i++) {
            api.ups.sample("rack@lab", now.minusSeconds(i * 60), 90, "OL");
        }
        String query = "/api/ups/samples?ups_id=rack&limit=60&from=%s&to=%s";
        Instant from = now.minusSeconds(3630);
        JsonNode page = get(query.formatted(from, from.plusSeconds(3600)), "SamplePage");
        assertThat(page.get("resolution_seconds").asInt()).isEqualTo(300);
        assertThat(page.get("next_cursor").isNull()).isTrue();
    }

    @Test
    void events_and_outages_are_listed_and_shown() {
        Instant now = api.clock.instant();
        Event lost = api.ups.event("rack@lab", now.minusSeconds(20), "mains_lost", Severity.WARN);
        api.ups.event("rack@lab", now.minusSeconds(10), "low_battery", Severity.ERROR);
        Outage outage = api.ups.outage("rack@lab", now.minusSeconds(20), null);

        JsonNode critical = get("/api/events?severity=CRITICAL", "EventPage");
        assertThat(critical.get("items")).hasSize(1);
        JsonNode first = get("/api/events?limit=1", "EventPage");
        JsonNode next =
                get("/api/events?limit=1&cursor=" + first.get("next_cursor").asText(), "EventPage");
        assertThat(next.at("/items/0/id").asText()).isEqualTo(lost.id().toString());
        assertThat(next.at("/items/0/event_type").asText()).isEqualTo("MAINS_LOST");
        get("/api/events/" + lost.id(), "EventDetail");
        get("/api/outages", "OutagePage");
        JsonNode detail = get("/api/outages/" + outage.id(), "OutageDetail");
        assertThat(detail.get("duration_seconds").asDouble()).isEqualTo(20);
    }

    @Test
    @Requirement({"SEC-70", "SEC-72"})
    void the_audit_log_tells_of_refusals_too_and_is_checked() {
        refused(
                api.send("POST", "/api/policies/" + UUID.randomUUID() + "/arm", operator, "{}"),
                "forbidden");
        api.clock.advance(Duration.ofMinutes(6));
        refused(api.send("POST", "/api/system/arm", admin, "{}"), "step_up_required");
        JsonNode rows = get("/api/audit", "AuditPage").get("items");
        assertThat(rows.findValuesAsText("action")).containsExactly("system-arm", "policy-arm");
        assertThat(rows.findValuesAsText("outcome"))
                .containsExactly("step_up_required", "forbidden");
        assertThat(get("/api/audit?actor=operator@example.org", "AuditPage").get("items"))
                .hasSize(1);
        assertThat(send("POST", "/api/audit/verify", "", 200, "AuditVerification").get("ok"))
                .isEqualTo(BooleanNode.TRUE);
        refused(api.get("/api/audit", operator), "forbidden");
    }

    @Test
    void health_tells_of_broken_parts_with_200_and_of_a_stuck_core_with_503() {
        api.system.component("mqtt", "error");
        assertThat(get("/health", "Health").get("status").asText()).isEqualTo("error");
        api.system.component("core_loop", "error");
        assertThat(api.send(api.request("/health")).statusCode()).isEqualTo(503);
    }

    @Test
    @Requirement({"SEC-4"})
    void the_first_administrator_is_made_once_with_the_setup_token() throws Exception {
        try (RunningApi fresh = new RunningApi()) {
            String body = "{\"token\":\"%s\",\"email\":\"First@Example.org\",\"password\":\"%s\"}";
            String token = fresh.setupToken.issue();
            assertThat(setup(fresh, body.formatted("wrong", RunningApi.PASSWORD)))
                    .isEqualTo("setup_token_invalid");
            assertThat(setup(fresh, body.formatted(token, "short"))).isEqualTo("weak_password");
            fresh.clock.advance(Duration.ofMinutes(31));
            assertThat(setup(fresh, body.formatted(token, RunningApi.PASSWORD)))
                    .isEqualTo("setup_token_invalid");
            String later = fresh.setupToken.issue();
            HttpResponse<String> made =
                    fresh.send(
                            "POST",
                            "/auth/setup",
                            null,
                            body.formatted(later, RunningApi.PASSWORD));
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(fresh.json(made).get("email").asText()).isEqualTo("first@example.org");
            assertThat(setup(fresh, body.formatted(later, RunningApi.PASSWORD)))
                    .isEqualTo("setup_done");
        }
    }

    private static String setup(RunningApi fresh, String body) {
        return fresh.code(fresh.send("POST", "/auth/setup", null, body));
    }
}
