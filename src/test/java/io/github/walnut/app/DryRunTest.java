package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.YAML;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rehearsals through the real drivers, and what they leave behind. */
class DryRunTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        await().atMost(SOON).until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private static String policy(String... actions) {
        return """
                version: "2.0"
                name: Shed the lab
                trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
                actions:
                """
                + String.join("", List.of(actions).stream().map(a -> "  - " + a + "\n").toList());
    }

    private static String shutdown(String host, String selector) {
        return "{host_id: %s, capability: vm.lifecycle, verb: shutdown, selector: %s}"
                .formatted(host, selector);
    }

    @Test
    @Requirement({"POL-89", "API-42"})
    void tells_for_each_target_what_would_happen_and_keeps_the_transcript() {
        walnut.virtualHost("lab", List.of("web-1", "web-2", "db"));
        JsonNode made =
                walnut.created(
                        policy(
                                shutdown("lab", "{names: [web-1, web-2]}"),
                                shutdown("lab", "{query: 'name ~ \"none-*\"'}"),
                                "{host_id: lab, capability: vm.lifecycle, verb: start, selector: {names: [db]}, stage: 1}"));
        String path = "api/policies/" + made.path("id").asText();

        JsonNode answer = done(walnut.post(path + "/dry-run", "{}"));

        assertThat(answer.path("severity").asText()).isEqualTo("warn");
        assertThat(answer.path("would_run").asBoolean()).isTrue();
        assertThat(answer.path("used_inventory").path(0).path("host_id").asText()).isEqualTo("lab");
        assertThat(answer.path("used_inventory").path(0).path("stale").asBoolean()).isFalse();
        assertThat(answer.path("runtime_seconds").asDouble()).isEqualTo(900);
        JsonNode rows = answer.path("results");
        assertThat(rows).hasSize(4);
        JsonNode first = rows.path(0);
        assertThat(first.path("target_id").asText()).isEqualTo("vm:web-1");
        assertThat(first.path("driver").asText()).startsWith("walnut.virtual@");
        assertThat(first.path("severity").asText()).isEqualTo("warn");
        assertThat(first.path("ok").asBoolean()).isTrue();
        assertThat(first.path("idempotency_key").asText())
                .isEqualTo("vm.lifecycle:shutdown:lab/vm:web-1");
        assertThat(first.path("preconditions").findValuesAsText("check"))
                .contains("host_state", "target_exists", "current_state");
        assertThat(first.path("plan").path("preview")).isNotEmpty();
        assertThat(first.at("/effects/summary").asText())
                .isEqualTo("vm:web-1 would go from running to stopped");
        assertThat(first.at("/effects/per_target/0/to/status").asText()).isEqualTo("stopped");
        assertThat(rows.path(2).path("target_id").isNull()).isTrue();
        assertThat(rows.path(2).path("severity").asText()).isEqualTo("warn");
        assertThat(rows.path(2).path("reason").asText()).isEqualTo("empty_selection");
        assertThat(rows.path(3).path("severity").asText()).isEqualTo("info");
        assertThat(rows.path(3).at("/effects/summary").asText()).isEqualTo("no change");

        JsonNode run = done(walnut.get("api/runs/" + answer.path("transcript_id").asText()));
        assertThat(run.path("mode").asText()).isEqualTo("dry_run");
        assertThat(run.path("state").asText()).isEqualTo("done");
        assertThat(run.path("steps")).hasSize(4);
        assertThat(inventory("lab")).doesNotContain("stopped");
    }

    @Test
    @Requirement({"POL-84", "API-40"})
    void the_policy_knows_its_last_rehearsal_and_its_runs() {
        walnut.virtualHost("lab", List.of("web-1"));
        JsonNode made = walnut.created(policy(shutdown("lab", "{names: [web-1]}")));
        String path = "api/policies/" + made.path("id").asText();
        assertThat(made.path("last_dry_run").isNull()).isTrue();
        String transcript =
                done(walnut.post(path + "/dry-run", "{}")).path("transcript_id").asText();
        done(walnut.post(path + "/dry-run", "{\"refresh\": false}"));

        JsonNode policy = done(walnut.get(path));
        assertThat(policy.at("/last_dry_run/severity").asText()).isEqualTo("warn");
        assertThat(policy.at("/last_dry_run/version_int").asInt()).isEqualTo(1);
        assertThat(policy.at("/last_dry_run/transcript_id").asText()).isNotEqualTo(transcript);
        assertThat(policy.path("media_type").asText()).isEqualTo(YAML);
        assertThat(policy.path("last_validation").isTextual()).isTrue();
        assertThat(done(walnut.get(path + "/executions")).path("items"))
                .extracting(item -> item.path("summary").asText())
                .containsExactly("Would execute 1 action", "Would execute 1 action");
    }

    @Test
    @Requirement({"POL-89", "EXE-99"})
    void a_host_in_trouble_fails_its_own_rows_only_and_nothing_is_sent() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        HttpServer device =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        device.createContext(
                "/",
                exchange -> {
                    heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        device.start();
        try {
            walnut.virtualHost("lab", List.of("web-1"));
            http("relay", device.getAddress().getPort(), "none");
            http("dead", 1, "shelly1");
            JsonNode answer =
                    done(
                            walnut.send(
                                    "POST",
                                    "api/policies/test",
                                    policy(
                                            "{host_id: dead, capability: outlet.power, verb: 'off', target_type: plug, selector: {external_ids: ['0', '1']}}",
                                            "{host_id: relay, capability: http.request, verb: send, options: {request_id: lamp}}",
                                            shutdown("lab", "{names: [web-1]}")),
                                    YAML));
            assertThat(answer.path("severity").asText()).isEqualTo("error");
            assertThat(answer.path("results")).hasSize(4);
            for (JsonNode dead : List.of(answer.at("/results/0"), answer.at("/results/1"))) {
                assertThat(dead.path("ok").asBoolean()).isFalse();
                assertThat(dead.path("severity").asText()).isEqualTo("error");
                assertThat(dead.at("/error/class").asText()).isEqualTo("unreachable");
                assertThat(dead.path("reason").asText()).contains("dead");
            }
            assertThat(answer.at("/used_inventory/0/stale").asBoolean()).isTrue();
            assertThat(answer.at("/results/2/plan/preview").toString()).contains("lamp");
            assertThat(answer.at("/results/3/ok").asBoolean()).isTrue();
            assertThat(heard).noneMatch(line -> line.startsWith("POST"));
            JsonNode run = done(walnut.get("api/runs/" + answer.path("run_id").asText()));
            assertThat(run.path("policy_id").isNull()).isTrue();
        } finally {
            device.stop(0);
        }
    }

    @Test
    @Requirement("POL-89")
    void refuses_what_it_does_not_know_and_documents_with_blockers() {
        assertThat(
                        walnut.post(
                                        "api/policies/00000000-0000-0000-0000-000000000001/dry-run",
                                        "{}")
                                .status())
                .isEqualTo(404);
        HomeServer.Answer blocked = walnut.send("POST", "api/policies/test", "{}", YAML);
        assertThat(blocked.status()).isEqualTo(400);
        assertThat(blocked.json().path("code").asText()).isEqualTo("policy_blocked");
    }

    @Test
    @Requirement("POL-89")
    void twenty_targets_are_answered_with_a_row_each() {
        List<String> machines =
                new ArrayList<>(IntStream.rangeClosed(1, 20).mapToObj(n -> "m-" + n).toList());
        walnut.virtualHost("lab", machines);
        String document = policy(shutdown("lab", "{all: true}"));
        JsonNode answer = done(walnut.send("POST", "api/policies/test", document, YAML));
        assertThat(answer.path("results")).hasSize(20).allMatch(row -> row.path("ok").asBoolean());
    }

    private void http(String id, int port, String plug) {
        done(
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"%s","type_id":"generic.http","name":"%s",
                         "config":{"base_url":"http://127.0.0.1:%d","plug":"%s","requests":["{id: lamp, method: POST, path: lamp, effect: idempotent}"]}}
                        """
                                .formatted(id, id, port, plug)));
    }

    private String inventory(String host) {
        return walnut.get("api/hosts/" + host + "/inventory?refresh=full").text();
    }
}
