package io.github.walnut.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.TestLimits;
import io.github.walnut.simulation.Scenario.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedNutServerTest {

    private static final String SCENARIO =
            """
            ups:
              - name: rack
                description: The "rack"
                variables: {ups.status: OL, ups.model: 'a "b" c\\d', input.voltage: "230.1"}
                writable: [ups.status]
                commands: [beeper.toggle]
            users:
              - {name: admin, password: canary-adminpass, admin: true}
              - {name: mon, password: monpass, upsmon: primary}
            """;

    private SimulatedNutServer server;
    private Socket socket;
    private BufferedReader in;

    @BeforeEach
    void connect() throws IOException {
        server =
                new SimulatedNutServer(
                                new ScenarioReader().read(SCENARIO),
                                InetAddress.getLoopbackAddress(),
                                0,
                                null,
                                1,
                                step -> {})
                        .start();
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(TestLimits.WAIT_MILLIS);
        in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
        server.close();
    }

    private String ask(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        return in.readLine();
    }

    private List<String> list(String line) throws IOException {
        List<String> lines = new ArrayList<>(List.of(ask(line)));
        while (!lines.get(lines.size() - 1).startsWith("END") && !lines.get(0).startsWith("ERR")) {
            lines.add(in.readLine());
        }
        return lines;
    }

    @Test
    void lists_and_reads_without_a_login() throws IOException {
        assertThat(list("LIST UPS"))
                .containsExactly("BEGIN LIST UPS", "UPS rack \"The \\\"rack\\\"\"", "END LIST UPS");
        assertThat(list("LIST VAR rack"))
                .startsWith("BEGIN LIST VAR rack", "VAR rack input.voltage \"230.1\"")
                .contains("VAR rack ups.model \"a \\\"b\\\" c\\\\d\"");
        assertThat(ask("get var rack ups.status")).isEqualTo("VAR rack ups.status \"OL\"");
        assertThat(ask("GET VAR nope ups.status")).isEqualTo("ERR UNKNOWN-UPS");
        assertThat(ask("GET VAR rack no.such")).isEqualTo("ERR VAR-NOT-SUPPORTED");
        assertThat(ask("FOO")).isEqualTo("ERR UNKNOWN-COMMAND");
    }

    @Test
    void sets_only_for_an_admin_and_only_what_is_writable() throws IOException {
        assertThat(ask("SET VAR rack ups.status \"OB\"")).isEqualTo("ERR USERNAME-REQUIRED");
        assertThat(ask("USERNAME admin")).isEqualTo("OK");
        assertThat(ask("PASSWORD canary-adminpass")).isEqualTo("OK");
        assertThat(ask("SET VAR rack input.voltage \"1\"")).isEqualTo("ERR READONLY");
        assertThat(ask("SET VAR rack ups.status \"OB DISCHRG\"")).isEqualTo("OK");
        assertThat(ask("SET TRACKING ON")).isEqualTo("OK");
        String tracked = ask("INSTCMD rack beeper.toggle");
        assertThat(tracked).startsWith("OK TRACKING ");
        assertThat(ask("GET TRACKING " + tracked.substring(12))).isEqualTo("SUCCESS");
        assertThat(ask("GET VAR rack ups.status")).isEqualTo("VAR rack ups.status \"OB DISCHRG\"");
        assertThat(server.ups("rack").commandsHeard()).containsExactly("beeper.toggle");
    }

    @Test
    void a_wrong_password_shows_only_at_a_privileged_command() throws IOException {
        assertThat(ask("USERNAME mon")).isEqualTo("OK");
        assertThat(ask("PASSWORD wrong")).isEqualTo("OK");
        assertThat(ask("LOGIN rack")).isEqualTo("ERR ACCESS-DENIED");
    }

    @Test
    void counts_logins_until_the_client_leaves() throws IOException {
        ask("USERNAME mon");
        ask("PASSWORD monpass");
        assertThat(ask("LOGIN rack")).isEqualTo("OK");
        assertThat(ask("LOGIN rack")).isEqualTo("ERR ALREADY-LOGGED-IN");
        assertThat(ask("GET NUMLOGINS rack")).isEqualTo("NUMLOGINS rack 1");
        assertThat(ask("FSD rack")).isEqualTo("OK FSD-SET");
        assertThat(ask("GET VAR rack ups.status")).isEqualTo("VAR rack ups.status \"FSD OL\"");
        assertThat(ask("LOGOUT")).isEqualTo("OK Goodbye");
        assertThat(in.readLine()).isNull();
    }

    @Test
    void plays_faults() throws IOException {
        server.ups("rack").fault(Fault.STALE);
        assertThat(ask("LIST VAR rack")).isEqualTo("ERR DATA-STALE");
        server.ups("rack").fault(Fault.DRIVER_GONE);
        assertThat(ask("GET VAR rack ups.status")).isEqualTo("ERR DRIVER-NOT-CONNECTED");
        server.ups("rack").fault(Fault.SLOW);
        assertThat(ask("GET VAR rack ups.status")).isEqualTo("VAR rack ups.status \"OL\"");
        server.ups("rack").fault(Fault.GARBAGE);
        assertThat(ask("GET VAR rack ups.status")).contains("unbalanced");
        assertThat(in.readLine()).isEqualTo("END LIST NOTHING");
        server.ups("rack").fault(Fault.SILENCE);
        socket.setSoTimeout(200);
        assertThatThrownBy(() -> ask("GET VAR rack ups.status"))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void stays_silent_when_quotes_do_not_balance() {
        assertThatThrownBy(
                        () -> {
                            socket.setSoTimeout(200);
                            ask("GET VAR rack \"ups.status");
                        })
                .isInstanceOf(SocketTimeoutException.class);
    }
}
