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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fresh installation says what it would do, and does nothing. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, RealSshd.PROGRAM, "ssh-keygen"})
class DryRunIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String HALT = "halt-for-real --now";
    private static final String SHED =
            """
            version: "2.0"
            name: Shed the machine
            trigger: {type: ups.state, equals: on_battery, for: 1s, ups: rack1}
            conditions: {all: []}
            actions:
              - {host_id: server-a, capability: command.run, verb: run, options: {command_id: halt}}
            """;

    @TempDir private Path folder;

    @Test
    @Requirement("EXE-99")
    void an_outage_before_anything_is_armed_is_only_rehearsed() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                RealSshd sshd = RealSshd.start();
                RunningWalnut walnut = RunningWalnut.installed(folder, Scene.nut(upsd))) {
            Scene.machine(
                    walnut, sshd, "server-a", "commands=[\"halt | idempotent | " + HALT + "\"]");
            String policy = Scene.created(walnut, "shed.yaml", SHED);
            walnut.done("policies", "enable", policy);
            upsd.set("rack1", "ups.status", "OB DISCHRG");

            await().atMost(SOON).until(() -> !newest(walnut).path("ended_at").asText("").isEmpty());
            JsonNode run = walnut.get("api/runs/" + newest(walnut).path("id").asText());
            assertThat(run.path("mode").asText()).isEqualTo("dry_run");
            assertThat(run.path("steps")).hasSize(1);
            JsonNode step = run.path("steps").get(0);
            assertThat(step.path("would").asBoolean()).as(step.toString()).isTrue();
            assertThat(step.path("preview").toString()).contains(HALT);
            assertThat(walnut.done("runs", "list").out()).contains("dry_run");
            assertThat(sshd.commands()).doesNotContain(HALT);
        }
    }

    private static JsonNode newest(RunningWalnut walnut) throws IOException {
        return walnut.get("api/runs?limit=5").path("items").path(0);
    }
}
