package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealSshd;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.ups.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** generic.ssh against OpenSSH, which records commands and runs none. */
@RealPeer({RealSshd.PROGRAM, "ssh-keygen"})
class GenericSshIT {

    private static DriverBench bench;
    private RealSshd sshd;

    @BeforeAll
    static void startDrivers() throws Exception {
        bench = DriverBench.start();
    }

    @AfterAll
    static void stopDrivers() {
        bench.close();
    }

    @BeforeEach
    void startPeer() throws Exception {
        sshd = RealSshd.start();
        bench.secret("private_key", sshd.privateKey());
    }

    @AfterEach
    void stopPeer() {
        sshd.close();
    }

    @Test
    @Requirement({"DRV-3.1", "DRV-3.3", "DRV-3.6", "INT-36"})
    void a_shutdown_reaches_the_machine_as_the_one_command() throws Exception {
        DriverResult result = power(Mode.EXECUTE, linux(), "shutdown", Map.of());

        assertThat(result.error()).isNull();
        assertThat(result.ok()).isTrue();
        assertThat(result.evidence().level()).isEqualTo("ack");
        assertThat(result.expect()).contains("down");
        assertThat(result.severity()).isEqualTo(Severity.WARN);
        assertThat(sshd.commands()).containsExactly("shutdown -P now");
    }

    @Test
    @Requirement({"DRV-3.5", "INT-37", "DRV-8"})
    void a_dry_run_shows_exactly_the_command_that_execute_sends() throws Exception {
        DriverResult dry = power(Mode.DRY_RUN, linux(), "shutdown", Map.of("delay_s", 90));

        assertThat(dry.ok()).isTrue();
        assertThat(dry.planKind()).isEqualTo("cli");
        assertThat(dry.preview()).containsExactly("shutdown -P +2");
        assertThat(dry.effects().get("summary")).asString().startsWith("DRY RUN");
        assertThat(sshd.commands()).doesNotContain("shutdown -P +2");

        DriverResult executed = power(Mode.EXECUTE, linux(), "shutdown", Map.of("delay_s", 90));
        assertThat(executed.preview()).isEqualTo(dry.preview());
        assertThat(sshd.commands()).contains("shutdown -P +2");
    }

    private DriverResult power(Mode mode, Host host, String verb, Map<String, Object> params) {
        return bench.call(mode, host, Target.ofHost(host), "power.control", verb, params);
    }

    private Host linux() throws Exception {
        return bench.host(
                "nas",
                "generic.ssh",
                Map.of(
                        "host", sshd.host(),
                        "port", sshd.port(),
                        "username", sshd.user(),
                        "host_key", sshd.fingerprint(),
                        "os", "linux",
                        "commands",
                                List.of(
                                        "park | idempotent | park-array {1}",
                                        "note | blind | logger hello")));
    }

    private static ErrorClass classOf(DriverResult result) {
        assertThat(result.ok()).isFalse();
        assertThat(result.reason()).isNotBlank();
        return result.error().errorClass();
    }
}
