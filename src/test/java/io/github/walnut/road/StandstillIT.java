package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealSshd;
import io.github.walnut.peers.RealUpsd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is stopped in the middle of a loss of mains and goes on later. {@code
 * -Dtest.standstills=N} sets how often each case is played.
 */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, RealSshd.PROGRAM, "ssh-keygen"})
class StandstillIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final Duration WINDOW = Duration.ofSeconds(9);
    private static final List<Integer> STOPPED = List.of(10, 20, 35);
    private static final String POLICY =
            """
            version: "2.0"
            name: After ten seconds
            trigger: {type: ups.state, equals: on_battery, for: 10s, ups: rack1}
            conditions: {all: []}
            actions:
              - {host_id: m1, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [app1]}, timeout: 5m}
            safeties: {suppression_window: 0s}
            idempotency_window: 0s
            """;

    @TempDir private Path folder;

    private RealUpsd upsd;
    private RealSshd sshd;
    private SlowServices services;
    private RunningWalnut walnut;

    @Test
    @Requirement("NUT-45")
    void only_an_outage_that_is_seen_to_go_on_is_acted_on() throws Exception {
        try (RealUpsd peer = RealUpsd.with("rack1").start();
                RealSshd machine = RealSshd.start()) {
            upsd = peer;
            sshd = machine;
            install();
            for (int i = 0; i < times(); i++) {
                for (int seconds : STOPPED) {
                    mainsComeBackMeanwhile(seconds);
                }
                theOutageGoesOn(STOPPED.get(i % STOPPED.size()));
            }
        } finally {
            if (walnut != null) {
                walnut.close();
            }
        }
    }

    private static int times() {
        int wanted = Integer.getInteger("test.standstills", 0);
        return wanted > 0 ? wanted : "long".equals(System.getProperty("test.profile")) ? 20 : 1;
    }

    private void install() throws IOException {
        services = new SlowServices(sshd, folder, List.of("app1"), Duration.ofMillis(100));
        services.serve();
        walnut = RunningWalnut.installed(folder, Scene.nut(upsd));
        Scene.machine(walnut, sshd, "m1", "services=[\"app1\"]");
        walnut.get("api/hosts/m1/inventory?refresh=full");
        Scene.armed(walnut, "policy.yaml", POLICY);
        walnut.done("system", "arm", "--reason", "integration test");
    }

    private void mainsComeBackMeanwhile(int seconds) throws Exception {
        int runs = stopWhileOnBattery();
        upsd.set("rack1", "ups.status", "OL");
        goOnAfter(seconds);

        awaitState("on_mains");
        assertThat(runs()).as("runs after %d s", seconds).isEqualTo(runs);
        assertThat(services.allStopped()).as("stopped after %d s", seconds).isFalse();
    }

    private void theOutageGoesOn(int seconds) throws Exception {
        int runs = stopWhileOnBattery();
        Instant stopped = Instant.now();
        goOnAfter(seconds);

        await().atMost(SOON).until(() -> runs() > runs && services.allStopped());
        assertThat(Instant.parse(lastRun().path("created_at").asText())).isAfter(stopped);
        mainsAgain();
    }

    private void mainsAgain() throws IOException {
        upsd.set("rack1", "ups.status", "OL");
        awaitState("on_mains");
        await().atMost(SOON).until(() -> runs() == 0 || !lastRun().path("ended_at").isNull());
        services.allRun();
    }

    /**
     * Again, where the machine was too busy to stop it in time.
     *
     * @return how many runs there have been
     */
    private int stopWhileOnBattery() throws Exception {
        int runs = runs();
        Instant latest = Instant.now().plus(WINDOW);
        upsd.set("rack1", "ups.status", "OB DISCHRG");
        awaitState("on_battery");
        signal("STOP");
        if (!Instant.now().isBefore(latest)) {
            signal("CONT");
            mainsAgain();
            return stopWhileOnBattery();
        }
        return runs;
    }

    private JsonNode lastRun() throws IOException {
        return walnut.get("api/runs?kind=event&limit=1").at("/items/0");
    }

    private void goOnAfter(int seconds) throws Exception {
        Instant end = Instant.now().plusSeconds(seconds);
        until(() -> !Instant.now().isBefore(end));
        signal("CONT");
    }

    /** The length of the standstill is what is tested. */
    private static void until(BooleanSupplier condition) {
        await().atMost(SOON).until(condition::getAsBoolean);
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(walnut.pid())).start();
        assertThat(kill.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    private void awaitState(String state) {
        await().atMost(SOON)
                .until(() -> walnut.get("api/ups").at("/items/0/state").asText(), state::equals);
    }

    private int runs() throws IOException {
        return walnut.get("api/runs?kind=event&limit=100").path("items").size();
    }
}
