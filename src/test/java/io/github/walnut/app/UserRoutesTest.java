package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes of operators in the whole server. */
class UserRoutesTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final ObjectMapper JSON = new ObjectMapper();

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

    private JsonNode saved(String yaml) {
        return done(
                walnut.post("api/routes", JSON.createObjectNode().put("yaml", yaml).toString()));
    }

    private JsonNode stats(String id) {
        return done(walnut.get("api/routes/" + id + "/stats"));
    }

    private long total(String id) {
        return stats(id).path("exchanges_total").asLong();
    }

    @Test
    @Requirement({"SEC-63", "SEC-65"})
    void samples_reach_a_route_also_after_a_restart() throws Exception {
        saved(
                """
                - route:
                    id: user-watch
                    from:
                      uri: walnut:sample
                      steps:
                        - setHeader: {name: id, jsonpath: $.id}
                        - filter:
                            simple: "${header.id} contains 'rack1' && ${variable.battery_percent} > 50"
                            steps: [{log: "${variable.ups} at ${variable.battery_percent} %"}]
                """);
        await().atMost(SOON).until(() -> total("user-watch") > 1);
        JsonNode nodes = stats("user-watch").path("nodes");
        assertThat(nodes.at("/2/type").asText()).isEqualTo("log");
        assertThat(nodes.at("/2/exchanges_total").asLong()).isPositive();

        walnut.restart(Map.of());

        await().atMost(SOON).until(() -> total("user-watch") > 0);
        done(walnut.post("api/routes/user-watch/stop", ""));
        walnut.restart(Map.of());
        JsonNode route = done(walnut.get("api/routes/user-watch"));
        assertThat(route.path("status").asText()).isEqualTo("stopped");
        assertThat(route.path("from_uri").asText()).isEqualTo("walnut:sample");
    }

    @Test
    @Requirement("SEC-63")
    void a_policy_that_a_route_starts_is_held_to_arming_and_its_window() {
        walnut.virtualHost("lab", List.of("m-1"));
        String policy =
                walnut.created(
                                """
                                version: "2.0"
                                name: Shed the lab
                                enabled: true
                                trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
                                actions:
                                  - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {all: true}}
                                """)
                        .path("id")
                        .asText();
        String route =
                """
                - route:
                    id: user-act
                    from: {uri: "timer:act?period=1s&delay=0", steps: [{to: {uri: "walnut:dispatch", parameters: {policy: %s}}}]}
                """
                        .formatted(policy);
        saved(route);

        await().atMost(SOON).until(() -> stats("user-act").path("failed_total").asLong() > 0);
        String failure = stats("user-act").at("/last_failure/message").asText();
        if (failure.contains("not enabled")) {
            done(walnut.post("api/policies/" + policy + "/enable", "{}"));
        }
        await().atMost(SOON)
                .until(
                        () ->
                                stats("user-act")
                                        .at("/last_failure/message")
                                        .asText()
                                        .contains("held back"));
        JsonNode runs = done(walnut.get("api/runs?policy_id=" + policy)).path("items");
        assertThat(runs).hasSize(1);
        assertThat(runs.at("/0/mode").asText()).isEqualTo("dry_run");
        assertThat(runs.at("/0/actor").asText()).isEqualTo("route user-act");
        await().atMost(SOON)
                .until(
                        () ->
                                walnut.audit().stream()
                                        .anyMatch(row -> row.actor().equals("route user-act")));
    }

    @Test
    @Requirement("SEC-65")
    void the_command_line_checks_applies_and_goes_back() throws Exception {
        Path file = folder.resolve("mine.yaml");
        String text =
                "- route: {id: user-cli, from: {uri: 'timer:a?period=1h', steps: [{log: %s}]}}";
        Files.writeString(file, text.formatted("one"));
        assertThat(walnut.cli("routes", "validate", "-f", file.toString())).isZero();
        assertThat(walnut.cli("routes", "apply", "-f", file.toString())).isZero();
        Files.writeString(file, text.formatted("two"));
        assertThat(walnut.cli("routes", "apply", "-f", file.toString())).isZero();
        assertThat(done(walnut.get("api/routes/user-cli")).path("version").asInt()).isEqualTo(2);

        assertThat(walnut.cli("routes", "rollback", "user-cli")).isZero();

        JsonNode route = done(walnut.get("api/routes/user-cli"));
        assertThat(route.path("version").asInt()).isEqualTo(3);
        assertThat(route.path("yaml").asText()).contains("one");
        assertThat(walnut.cli("routes", "list")).isZero();
        assertThat(
                        walnut.audit().stream()
                                .filter(row -> row.action().equals("route-update"))
                                .map(row -> String.valueOf(row.diff())))
                .anySatisfy(
                        diff ->
                                assertThat(diff)
                                        .contains("/0/route/from/steps/0/log", "one", "two"));
        Files.writeString(file, "- beans: []");
        assertThat(walnut.cli("routes", "validate", "-f", file.toString())).isEqualTo(1);
        assertThat(walnut.cli("routes", "apply", "-f", file.toString())).isEqualTo(1);
    }

    private long count(String route, String field) {
        return stats(route).path(field).asLong();
    }

    @Test
    @Requirement("SEC-64")
    void polls_go_on_while_routes_are_flooded() throws Exception {
        String poll = poller();
        String list = "[" + "1,".repeat(2000) + "1]";
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            flood.append(
                    """
                    - route:
                        id: user-flood-%d
                        from:
                          uri: timer:flood-%d?period=1s&delay=0
                          steps:
                            - setBody: {constant: "%s"}
                            - setVariable: {name: all, constant: "%s"}
                            - split:
                                jsonpath: "$[*]"
                                steps:
                                  - setBody: {simple: "${variable.all}"}
                                  - split: {jsonpath: "$[*]", steps: [{log: "${body}"}]}
                    """
                            .formatted(
                                    i, i, "[1,2,3,4,5,6,7,8,9]", list.substring(0, 1000) + "1]"));
        }
        saved(flood.toString());
        await().atMost(SOON).until(() -> flooded() > 100);
        long flooded = flooded();
        long polled = count(poll, "exchanges_total");
        long failed = count(poll, "failed_total");

        await().atMost(SOON)
                .until(
                        () ->
                                count(poll, "exchanges_total") >= polled + 10
                                        && flooded() >= flooded + 100);
        assertThat(count(poll, "failed_total")).isEqualTo(failed);
    }

    private long flooded() {
        return stats("user-flood-0").at("/nodes/4/exchanges_total").asLong();
    }

    private String poller() {
        for (JsonNode route : done(walnut.get("api/routes?limit=500")).path("items")) {
            if (route.path("id").asText().startsWith("ups-poll-")) {
                return route.path("id").asText();
            }
        }
        throw new AssertionError("nothing is polled");
    }
}
