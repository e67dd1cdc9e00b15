package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealSshd;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealPeer({RealSshd.PROGRAM, "ssh-keygen"})
class HostTesterIT {

    private RealSshd sshd;
    private DriverBench bench;

    @BeforeEach
    void start() throws Exception {
        sshd = RealSshd.start();
        bench = DriverBench.start().secret("private_key", sshd.privateKey());
    }

    @AfterEach
    void stop() {
        bench.close();
        sshd.close();
    }

    @Test
    @Requirement("INT-21")
    void a_good_connection_passes_every_step_in_order() throws Exception {
        sshd.answer("uname -s", 0, "Linux", "");

        HostTester.Report report = test(host(sshd.fingerprint()));

        assertThat(report.success()).as(report.message()).isTrue();
        assertThat(report.steps())
                .extracting(step -> step.get("step"))
                .containsExactly("dns", "connect", "trust", "authenticate", "identify");
        assertThat(report.details()).containsEntry("product", "Linux");
    }

    @Test
    @Requirement({"INT-21", "SEC-54"})
    void an_unknown_host_key_fails_trust_and_shows_its_fingerprint() throws Exception {
        HostTester.Report report = test(host(null));

        assertThat(report.success()).isFalse();
        assertThat(lastStep(report)).containsEntry("step", "trust").containsEntry("ok", false);
        assertThat(report.details()).containsEntry("fingerprint", sshd.fingerprint());
        assertThat(sshd.credentialsSeen()).isZero();
    }

    @Test
    @Requirement("INT-21")
    void a_wrong_key_fails_authentication_and_a_closed_port_the_connection() throws Exception {
        Host host = host(sshd.fingerprint());
        bench.secret("private_key", sshd.strangerKey());
        assertThat(lastStep(test(host))).containsEntry("step", "authenticate");

        sshd.stop();
        HostTester.Report report = test(host);
        assertThat(lastStep(report)).containsEntry("step", "connect");
        assertThat(lastStep(report).get("error"))
                .isEqualTo(Map.of("class", "unreachable", "code", "connect"));
    }

    private HostTester.Report test(Host host) {
        return new HostTester(bench.drivers()).test(host, bench.secrets(), "correlation");
    }

    private static Map<String, Object> lastStep(HostTester.Report report) {
        return report.steps().get(report.steps().size() - 1);
    }

    private Host host(String hostKey) {
        Map<String, Object> config = new HashMap<>();
        config.put("host", sshd.host());
        config.put("port", sshd.port());
        config.put("username", sshd.user());
        if (hostKey != null) {
            config.put("host_key", hostKey);
        }
        return bench.host("nas", "generic.ssh", config);
    }
}
