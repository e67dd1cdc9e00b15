package io.github.walnut.integration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealSshd;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.ups.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

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

    @Test
    @Requirement({"INT-40", "DRV-3.3"})
    void a_prepared_command_takes_its_arguments_quoted() throws Exception {
        DriverResult result = command("park", List.of("md0"));

        assertThat(result.error()).isNull();
        assertThat(result.evidence().level()).isEqualTo("ack");
        assertThat(sshd.commands()).containsExactly("park-array 'md0'");
    }

    @ParameterizedTest
    @Requirement("INT-40")
    @ValueSource(
            strings = {
                "a;reboot",
                "$(reboot)",
                "`reboot`",
                "a b",
                "a'b",
                "a\"b",
                "a\nb",
                "../x y",
                "a|b",
                "a&b",
                "{{x}}",
                "${x}",
                "a>b"
            })
    void an_argument_that_a_shell_would_read_is_refused_and_nothing_is_sent(String argument)
            throws Exception {
        DriverResult result = command("park", List.of(argument));

        assertThat(classOf(result)).isEqualTo(ErrorClass.VALIDATION);
        assertThat(sshd.commands()).isEmpty();
    }

    @Test
    @Requirement("INT-40")
    void a_command_that_is_not_prepared_is_refused() throws Exception {
        assertThat(classOf(command("rm", List.of()))).isEqualTo(ErrorClass.VALIDATION);
        assertThat(classOf(command("park", List.of("a", "b")))).isEqualTo(ErrorClass.VALIDATION);
        assertThat(sshd.commands()).isEmpty();
    }

    @Test
    @Requirement({"DRV-6", "INT-45"})
    void the_exit_status_tells_the_class() throws Exception {
        sshd.answer("logger hello", 126, "", "denied: logger");
        DriverResult forbidden = command("note", List.of());
        assertThat(classOf(forbidden)).isEqualTo(ErrorClass.FORBIDDEN);
        assertThat(forbidden.error().details()).containsEntry("remote", "denied: logger");

        sshd.answer("logger hello", 3, "", "no space left");
        DriverResult failed = command("note", List.of());
        assertThat(classOf(failed)).isEqualTo(ErrorClass.TARGET_FAILED);
        assertThat(failed.error().details()).containsEntry("exit", 3);
    }

    @Test
    @Requirement({"DRV-3.8", "INT-45"})
    void a_key_that_nobody_allowed_is_unauthenticated() throws Exception {
        bench.secret("private_key", sshd.strangerKey());

        assertThat(classOf(command("note", List.of()))).isEqualTo(ErrorClass.UNAUTHENTICATED);
        assertThat(sshd.commands()).isEmpty();
    }

    @Test
    @Requirement({"DRV-3.8", "SEC-54", "INT-21"})
    void a_changed_host_key_ends_the_connection_before_any_credential() throws Exception {
        Host host = linux();
        sshd.changeHostKey();
        long seen = sshd.credentialsSeen();

        DriverResult result = power(Mode.EXECUTE, host, "shutdown", Map.of());

        assertThat(classOf(result)).isEqualTo(ErrorClass.UNTRUSTED);
        assertThat(result.error().code()).isEqualTo("host_key_changed");
        assertThat(result.error().details()).containsEntry("fingerprint", sshd.fingerprint());
        assertThat(sshd.credentialsSeen()).isEqualTo(seen);
        assertThat(sshd.commands()).isEmpty();
    }

    @Test
    @Requirement({"SEC-54", "INT-21"})
    void a_host_key_that_was_never_trusted_is_not_learnt_by_itself() throws Exception {
        Map<String, Object> config = new HashMap<>(linux().config());
        config.remove("host_key");
        Host host = bench.host("new", "generic.ssh", config);

        for (int i = 0; i < 2; i++) {
            DriverResult result = power(Mode.EXECUTE, host, "shutdown", Map.of());
            assertThat(classOf(result)).isEqualTo(ErrorClass.UNTRUSTED);
            assertThat(result.error().code()).isEqualTo("host_key_unknown");
        }
        assertThat(sshd.credentialsSeen()).isZero();
    }

    @Test
    @Requirement("INT-38")
    void a_hundred_commands_share_one_session() throws Exception {
        Host host = linux();
        for (int i = 0; i < 100; i++) {
            assertThat(run(host, "note", List.of()).ok()).isTrue();
        }
        assertThat(sshd.commands()).hasSize(100);
        assertThat(sshd.logins()).isEqualTo(1);
    }

    @Test
    @Requirement("INT-38")
    void sixteen_callers_at_once_share_one_session_too() throws Exception {
        Host host = linux();
        List<Boolean> answers =
                IntStream.range(0, 48)
                        .parallel()
                        .mapToObj(i -> run(host, "note", List.of()).ok())
                        .toList();

        assertThat(answers).hasSize(48).doesNotContain(false);
        assertThat(sshd.logins()).isEqualTo(1);
    }

    @Test
    @Requirement("INT-38")
    void a_session_that_went_away_is_made_anew() throws Exception {
        Host host = linux();
        assertThat(run(host, "note", List.of()).ok()).isTrue();
        sshd.restart();

        assertThat(run(host, "note", List.of()).ok()).isTrue();
        assertThat(sshd.commands()).hasSize(2);
    }

    @Test
    @Requirement({"INT-38", "INT-45"})
    void a_test_of_the_connection_breaks_off_no_command_under_way() throws Exception {
        Host host = linux();
        Path released = Files.createTempDirectory("walnut-ssh").resolve("released");
        sshd.script(
                "logger hello",
                "while [ ! -e '%s' ]; do sleep 0.1; done; echo noted\n".formatted(released));
        CompletableFuture<DriverResult> slow =
                CompletableFuture.supplyAsync(() -> run(host, "note", List.of()));
        await().atMost(TestLimits.WAIT).until(() -> sshd.commands().contains("logger hello"));

        HostTester tester = new HostTester(bench.drivers());
        assertThat(tester.test(host, bench.secrets(), "correlation").success()).isTrue();
        assertThat(slow.isDone()).isFalse();
        Files.createFile(released);
        assertThat(slow.get(TestLimits.WAIT_SECONDS, SECONDS).ok()).isTrue();
        assertThat(sshd.logins()).isEqualTo(2);
    }

    @Test
    @Requirement("INT-20")
    void another_secret_makes_another_session() throws Exception {
        Host host = linux();
        assertThat(run(host, "note", List.of()).ok()).isTrue();
        bench.secret("private_key", sshd.strangerKey());

        assertThat(classOf(run(host, "note", List.of()))).isEqualTo(ErrorClass.UNAUTHENTICATED);
    }

    @Test
    @Requirement({"INT-38", "INT-45"})
    void a_command_without_exit_status_is_in_doubt_and_sent_once() throws Exception {
        sshd.cutDuring("logger hello");

        DriverResult result = command("note", List.of());

        assertThat(classOf(result)).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(result.error().inDoubt()).isTrue();
        assertThat(sshd.commands()).containsExactly("logger hello");
    }

    @Test
    @Requirement("DRV-3.6")
    void a_machine_that_goes_away_during_its_shutdown_has_accepted_it() throws Exception {
        sshd.cutDuring("shutdown -P now");

        DriverResult result = power(Mode.EXECUTE, linux(), "shutdown", Map.of());

        assertThat(result.ok()).isTrue();
        assertThat(result.evidence().items())
                .extracting(item -> item.get("kind"))
                .containsExactly("connection_lost");
        assertThat(sshd.commands()).containsExactly("shutdown -P now");
    }

    @Test
    @Requirement({"INT-35", "INT-45"})
    void a_silent_machine_ends_the_call_with_its_deadline() throws Exception {
        Host host = linux();
        assertThat(run(host, "park", List.of("md0")).ok()).isTrue();
        sshd.script("logger hello", "exec sleep 300\n");

        DriverResult result =
                bench.call(
                        Mode.EXECUTE,
                        host,
                        Target.ofHost(host),
                        "command.run",
                        "run",
                        Map.of("command_id", "note"),
                        10_000);

        assertThat(classOf(result)).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(result.error().inDoubt()).isTrue();
    }

    @Test
    @Requirement("INT-45")
    void a_port_where_nobody_listens_is_unreachable() throws Exception {
        Host host = linux();
        sshd.stop();

        DriverResult result = power(Mode.EXECUTE, host, "shutdown", Map.of());

        assertThat(classOf(result)).isEqualTo(ErrorClass.UNREACHABLE);
        assertThat(result.error().inDoubt()).isFalse();
    }

    @Test
    @Requirement({"DRV-3.6", "INT-49"})
    void the_state_of_a_machine_is_its_port() throws Exception {
        Host host = linux();
        assertThat(bench.state(host, Target.ofHost(host), null).status()).isEqualTo("up");
        sshd.stop();

        DriverResult down = bench.state(host, Target.ofHost(host), null);
        assertThat(down.status()).isEqualTo("down");
        assertThat(down.evidence().level()).isEqualTo("probe");
        assertThat(down.evidence().items())
                .extracting(item -> item.get("kind"))
                .containsExactly("tcp_closed");
    }

    @Test
    @Requirement("DRV-3.6")
    void a_restart_is_seen_by_a_younger_boot_time() throws Exception {
        sshd.answer("uptime -s", 0, "2026-01-01 00:00:00", "");
        Host host = linux();

        DriverResult reset = power(Mode.EXECUTE, host, "reset", Map.of());
        assertThat(reset.error()).isNull();
        assertThat(sshd.commands()).contains("shutdown -r now");
        assertThat(bench.state(host, Target.ofHost(host), reset.task()).status())
                .isEqualTo("transitional");

        sshd.answer("uptime -s", 0, "2026-01-01 00:05:00", "");
        assertThat(bench.state(host, Target.ofHost(host), reset.task()).status()).isEqualTo("up");
    }

    @Test
    @Requirement({"DRV-3.2", "DRV-3.3", "INT-26"})
    void services_are_listed_stopped_and_left_alone_when_stopped() throws Exception {
        Map<String, Object> config = new HashMap<>(linux().config());
        config.put("services", List.of("web", "db"));
        Host host = bench.host("nas", "generic.ssh", config);
        sshd.answer("systemctl is-active web db", 3, "active\ninactive", "");
        sshd.answer("systemctl is-active web", 0, "active", "");
        sshd.answer("systemctl is-active db", 3, "inactive", "");

        DriverResult inventory = bench.call(Mode.INVENTORY, host, null, null, null, Map.of());
        assertThat(inventory.targets())
                .extracting(target -> target.get("external_id") + "=" + target.get("status"))
                .containsExactly("db=stopped", "web=running");

        DriverResult stop =
                bench.call(
                        Mode.EXECUTE,
                        host,
                        service(host, "web"),
                        "service.control",
                        "stop",
                        Map.of());
        assertThat(stop.error()).isNull();
        assertThat(stop.expect()).contains("stopped");
        DriverResult none =
                bench.call(
                        Mode.EXECUTE,
                        host,
                        service(host, "db"),
                        "service.control",
                        "stop",
                        Map.of());
        assertThat(none.effects()).containsEntry("summary", "no change");
        assertThat(sshd.commands())
                .contains("systemctl stop web")
                .doesNotContain("systemctl stop db");
    }

    @Test
    @Requirement("DRV-3.4")
    void sudo_is_asked_first_whether_it_allows_the_command() throws Exception {
        Map<String, Object> config = new HashMap<>(linux().config());
        config.put("privilege", "sudo");
        Host host = bench.host("nas", "generic.ssh", config);
        sshd.answer("sudo -n -l shutdown -P now", 1, "", "sudo: a password is required");

        DriverResult refused = power(Mode.DRY_RUN, host, "shutdown", Map.of());
        assertThat(classOf(refused)).isEqualTo(ErrorClass.FORBIDDEN);
        assertThat(refused.reason()).contains("shutdown -P now");

        sshd.answer("sudo -n -l shutdown -P now", 0, "/sbin/shutdown -P now", "");
        assertThat(power(Mode.EXECUTE, host, "shutdown", Map.of()).preconditions())
                .extracting(DriverResult.Check::check)
                .contains("permission");
        assertThat(sshd.commands()).contains("sudo -n shutdown -P now");
    }

    @ParameterizedTest
    @Requirement("DRV-3.1")
    @CsvSource({
        "Linux,shutdown -P now,0",
        "FreeBSD,shutdown -p now,0",
        "Darwin,sudo -n shutdown -h now,0",
        "'',shutdown /s /t 0 /f,127"
    })
    void an_unnamed_system_is_asked_what_it_is(String system, String command, int exit)
            throws Exception {
        Map<String, Object> config = new HashMap<>(linux().config());
        config.put("os", "auto");
        Host host = bench.host("nas", "generic.ssh", config);
        sshd.answer("uname -s", exit, system, "");

        assertThat(power(Mode.EXECUTE, host, "shutdown", Map.of()).preview())
                .containsExactly(command);
        assertThat(sshd.commands()).containsExactly("uname -s", command);
    }

    @Test
    @Requirement("DRV-3.1")
    void the_hosts_own_shutdown_command_wins_over_the_systems() throws Exception {
        Map<String, Object> config = new HashMap<>(linux().config());
        config.put("shutdown_command", "/opt/park && poweroff");
        Host host = bench.host("nas", "generic.ssh", config);

        assertThat(power(Mode.EXECUTE, host, "shutdown", Map.of()).ok()).isTrue();
        assertThat(power(Mode.EXECUTE, host, "shutdown", Map.of("command_id", "note")).ok())
                .isTrue();
        assertThat(sshd.commands()).containsExactly("/opt/park && poweroff", "logger hello");
    }

    @Test
    @Requirement("INT-37")
    void no_mode_but_execute_sends_a_write() throws Exception {
        for (Mode mode : List.of(Mode.PROBE, Mode.DRY_RUN)) {
            for (String verb : List.of("shutdown", "reset", "cycle")) {
                assertThat(power(mode, linux(), verb, Map.of()).ok()).isTrue();
            }
        }
        assertThat(sshd.commands()).containsOnly("uptime -s");
    }

    @Test
    @Requirement({"INT-8", "INT-20"})
    void a_key_stands_in_no_result_and_no_log() throws Exception {
        String canary = sshd.privateKey().lines().skip(2).findFirst().orElseThrow();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger client = (Logger) LoggerFactory.getLogger("org.apache.sshd");
        Level before = root.getLevel();
        Level quiet = client.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
        client.setLevel(Level.DEBUG);
        try {
            String results =
                    power(Mode.EXECUTE, linux(), "shutdown", Map.of())
                            + command("rm", List.of()).toString();
            assertThat(results).doesNotContain(canary);
            assertThat(log.list)
                    .isNotEmpty()
                    .noneMatch(event -> event.getFormattedMessage().contains(canary));
        } finally {
            root.setLevel(before);
            client.setLevel(quiet);
            root.detachAppender(log);
        }
    }

    private DriverResult command(String id, List<String> args) throws Exception {
        return run(linux(), id, args);
    }

    private static DriverResult run(Host host, String id, List<String> args) {
        return bench.call(
                Mode.EXECUTE,
                host,
                Target.ofHost(host),
                "command.run",
                "run",
                Map.of("command_id", id, "args", args));
    }

    private static Target service(Host host, String name) {
        return new Target(
                host.id(), "service", name, name, "unknown", Map.of(), Map.of(), true, false,
                false);
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
