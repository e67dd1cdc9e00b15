package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealMosquitto;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealSshd;
import io.github.walnut.peers.RealUpsd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in the middle of a run: the end in good order, and what the next start makes of it. */
@RealPeer({
    RealUpsd.UPSD,
    RealUpsd.DUMMY_UPS,
    RealSshd.PROGRAM,
    "ssh-keygen",
    RealMosquitto.PROGRAM,
    "mosquitto_sub",
    "mosquitto_passwd"
})
class StopIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final int POLLS = 8;

    private static final String POLICY =
            """
            version: "2.0"
            name: Stop it all
            trigger: {type: ups.state, equals: on_battery, for: 0s, ups: rack1}
            conditions: {all: []}
            actions:
              - {host_id: m1, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [app1]}, timeout: 5m, stage: 0}
              - {host_id: m1, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [db1]}, timeout: 5m, stage: 1}
            safeties: {suppression_window: 0s}
            """;

    @TempDir private Path folder;

    @Test
    @Requirement("MQ-4")
    void told_to_end_it_ends_with_code_0_and_the_run_goes_on_at_the_next_start() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                RealSshd sshd = RealSshd.start();
                RealMosquitto mosquitto = RealMosquitto.start();
                RunningWalnut walnut = installed(upsd, mosquitto)) {
            RealMosquitto.Recorder bridge = mosquitto.subscribe("walnut/bridge/state");
            SlowServices services = services(sshd, walnut);
            Scene.armed(walnut, "policy.yaml", POLICY);
            walnut.done("system", "arm", "--reason", "integration test");
            await().atMost(SOON).until(() -> count(bridge, "online") > 0);

            upsd.set("rack1", "ups.status", "OB DISCHRG");
            await().atMost(SOON).until(() -> sshd.commands().contains("systemctl stop app1"));
            assertThat(walnut.stop()).isZero();

            await().atMost(SOON).until(() -> count(bridge, "offline") > 0);
            assertThat(bridge.messages().get(bridge.messages().size() - 1)).contains("offline");
            assertThat(sshd.commands()).doesNotContain("systemctl stop db1");
            nothingRepeatsItself(walnut.log());

            long online = count(bridge, "online");
            walnut.start();
            await().atMost(SOON).until(() -> count(bridge, "online") > online);
            await().atMost(SOON).until(() -> !run(walnut).path("ended_at").isNull());
            assertThat(run(walnut).path("result").asText()).isEqualTo("succeeded");
            assertThat(services.allStopped()).isTrue();
            assertThat(sshd.commands())
                    .containsOnlyOnce("systemctl stop app1", "systemctl stop db1");

            int before = bridge.messages().size();
            walnut.kill9();
            await("the last will")
                    .atMost(SOON)
                    .until(() -> bridge.messages().size(), count -> count > before);
            assertThat(bridge.messages().get(before)).contains("offline");
        }
    }

    private RunningWalnut installed(RealUpsd upsd, RealMosquitto mosquitto) throws IOException {
        Map<String, String> environment = new HashMap<>(Scene.nut(upsd));
        environment.put("WALNUT_MQTT_URL", mosquitto.url());
        environment.put("WALNUT_MQTT_USERNAME", RealMosquitto.USER);
        environment.put("WALNUT_MQTT_PASSWORD", RealMosquitto.PASSWORD);
        return RunningWalnut.installed(folder, environment);
    }

    private SlowServices services(RealSshd sshd, RunningWalnut walnut) throws IOException {
        List<String> names = List.of("app1", "db1");
        SlowServices services = new SlowServices(sshd, folder, names, Duration.ofSeconds(4));
        services.serve();
        sshd.answer("systemctl is-active app1 db1", 0, "active\nactive", "");
        Scene.machine(walnut, sshd, "m1", "services=[\"app1\",\"db1\"]");
        walnut.get("api/hosts/m1/inventory?refresh=full");
        return services;
    }

    private static long count(RealMosquitto.Recorder bridge, String state) throws IOException {
        return bridge.messages().stream().filter(m -> m.contains("\"" + state + "\"")).count();
    }

    private static JsonNode run(RunningWalnut walnut) throws IOException {
        JsonNode runs = walnut.get("api/runs?kind=event&limit=50").path("items");
        assertThat(runs).hasSize(1);
        return runs.get(0);
    }

    /** At INFO a change of state is told, and no poll. */
    private static void nothingRepeatsItself(String log) {
        Map<String, Long> times =
                log.lines()
                        .filter(line -> line.length() > 13)
                        .map(line -> line.substring(13))
                        .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
        assertThat(Collections.max(times.values())).as(times.toString()).isLessThan(POLLS / 2);
    }
}
