package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealUpsd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions of every scope, on what the running product has seen itself. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS})
class ConditionsIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String POLICY =
            """
            version: "2.0"
            name: %s
            trigger: {type: ups.state, equals: on_battery, for: 2s, ups: rack1}
            conditions:
              all:
                - {scope: host, field: reachable, op: '=', value: true}
                - {scope: host, field: state, op: '=', value: connected}
                - {scope: host, field: latency_ms, op: '<', value: 60000}
                - {scope: vm, field: count_matching, op: '=', value: %d}
                - {scope: vm, field: state, op: '=', value: running, quantifier: all}
                - {scope: outage, field: episode, op: '=', value: 1}
                - {scope: outage, field: age_seconds, op: '<', value: 60}
                - {scope: outage, field: min_charge_pct, op: '<=', value: 80}
                - {scope: ups, field: 'var:battery.charge', op: '=', value: 80}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: [web, db]}}
            """;

    @TempDir private Path folder;

    @Test
    @Requirement({"POL-30", "POL-31", "EXE-4"})
    void every_scope_is_checked_on_live_facts_and_tells_why_it_did_not_hold() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                RunningWalnut walnut = RunningWalnut.installed(folder, Scene.nut(upsd))) {
            walnut.done(
                    "hosts",
                    "add",
                    "--type",
                    "walnut.virtual",
                    "--name",
                    "lab",
                    "--set",
                    "vms=[\"web\",\"db\",\"mail\"]");
            walnut.done("hosts", "test", "lab");
            String right = enabled(walnut, "right.yaml", POLICY.formatted("Two machines", 2));
            String wrong = enabled(walnut, "wrong.yaml", POLICY.formatted("Three machines", 3));
            upsd.set("rack1", "battery.charge", "80");
            upsd.set("rack1", "ups.status", "OB DISCHRG");

            JsonNode matched = decided(walnut, right, "matched");
            assertThat(matched.path("conditions")).hasSize(9);
            assertThat(matched.path("conditions").findValuesAsText("verdict")).containsOnly("true");

            JsonNode refused = decided(walnut, wrong, "condition_false");
            assertThat(refused.path("detail").asText()).isEqualTo("/conditions/all/3");
            JsonNode count = refused.path("conditions").get(3);
            assertThat(count.path("value").asInt()).isEqualTo(2);
            assertThat(count.path("age_seconds").asDouble()).isBetween(0.0, 300.0);
        }
    }

    private static String enabled(RunningWalnut walnut, String file, String document)
            throws IOException {
        String id = Scene.created(walnut, file, document);
        walnut.done("policies", "enable", id);
        return id;
    }

    private static JsonNode decided(RunningWalnut walnut, String policy, String word) {
        String path = "api/policies/" + policy + "/decisions";
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(walnut.get(path).path("items"))
                                        .anyMatch(item -> is(item, word)));
        return newest(walnut, path, word);
    }

    private static boolean is(JsonNode item, String word) {
        return item.path("decision").asText().equals(word);
    }

    private static JsonNode newest(RunningWalnut walnut, String path, String word) {
        try {
            for (JsonNode item : walnut.get(path).path("items")) {
                if (is(item, word)) {
                    return item;
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new AssertionError("no decision " + word);
    }
}
