package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.ProblemsSeen;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names walNUT answers under. */
class KnownHostsTest {

    private static final KnownHosts HOSTS =
            KnownHosts.of(
                    "https://Power.example:8443/",
                    List.of("nas.lan", " *.home.example"),
                    "shed.example.org");

    private RunningApi api;

    @AfterEach
    void stop() {
        if (api != null) {
            api.close();
        }
    }

    @ParameterizedTest
    @Requirement("SEC-90")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8000",
                "10.1.2.3",
                "[::1]",
                "[::1]:8000",
                "[fe80::1]",
                "localhost",
                "localhost:8000",
                "LOCALHOST.",
                "power.example",
                "POWER.example:9",
                "nas.lan",
                "nas.lan.:80",
                "a.home.example",
                "a.b.home.example:1",
                "shed",
                "shed:8000",
                "shed.local",
                "SHED.lan",
                "shed.home.arpa",
                "shed.internal",
                "shed.example.org"
            })
    void these_are_known(String host) {
        assertThat(HOSTS.know(host)).isTrue();
    }

    @ParameterizedTest
    @Requirement("SEC-90")
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8000",
                "power.example.evil.example",
                "xpower.example",
                "home.example",
                ".home.example",
                "xhome.example",
                "nas.lan.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1.nip.io",
                "localhost.evil.example",
                "2130706433",
                "0x7f000001",
                "127.1",
                "shed.com",
                "shed.example.com",
                "shed.local.evil.example",
                "example.org",
                "",
                "other",
                "other.local"
            })
    void these_are_not(String host) {
        assertThat(HOSTS.know(host)).isFalse();
    }

    @ParameterizedTest
    @Requirement("SEC-90")
    @CsvSource({
        "GET, /health",
        "GET, /health/live",
        "GET, /api/ups",
        "GET, /",
        "GET, /assets/x.js",
        "GET, /ws",
        "GET, /observe/metrics",
        "GET, /api/openapi.json",
        "POST, /auth/jwt/login",
        "OPTIONS, /api/ups",
        "GET, /nothing/there",
        "HEAD, /health",
        "GET, /api/links/x"
    })
    void a_foreign_name_is_refused_before_anything_else(String method, String path)
            throws Exception {
        api = new RunningApi();
        String upgrade =
                path.equals("/ws")
                        ? "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        : "Connection: close\r\n";

        String answer =
                sent(method + " " + path + " HTTP/1.1\r\nHost: rebound.example\r\n" + upgrade);

        assertThat(ProblemsSeen.hear(answer)).startsWith("HTTP/1.1 421");
        if (!method.equals("HEAD")) {
            assertThat(answer).contains("unknown_host", "WALNUT_ALLOWED_HOSTS");
        }
    }

    @Test
    @Requirement("SEC-90")
    void a_target_that_names_another_host_is_refused() throws Exception {
        api = new RunningApi();

        assertThat(
                        sent(
                                "GET http://rebound.example/health HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Connection: close\r\n"))
                .startsWith("HTTP/1.1 421");
    }

    @Test
    @Requirement("SEC-90")
    void its_own_names_are_served() throws Exception {
        api = new RunningApi();
        for (String host : List.of("localhost", "127.0.0.1:1", "power.lan", "x.home.example")) {
            assertThat(sent("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 200");
        }
    }

    private String sent(String head) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", api.server.port())) {
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
