package io.github.walnut.component.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.component.device.TrapReceiver.Trap;
import io.github.walnut.component.device.TrapReceiver.User;
import io.github.walnut.peers.RealPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Traps of Net-SNMP, as UPSs and other programs send them. */
@RealPeer({"snmptrap", "snmpinform"})
class SnmpTrapIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String ON_BATTERY = "1.3.6.1.2.1.33.2.1";

    private final List<Trap> heard = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    private static void trap(int port, String... how) throws Exception {
        assertThat(sent("snmptrap", port, how)).isZero();
    }

    private static int sent(String program, int port, String... how) throws Exception {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(how));
        command.addAll(
                List.of("127.0.0.1:" + port, "", ON_BATTERY, "1.3.6.1.2.1.33.1.2.3.0", "i", "12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    private static String[] version3(String user, String level, String auth, String priv) {
        return new String[] {
            "-v",
            "3",
            "-e",
            "0x80001f8880aabbccdd01",
            "-u",
            user,
            "-l",
            level,
            "-a",
            "SHA-256",
            "-A",
            auth,
            "-x",
            "AES",
            "-X",
            priv
        };
    }

    private TrapReceiver receiver() throws IOException {
        return new TrapReceiver(
                InetAddress.getLoopbackAddress(),
                0,
                "canary-community",
                List.of(new User("rack", "canary-auth-1", "canary-priv-1")),
                source -> true,
                heard::add,
                refused::add);
    }

    @Test
    @Requirement("NUT-78")
    void community_user_and_level_of_security_are_enforced() throws Exception {
        try (TrapReceiver receiver = receiver()) {
            int port = receiver.port();
            trap(port, "-v", "2c", "-c", "canary-community");
            await().atMost(SOON).until(() -> heard.size() == 1);
            trap(port, version3("rack", "authPriv", "canary-auth-1", "canary-priv-1"));
            await().atMost(SOON).until(() -> heard.size() == 2);
            assertThat(heard).extracting(Trap::oid).containsOnly(ON_BATTERY);
            assertThat(heard.get(1).values()).containsValue("12");

            trap(port, "-v", "2c", "-c", "public");
            trap(port, version3("rack", "authNoPriv", "canary-auth-1", "canary-priv-1"));
            trap(port, version3("rack", "noAuthNoPriv", "canary-auth-1", "canary-priv-1"));
            trap(port, version3("rack", "authPriv", "canary-auth-2", "canary-priv-1"));
            trap(port, version3("other", "authPriv", "canary-auth-1", "canary-priv-1"));
            await().atMost(SOON).until(() -> refused.size() == 5);
            assertThat(heard).hasSize(2);
        }
    }

    @Test
    @Requirement("NUT-78")
    void informs_are_answered_where_they_are_taken_and_version_1_is_not() throws Exception {
        try (TrapReceiver receiver = receiver()) {
            int port = receiver.port();
            String[] once = {"-r", "0", "-t", "1"};
            assertThat(sent("snmpinform", port, with(once, "-v", "2c", "-c", "canary-community")))
                    .isZero();
            String[] user =
                    with(once, version3("rack", "authPriv", "canary-auth-1", "canary-priv-1"));
            assertThat(sent("snmpinform", port, withoutEngine(user))).isZero();
            assertThat(heard).extracting(Trap::oid).containsExactly(ON_BATTERY, ON_BATTERY);
            assertThat(refused).containsOnly("engine_asked");
            refused.clear();

            assertThat(sent("snmpinform", port, with(once, "-v", "2c", "-c", "public")))
                    .isNotZero();
            String[] wrong =
                    with(once, version3("rack", "authPriv", "canary-auth-2", "canary-priv-1"));
            assertThat(sent("snmpinform", port, withoutEngine(wrong))).isNotZero();
            List<String> command =
                    List.of(
                            "snmptrap",
                            "-v",
                            "1",
                            "-c",
                            "canary-community",
                            "127.0.0.1:" + port,
                            ON_BATTERY,
                            "127.0.0.1",
                            "6",
                            "1",
                            "");
            assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
            await().atMost(SOON).until(() -> refused.contains("other_version"));
            assertThat(refused).contains("not_allowed", "unreadable");
            assertThat(heard).hasSize(2);
        }
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
    }

    /** A sender of informs asks for the engine of the receiver. */
    private static String[] withoutEngine(String[] how) {
        List<String> words = new ArrayList<>(List.of(how));
        int engine = words.indexOf("-e");
        words.remove(engine);
        words.remove(engine);
        return words.toArray(String[]::new);
    }
}
