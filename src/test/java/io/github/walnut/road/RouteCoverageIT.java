package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealMosquitto;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small outage leads through every step of every route; a step that nothing reaches is dead. */
@RealPeer({RealMosquitto.PROGRAM, "mosquitto_sub", "mosquitto_pub", "mosquitto_passwd", "snmptrap"})
class RouteCoverageIT {

    private static final String SCENARIO =
            """
            ups:
              - name: rack
                variables: {ups.status: OL, battery.charge: "100", input.voltage: "230"}
            steps: []
            """;

    /** Its window ends between two polls, which come each second or half of it, in most outages. */
    private static final String POLICY =
            """
            version: "2.0"
            name: Shed the machine
            trigger: {type: ups.state, equals: on_battery, for: 1s300ms}
            conditions: {all: []}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [shop]}}
            safeties: {suppression_window: 0s}
            """;

    /** Matches at once, where the one above has to wait for its window. */
    private static final String AT_ONCE =
            POLICY.replace("Shed the machine", "Shed it at once")
                    .replace("for: 1s300ms", "for: 0s");

    private static final String CALLED =
            POLICY.replace("Shed the machine", "Shed it when called")
                    .replace(
                            "type: ups.state, equals: on_battery, for: 1s300ms",
                            "type: webhook.custom, name: generator");

    @TempDir private Path folder;

    @Test
    void every_step_of_every_route_is_reached() throws Exception {
        int traps = freeUdpPort();
        TracedRoutes routes = new TracedRoutes(RunningWalnut.home(), folder.resolve("home"));
        try (RealMosquitto mosquitto = RealMosquitto.start();
                SimulatedNutServer nut =
                        new SimulatedNutServer(
                                new ScenarioReader().read(SCENARIO),
                                InetAddress.getLoopbackAddress(),
                                0,
                                null,
                                1,
                                step -> {});
                RunningWalnut walnut =
                        RunningWalnut.installed(
                                folder,
                                Map.of(
                                        "WALNUT_HOME",
                                        routes.home().toString(),
                                        "NUT_HOST",
                                        "127.0.0.1",
                                        "NUT_PORT",
                                        Integer.toString(nut.start().port()),
                                        "WALNUT_MQTT_URL",
                                        mosquitto.url(),
                                        "WALNUT_MQTT_USERNAME",
                                        RealMosquitto.USER,
                                        "WALNUT_MQTT_PASSWORD",
                                        RealMosquitto.PASSWORD,
                                        "WALNUT_TRAPS_ENABLED",
                                        "true",
                                        "WALNUT_TRAPS_LISTEN",
                                        "127.0.0.1:" + traps,
                                        "WALNUT_TRAPS_COMMUNITY",
                                        "canary-community"))) {
            walnut.post(
                    "api/integrations",
                    "{\"type_id\":\"walnut.virtual\",\"name\":\"lab\",\"id\":\"lab\",\"config\":{\"vms\":[\"shop\"]}}");
            walnut.get("api/hosts/lab/inventory?refresh=full");
            walnut.done("policies", "enable", Scene.created(walnut, "policy.yaml", POLICY));
            walnut.done("policies", "enable", Scene.created(walnut, "at-once.yaml", AT_ONCE));
            walnut.done("policies", "enable", Scene.created(walnut, "called.yaml", CALLED));
            String secret =
                    walnut.patch(
                                    "api/settings/webhooks",
                                    "{\"records\":[{\"name\":\"generator\"}]}")
                            .at("/secrets/generator")
                            .asText();
            walnut.call("generator", secret, "{}");
            await().atMost(TestLimits.WAIT)
                    .until(() -> walnut.get("api/ups").toString().contains("\"rack@"));
            walnut.get("api/ups/rack/variables");
            walnut.patch("api/ups/rack", "{\"trap_sources\":[\"127.0.0.1\"]}");
            trap(traps);
            long began = System.nanoTime();
            await().atMost(TestLimits.WAIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(
                            () -> {
                                nut.ups("rack").set(Map.of("ups.status", power(began)));
                                assertThat(unreached(routes, walnut))
                                        .as("steps that were never reached")
                                        .isEmpty();
                            });
        }
    }

    /** The mains are away for five seconds of every eight. */
    private static String power(long began) {
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        return seconds % 8 < 5 ? "OB DISCHRG" : "OL CHRG";
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void trap(int port) throws Exception {
        String target = "127.0.0.1:" + port;
        Process sender =
                new ProcessBuilder(
                                "snmptrap",
                                "-v",
                                "2c",
                                "-c",
                                "canary-community",
                                target,
                                "",
                                "1.3.6.1.2.1.33.2.1")
                        .start();
        assertThat(sender.waitFor()).isZero();
    }

    private static Set<String> unreached(TracedRoutes routes, RunningWalnut walnut) {
        String log = walnut.log();
        Set<String> unreached = new TreeSet<>(routes.steps());
        unreached.removeIf(step -> log.contains(TracedRoutes.MARK + step + "."));
        return unreached;
    }
}
