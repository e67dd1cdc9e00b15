package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.TestLimits;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A NUT server goes, with all that came from it, while the program runs. */
class NutServerRemovalIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String SCENARIO =
            "ups:\n  - name: %s\n    variables: {ups.status: OL, battery.charge: \"100\"}\n";
    private static final String POLICY =
            """
            version: "2.0"
            name: Names it
            trigger: {type: ups.state, equals: on_battery, for: 0s, ups: rack2@other}
            conditions: {all: []}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, target_type: vm, selector: {names: [shop]}}
            """;

    @TempDir private Path folder;

    @Test
    void a_deleted_server_leaves_nothing_behind_and_can_come_back() throws Exception {
        try (SimulatedNutServer first = server("rack1");
                SimulatedNutServer second = server("rack2");
                RunningWalnut walnut =
                        RunningWalnut.installed(
                                folder,
                                Map.of(
                                        "NUT_HOST",
                                        "127.0.0.1",
                                        "NUT_PORT",
                                        Integer.toString(first.port())))) {
            add(walnut, second);
            awaitUps(walnut, 2);

            String policy = named(walnut);
            assertThat(walnut.delete("api/nut/servers/other"))
                    .startsWith("409 ")
                    .contains("in_use", "Names it", "rack2@other");
            assertThat(walnut.delete("api/policies/" + policy)).startsWith("204 ");

            assertThat(walnut.delete("api/nut/servers/other")).startsWith("204 ");
            onlyTheFirst(walnut);
            walnut.stop();
            walnut.start();
            onlyTheFirst(walnut);

            add(walnut, second);
            awaitUps(walnut, 2);
            assertThat(walnut.log()).doesNotContain("ERROR", "nut-password");
        }
    }

    private static SimulatedNutServer server(String ups) throws IOException {
        return new SimulatedNutServer(
                        new ScenarioReader().read(SCENARIO.formatted(ups)),
                        InetAddress.getLoopbackAddress(),
                        0,
                        null,
                        1,
                        step -> {})
                .start();
    }

    private static void add(RunningWalnut walnut, SimulatedNutServer server) throws IOException {
        walnut.post(
                "api/nut/servers",
                """
                {"id": "other", "host": "127.0.0.1", "port": %d, "poll_interval": "1s", "fast_interval": "500ms"}
                """
                        .formatted(server.port()));
    }

    private static String named(RunningWalnut walnut) throws IOException {
        walnut.post(
                "api/integrations",
                "{\"id\":\"lab\",\"type_id\":\"walnut.virtual\",\"name\":\"lab\",\"config\":{\"vms\":[\"shop\"]}}");
        walnut.get("api/hosts/lab/inventory?refresh=full");
        String id = Scene.created(walnut, "policy.yaml", POLICY);
        walnut.done("policies", "enable", id, "--reason", "integration test");
        return id;
    }

    private static void onlyTheFirst(RunningWalnut walnut) throws IOException {
        awaitUps(walnut, 1);
        assertThat(walnut.get("api/nut/servers").path("items")).hasSize(1);
    }

    private static void awaitUps(RunningWalnut walnut, int count) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> {
                            JsonNode ups = walnut.get("api/ups").path("items");
                            assertThat(ups).hasSize(count);
                            assertThat(ups)
                                    .allMatch(u -> u.path("state").asText().equals("on_mains"));
                        });
    }
}
