package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.HttpReceiver;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealUpsd;
import io.github.walnut.store.LockedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outage while another process holds the database. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS})
class StoreTroubleIT {

    private static final Duration SOON = TestLimits.WAIT;

    private static final String SHED =
            """
            version: "2.0"
            name: Shed the load
            priority: 10
            trigger: {type: ups.state, equals: on_battery, for: 2s, ups: rack1}
            conditions: {all: []}
            actions:
              - {host_id: hooks, capability: http.request, verb: send, options: {request_id: shed}}
            safeties: {suppression_window: 0s}
            """;

    private static final String OTHER =
            """
            {"version": "2.0", "name": "Another one", "priority": 20,
             "trigger": {"type": "ups.state", "equals": "on_battery", "for": "9s", "ups": "rack1"},
             "conditions": {"all": []},
             "actions": [{"host_id": "hooks", "capability": "http.request", "verb": "send",
                          "options": {"request_id": "shed"}}]}
            """;

    @TempDir private Path folder;

    @Test
    @Requirement("EXE-43")
    void protection_goes_on_without_the_store_and_the_store_learns_of_it_later() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                HttpReceiver receiver = HttpReceiver.start();
                RunningWalnut walnut = RunningWalnut.installed(folder, Scene.nut(upsd))) {
            Scene.hooks(
                    walnut,
                    receiver,
                    "[\"{id: shed, effect: idempotent, method: POST, path: /shed, json: {a: 1} }\"]");
            walnut.done("hosts", "test", "hooks");
            Scene.armed(walnut, "shed.yaml", SHED);
            walnut.done("system", "arm", "--reason", "integration test");
            walnut.get("api/runs");
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(walnut.done("ups", "list").out()).contains("rack1@"));

            try (LockedStore lock = new LockedStore(walnut.data(), RunningWalnut.DB_KEY)) {
                upsd.set("rack1", "ups.status", "OB DISCHRG");
                await().atMost(SOON).until(() -> sheds(receiver) == 1);
                await().atMost(SOON).until(() -> journalState(walnut).equals("error"));
                assertThat(walnut.refused("api/policies", OTHER).path("code").asText())
                        .isEqualTo("store_unavailable");
            }
            await().atMost(SOON).until(() -> journalState(walnut).isEmpty());
            await().atMost(SOON).until(() -> newest(walnut).path("state").asText().equals("done"));
            assertThat(newest(walnut).path("result").asText()).isEqualTo("succeeded");
            assertThat(sheds(receiver)).isEqualTo(1);
            await().atMost(SOON)
                    .until(
                            () ->
                                    walnut.get("api/events?limit=500")
                                            .path("items")
                                            .toString()
                                            .contains("journal_degraded"));
            assertThat(walnut.get("api/events?limit=500").path("items").toString())
                    .contains("mains_lost");
        }
    }

    private static long sheds(HttpReceiver receiver) {
        return receiver.received().stream().filter(r -> r.target().equals("/shed")).count();
    }

    private static String journalState(RunningWalnut walnut) throws IOException {
        for (JsonNode component : walnut.get("api/system/status").path("components")) {
            if (component.path("name").asText().equals("journal")) {
                return component.path("status").asText();
            }
        }
        return "";
    }

    private static JsonNode newest(RunningWalnut walnut) throws IOException {
        return walnut.get("api/runs?limit=5").path("items").path(0);
    }
}
