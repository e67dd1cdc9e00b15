package io.github.walnut.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.TestLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** The peers themselves, seen with their own clients. */
class PeersIT {

    @Test
    @RealPeer({RealSshd.PROGRAM, "ssh", "ssh-keygen"})
    void the_ssh_peer_records_and_answers_commands() throws Exception {
        try (RealSshd sshd = RealSshd.start();
                PeerFolder folder = new PeerFolder("client")) {
            sshd.answer("uptime -s", 0, "2026-01-01 00:00:00", "");
            Path key = folder.write("key", sshd.privateKey());
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            String output =
                    folder.run(
                            "ssh",
                            "-p",
                            String.valueOf(sshd.port()),
                            "-i",
                            key.toString(),
                            "-o",
                            "StrictHostKeyChecking=no",
                            "-o",
                            "UserKnownHostsFile=/dev/null",
                            "-o",
                            "IdentitiesOnly=yes",
                            "-o",
                            "LogLevel=ERROR",
                            sshd.user() + "@" + sshd.host(),
                            "uptime -s");
            assertThat(output).contains("2026-01-01 00:00:00");
            assertThat(sshd.commands()).containsExactly("uptime -s");
            assertThat(sshd.logins()).isEqualTo(1);
        }
    }

    @Test
    @RealPeer({RealMosquitto.PROGRAM, "mosquitto_sub", "mosquitto_pub", "mosquitto_passwd"})
    void the_broker_shows_a_recorder_what_is_published() throws Exception {
        try (RealMosquitto mosquitto = RealMosquitto.start()) {
            RealMosquitto.Recorder recorder = mosquitto.subscribe("walnut/#");
            mosquitto.publish("walnut/x/set", "ON");
            await().atMost(TestLimits.WAIT)
                    .untilAsserted(
                            () -> assertThat(recorder.messages()).contains("walnut/x/set ON"));
        }
    }
}
