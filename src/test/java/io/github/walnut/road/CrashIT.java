package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealSshd;
import io.github.walnut.peers.RealUpsd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of a run, and what becomes of the run after the next start. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, RealSshd.PROGRAM, "ssh-keygen"})
class CrashIT {

    private static final Duration SOON = Duration.ofSeconds(90);

    /** The plug is pulled when so many orders have reached the machines. */
    private static final List<Integer> MOMENTS = List.of(0, 1, 3, 5, 6);

    private static final String POLICY =
            """
            version: "2.0"
            name: Stop it all
            trigger: {type: ups.state, equals: on_battery, for: 0s, ups: rack1}
            conditions: {all: []}
            actions:
              - {host_id: m1, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [app1]}, stage: 0}
              - {host_id: m2, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [app2]}, stage: 0}
              - {host_id: m1, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [db1]}, stage: 1}
              - {host_id: m2, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [db2]}, stage: 1}
              - {host_id: m1, capability: command.run, verb: run, options: {command_id: park}, stage: 2}
              - {host_id: m2, capability: command.run, verb: run, options: {command_id: park}, stage: 2}
            safeties: {suppression_window: 0s}
            idempotency_window: 0s
            """;

    @TempDir private Path folder;
    private RealUpsd upsd;
    private RealSshd sshd;
    private SlowServices services;
    private RunningWalnut walnut;

    @BeforeEach
    void startPeersAndInstall() throws IOException {
        upsd = RealUpsd.with("rack1").start();
        sshd = RealSshd.start();
        services = new SlowServices(sshd, folder, List.of("app1", "app2", "db1", "db2"));
        services.serve();
        walnut = RunningWalnut.installed(folder, Scene.nut(upsd));
        for (String number : List.of("1", "2")) {
            sshd.script("park-array " + number, "sleep 1; echo parked\n");
            sshd.answer(
                    "systemctl is-active app%1$s db%1$s".formatted(number),
                    0,
                    "active\nactive",
                    "");
            Scene.machine(
                    walnut,
                    sshd,
                    "m" + number,
                    "services=[\"app%1$s\",\"db%1$s\"]".formatted(number),
                    "commands=[\"park | idempotent | park-array " + number + "\"]");
            walnut.get("api/hosts/m" + number + "/inventory?refresh=full");
        }
        Scene.armed(walnut, "policy.yaml", POLICY);
        walnut.done("system", "arm", "--reason", "integration test");
    }

    @AfterEach
    void end() {
        walnut.close();
        sshd.close();
        upsd.close();
    }

    @Test
    @Requirement({"EXE-94", "EXE-44", "EXE-45", "OPS-62"})
    void a_killed_server_ends_its_run_after_the_next_start_and_repeats_nothing() throws Exception {
        int rounds = 0;
        for (int moment : MOMENTS) {
            rounds++;
            services.allRun();
            int before = sshd.commands().size();
            upsd.set("rack1", "ups.status", "OB DISCHRG");
            int expected = rounds;
            await().atMost(SOON).until(() -> runs().size() == expected);
            await().atMost(SOON).until(() -> orders(before).size() >= moment);

            walnut.kill9();
            walnut.restart();

            await().atMost(SOON).until(() -> !runs().get(0).path("ended_at").isNull());
            theRunIsWhole(moment, before);
            upsd.set("rack1", "ups.status", "OL");
            await().atMost(SOON)
                    .until(
                            () ->
                                    walnut.get("api/ups")
                                            .at("/items/0/state")
                                            .asText()
                                            .equals("on_mains"));
            assertThat(runs()).as("a restart on battery is no second outage").hasSize(rounds);
        }
    }

    private void theRunIsWhole(int moment, int before) throws IOException {
        JsonNode run = walnut.get("api/runs/" + runs().get(0).path("id").asText());
        assertThat(run.path("steps")).hasSize(6);
        assertThat(services.allStopped()).as("killed at " + moment + ": " + run).isTrue();
        for (JsonNode step : run.path("steps")) {
            boolean readable = step.path("capability").asText().equals("service.control");
            assertThat(step.path("state").asText())
                    .as("killed at " + moment + ": " + step)
                    .isIn(readable ? List.of("confirmed") : List.of("confirmed", "unknown"));
        }
        assertThat(orders(before).values())
                .as("killed at " + moment + ": " + orders(before))
                .allMatch(times -> times == 1);
        assertThat(orders(before).keySet())
                .contains("systemctl stop app1", "systemctl stop db1")
                .contains("systemctl stop app2", "systemctl stop db2");
    }

    /** Orders since then, and how often each came. */
    private Map<String, Integer> orders(int before) {
        Map<String, Integer> orders = new TreeMap<>();
        List<String> commands = sshd.commands();
        commands.subList(before, commands.size()).stream()
                .filter(c -> c.startsWith("systemctl stop") || c.startsWith("park-array"))
                .forEach(c -> orders.merge(c, 1, Integer::sum));
        return orders;
    }

    /** The newest first. */
    private JsonNode runs() throws IOException {
        return walnut.get("api/runs?limit=50").path("items");
    }
}
