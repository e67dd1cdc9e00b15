package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.HttpReceiver;
import io.github.walnut.peers.RealMosquitto;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealSshd;
import io.github.walnut.peers.RealUpsd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One outage from the mains failing to the recovery, with nothing simulated but the battery. */
@RealPeer({
    RealUpsd.UPSD,
    RealUpsd.DUMMY_UPS,
    RealSshd.PROGRAM,
    "ssh-keygen",
    RealMosquitto.PROGRAM,
    "mosquitto_sub"
})
class RoadIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String HALT = "halt-for-real --now";

    private static final String SHED =
            """
            version: "2.0"
            name: Shed the machine
            priority: 10
            trigger: {type: ups.state, equals: on_battery, for: 4s, ups: rack1}
            conditions: {all: []}
            actions:
              - {id: machine, host_id: server-a, capability: command.run, verb: run, options: {command_id: halt}, stage: 0}
              - {id: tell, host_id: hooks, capability: http.request, verb: send, options: {request_id: shed}, stage: 1}
            safeties: {suppression_window: 0s}
            """;

    private static final String RECOVER =
            """
            {
              "version": 1,
              "name": "Bring the machine back",
              "priority": 50,
              "trigger_group": {"logic": "ANY", "triggers": [
                {"type": "status_transition", "from": "OB", "to": "OL", "stable_for": "2s", "ups": "rack1"}]},
              "conditions": {"all": []},
              "targets": {"host_id": "hooks", "target_type": "host", "selector": {"mode": "list", "value": "hooks"}},
              "actions": [{"capability_id": "http.request", "verb": "send", "params": {"request_id": "recover"}}],
              "suppression_window": "0s",
              "idempotency_window": "0s"
            }
            """;

    @TempDir private Path folder;
    private RealUpsd upsd;
    private RealSshd sshd;
    private RealMosquitto mosquitto;
    private HttpReceiver receiver;
    private RunningWalnut walnut;
    private RealMosquitto.Recorder mqtt;
    private final Queue<String> order = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void startPeersAndInstall() throws IOException {
        upsd = RealUpsd.with("rack1", "rack2").start();
        sshd = RealSshd.start();
        mosquitto = RealMosquitto.start();
        receiver = HttpReceiver.start();
        receiver.answer(
                "/shed",
                exchange -> {
                    order.add("shed after " + halts() + " halt");
                    HttpReceiver.Answer.json(200, "{}").write(exchange);
                });
        mqtt = mosquitto.subscribe("walnut/#");
        Map<String, String> environment = new HashMap<>(Scene.nut(upsd));
        environment.put("WALNUT_MQTT_URL", mosquitto.url());
        environment.put("WALNUT_MQTT_USERNAME", RealMosquitto.USER);
        environment.put("WALNUT_MQTT_PASSWORD", RealMosquitto.PASSWORD);
        walnut = RunningWalnut.installed(folder, environment);
        Scene.machine(walnut, sshd, "server-a", "commands=[\"halt | idempotent | " + HALT + "\"]");
        Scene.hooks(
                walnut,
                receiver,
                """
                ["{id: shed, effect: idempotent, method: POST, path: /shed, json: {power: battery} }",
                 "{id: recover, effect: idempotent, method: POST, path: /recover, json: {power: mains} }"]
                """);
        walnut.done("hosts", "test", "hooks");
    }

    @AfterEach
    void end() {
        walnut.close();
        receiver.close();
        mosquitto.close();
        sshd.close();
        upsd.close();
    }

    private long halts() {
        return sshd.commands().stream().filter(HALT::equals).count();
    }

    private long requests(String path) {
        return receiver.received().stream().filter(r -> r.target().equals(path)).count();
    }

    private JsonNode runs() throws IOException {
        return walnut.get("api/runs?limit=50").path("items");
    }

    @Test
    @Requirement("EXE-98")
    void an_outage_goes_its_whole_way_once_and_the_mains_bring_everything_back() throws Exception {
        Scene.armed(walnut, "shed.yaml", SHED);
        Scene.armed(walnut, "recover.json", RECOVER);
        walnut.done("system", "arm", "--reason", "integration test");
        RunningWalnut.Frames frames = walnut.listen();
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(walnut.done("ups", "list").out())
                                        .contains("rack1@", "rack2@"));

        aFlapShorterThanTheWindow();
        theMainsFail(frames);
        theMainsReturn(frames);
        nothingSaidASecret();
        walnut.stop();
    }

    private void aFlapShorterThanTheWindow() throws IOException {
        upsd.set("rack1", "ups.status", "OB DISCHRG");
        await().atMost(SOON).until(() -> event("mains_lost") == 1);
        upsd.set("rack1", "ups.status", "OL CHRG");
        await().atMost(SOON).until(() -> event("mains_returned") == 1);
        // The transition back is a match of its own policy; the window of the other never ended.
        await().atMost(SOON).until(() -> requests("/recover") == 1);
        assertThat(halts()).isZero();
        assertThat(requests("/shed")).isZero();
    }

    private long event(String name) throws IOException {
        long count = 0;
        for (JsonNode event : walnut.get("api/events?limit=500").path("items")) {
            count += event.path("name").asText().equals(name) ? 1 : 0;
        }
        return count;
    }

    private void theMainsFail(RunningWalnut.Frames frames) throws IOException {
        upsd.set("rack1", "battery.charge", "81");
        upsd.set("rack1", "ups.status", "OB DISCHRG");
        await().atMost(SOON).until(() -> requests("/shed") == 1);
        assertThat(order).containsExactly("shed after 1 halt");
        String id = closed("Shed the machine");
        JsonNode run = walnut.get("api/runs/" + id);
        assertThat(run.path("mode").asText()).isEqualTo("live");
        assertThat(run.path("result").asText()).isEqualTo("succeeded");
        assertThat(run.path("ups_id").asText()).startsWith("rack1@");
        assertThat(run.path("steps")).hasSize(2);
        assertThat(run.path("steps"))
                .allSatisfy(step -> assertThat(step.path("state").asText()).isEqualTo("confirmed"));
        assertThat(walnut.done("runs", "show", id).out())
                .contains("Shed the machine", "server-a", "hooks", "confirmed");
        assertThat(walnut.done("runs", "list").out()).contains(id, "succeeded");
        await().atMost(SOON)
                .untilAsserted(
                        () -> {
                            assertThat(frames.ofType("run.closed"))
                                    .anyMatch(f -> f.at("/data/run_id").asText().equals(id));
                            assertThat(frames.ofType("step.state")).isNotEmpty();
                            assertThat(frames.ofType("ups_status"))
                                    .anyMatch(
                                            f -> f.at("/data/state").asText().equals("on_battery"));
                        });
        await().atMost(SOON)
                .untilAsserted(
                        () -> {
                            List<String> messages = mqtt.messages();
                            assertThat(messages)
                                    .anyMatch(
                                            m ->
                                                    m.startsWith("walnut/bridge/state")
                                                            && m.contains("online"))
                                    .anyMatch(
                                            m ->
                                                    m.startsWith("walnut/ups/rack1")
                                                            && m.contains("\"on_battery\""))
                                    .anyMatch(
                                            m ->
                                                    m.startsWith("walnut/ups/rack1")
                                                            && m.contains("/event")
                                                            && m.contains("mains_lost"));
                        });
        assertThat(halts()).isEqualTo(1);
    }

    private String closed(String policy) throws IOException {
        await().atMost(SOON).until(() -> !run(policy).path("ended_at").isNull());
        return run(policy).path("id").asText();
    }

    /** The newest run of a policy. */
    private JsonNode run(String policy) throws IOException {
        for (JsonNode run : runs()) {
            if (run.path("policy_name").asText().equals(policy)) {
                return run;
            }
        }
        throw new AssertionError("no run of " + policy + " in " + runs());
    }

    private void theMainsReturn(RunningWalnut.Frames frames) throws IOException {
        upsd.set("rack1", "ups.status", "OL CHRG");
        await().atMost(SOON).until(() -> event("mains_returned") == 2);
        await().atMost(SOON).until(() -> requests("/recover") == 2);
        await().atMost(TestLimits.WAIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !walnut.get("api/outages").at("/items/0/ended_at").isNull());
        JsonNode outages = walnut.get("api/outages").path("items");
        assertThat(outages).hasSize(1);
        JsonNode outage = outages.get(0);
        assertThat(outage.path("episodes").asInt()).isEqualTo(2);
        assertThat(outage.path("duration_seconds").asDouble()).isBetween(4.0, 120.0);
        assertThat(outage.path("min_battery_percent").asInt()).isEqualTo(81);
        assertThat(event("outage_started")).isEqualTo(1);
        assertThat(event("outage_ended")).isEqualTo(1);
        assertThat(frames.ofType("outage.updated")).isNotEmpty();
        assertThat(halts()).isEqualTo(1);
        assertThat(requests("/shed")).isEqualTo(1);
        assertThat(requests("/recover")).isEqualTo(2);
    }

    private void nothingSaidASecret() throws IOException {
        String said = walnut.everythingSaid() + String.join("\n", mqtt.messages());
        assertThat(said).contains("Shed the machine");
        Secrets.of(sshd).forEach(secret -> assertThat(said.contains(secret)).as(secret).isFalse());
    }
}
