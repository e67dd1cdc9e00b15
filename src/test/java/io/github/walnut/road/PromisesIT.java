package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.HttpReceiver;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged product with a hundred UPSs and two hundred policies: it notices every outage, acts
 * on each, and knows all UPSs again after a restart. The times are printed and not judged, since
 * others may use the machine; the benchmarks compare them with a reference.
 */
class PromisesIT {

    private static final int UPSES = 100;
    private static final int POLICIES = 200;
    private static final int OUTAGES = 12;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final String ACTS =
            """
            version: "2.0"
            name: Cut at once
            trigger: {type: ups.state, equals: OB, ups: ups0}
            actions:
              - {host_id: hooks, capability: http.request, verb: send, options: {request_id: cut} }
            safeties: {suppression_window: 0s}
            idempotency_window: 0s
            """;
    private static final String LOOKS_ON =
            """
            {"version": "2.0", "name": "Looks on %d",
             "trigger": {"type": "ups.state", "equals": "OB", "for": "30s", "ups": "ups%d"},
             "actions": [{"host_id": "hooks", "capability": "http.request", "verb": "send",
                          "options": {"request_id": "cut"}, "delay": "%ds"}]}
            """;

    private final BlockingQueue<Instant> calls = new LinkedBlockingQueue<>();

    @TempDir private Path folder;

    @Test
    @Requirement({"EXE-90", "EXE-92", "EXE-95"})
    void it_notices_every_outage_and_acts_on_each() throws Exception {
        try (SimulatedNutServer nut = simulated();
                HttpReceiver receiver = HttpReceiver.start();
                RunningWalnut walnut =
                        RunningWalnut.installed(
                                folder,
                                Map.of(
                                        "NUT_HOST",
                                        "127.0.0.1",
                                        "NUT_PORT",
                                        Integer.toString(nut.port()),
                                        "WALNUT_POLL_INTERVAL",
                                        POLL.toMillis() + "ms"))) {
            receiver.answer(
                    "/cut",
                    exchange -> {
                        calls.add(Instant.now());
                        HttpReceiver.Answer.json(200, "{}").write(exchange);
                    });
            Scene.hooks(
                    walnut,
                    receiver,
                    "[\"{id: cut, method: POST, path: /cut, effect: idempotent}\"]");
            await().atMost(TestLimits.WAIT).until(() -> known(walnut) == UPSES);
            Scene.armed(walnut, "acts.yaml", ACTS);
            for (int i = 1; i < POLICIES; i++) {
                walnut.post("api/policies", LOOKS_ON.formatted(i, 1 + i % (UPSES - 1), i));
            }
            walnut.done("system", "arm", "--reason", "integration test");

            List<Duration> noticed = new ArrayList<>();
            List<Duration> acted = new ArrayList<>();
            for (int i = 0; i < OUTAGES; i++) {
                outage(walnut, nut, noticed, acted);
            }
            assertThat(noticed).hasSize(OUTAGES).noneMatch(Duration::isNegative);
            assertThat(acted).hasSize(OUTAGES).noneMatch(Duration::isNegative);

            assertThat(walnut.stop()).isZero();
            Instant begun = Instant.now();
            walnut.restart();
            await().atMost(TestLimits.WAIT).until(() -> known(walnut) == UPSES);
            Duration start = Duration.between(begun, Instant.now());
            System.out.printf(
                    "%d UPSs, %d policies: noticed after %s, acted %s later, started in %s%n",
                    UPSES, POLICIES, spread(noticed), spread(acted), start);
        }
    }

    private void outage(
            RunningWalnut walnut,
            SimulatedNutServer nut,
            List<Duration> noticed,
            List<Duration> acted)
            throws Exception {
        nut.ups("ups0").set(Map.of("ups.status", "OB DISCHRG"));
        Instant failed = Instant.now();
        Instant called = calls.poll(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(called).as("the order of an outage").isNotNull();
        Instant event = newest(walnut, "mains_lost");
        noticed.add(Duration.between(failed, event));
        acted.add(Duration.between(event, called));
        nut.ups("ups0").set(Map.of("ups.status", "OL CHRG"));
        await().atMost(TestLimits.WAIT)
                .until(() -> newest(walnut, "mains_returned").isAfter(event));
    }

    private static Instant newest(RunningWalnut walnut, String name) throws IOException {
        Instant newest = Instant.EPOCH;
        for (JsonNode event : walnut.get("api/events?limit=50").path("items")) {
            Instant at = Instant.parse(event.path("ts").asText());
            if (event.path("name").asText().equals(name) && at.isAfter(newest)) {
                newest = at;
            }
        }
        return newest;
    }

    private static long known(RunningWalnut walnut) throws IOException {
        long known = 0;
        for (JsonNode ups : walnut.get("api/ups?limit=200").path("items")) {
            known +=
                    ups.path("reachable").asBoolean() && !ups.path("last_seen_at").isNull() ? 1 : 0;
        }
        return known;
    }

    private static String spread(List<Duration> all) {
        List<Duration> sorted = all.stream().sorted().toList();
        return "%d ms (worst %d ms)"
                .formatted(
                        sorted.get(sorted.size() / 2).toMillis(),
                        sorted.get(sorted.size() - 1).toMillis());
    }

    private static SimulatedNutServer simulated() throws Exception {
        StringBuilder scenario = new StringBuilder("ups:\n");
        for (int i = 0; i < UPSES; i++) {
            scenario.append("  - name: ups").append(i);
            scenario.append("\n    variables: {ups.status: OL, battery.charge: \"100\"}\n");
        }
        return new SimulatedNutServer(
                        new ScenarioReader().read(scenario.toString()),
                        InetAddress.getLoopbackAddress(),
                        0,
                        null,
                        1,
                        step -> {})
                .start();
    }
}
