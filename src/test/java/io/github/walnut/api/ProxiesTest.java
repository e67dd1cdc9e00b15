package io.github.walnut.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.config.BasePath;
import io.github.walnut.security.Role;
import io.github.walnut.security.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The test's server trusts 127.0.0.2 and 10.9.0.0/16. */
class ProxiesTest {

    private static RunningApi api;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
        admin = api.token(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** What the audit log holds as the address of a request that comes from there. */
    private static String seen(String from, String... headers) throws IOException {
        String id = UUID.randomUUID().toString();
        send(
                from,
                "POST /api/audit/verify HTTP/1.1\r\nHost: walnut.local\r\nX-Request-Id: "
                        + id
                        + "\r\nAuthorization: Bearer "
                        + admin
                        + "\r\n"
                        + String.join("", List.of(headers)));
        return api.system.audit().stream()
                .filter(entry -> entry.requestId().equals(id))
                .findFirst()
                .orElseThrow()
                .ip();
    }

    private static String send(String from, String head) throws IOException {
        try (Socket socket =
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        api.server.port(),
                        InetAddress.getByName(from),
                        0)) {
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(UTF_8));
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String forwarded(String addresses) {
        return "X-Forwarded-For: " + addresses + "\r\n";
    }

    @Test
    @Requirement("SEC-24")
    void only_a_trusted_proxy_tells_who_is_behind_it() throws Exception {
        assertThat(seen("127.0.0.3", forwarded("203.0.113.9"))).isEqualTo("127.0.0.3");
        assertThat(seen("127.0.0.2")).isEqualTo("127.0.0.2");
        assertThat(seen("127.0.0.2", forwarded("203.0.113.9"))).isEqualTo("203.0.113.9");
    }

    @Test
    @Requirement("SEC-24")
    void of_several_addresses_the_right_most_that_is_not_a_proxys_counts() throws Exception {
        assertThat(seen("127.0.0.2", forwarded("198.51.100.1, 203.0.113.9, 10.9.1.1")))
                .isEqualTo("203.0.113.9");
        assertThat(seen("127.0.0.2", forwarded("198.51.100.1"), forwarded("203.0.113.9")))
                .isEqualTo("203.0.113.9");
        assertThat(seen("127.0.0.2", forwarded("10.9.1.1, 10.9.1.2"))).isEqualTo("10.9.1.1");
        assertThat(seen("127.0.0.2", forwarded("203.0.113.9, localhost"))).isEqualTo("127.0.0.2");
        assertThat(seen("127.0.0.2", forwarded("[2001:db8::1]:443"))).isEqualTo("2001:db8::1");
        assertThat(seen("127.0.0.2", forwarded("203.0.113.9:5000"))).isEqualTo("203.0.113.9");
    }

    @Test
    @Requirement({"SEC-22", "SEC-23"})
    void the_own_origin_and_tls_are_those_that_the_client_sees() throws Exception {
        String asked =
                "GET /auth/providers HTTP/1.1\r\nHost: 10.0.0.4:8000\r\nOrigin: https://rack.example\r\n"
                        + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: rack.example\r\n";
        assertThat(send("127.0.0.2", asked))
                .contains(
                        "Access-Control-Allow-Origin: https://rack.example",
                        "Strict-Transport-Security");
        assertThat(send("127.0.0.3", asked))
                .doesNotContain("Access-Control-Allow-Origin", "Strict-Transport-Security");
    }

    @Test
    @Requirement("SEC-13")
    void whoever_may_speak_for_others_may_not_speak_for_this_machine() {
        assertThat(new Proxies.Peer("127.0.0.1", true, "http", "a", BasePath.NONE).loopback())
                .isTrue();
        assertThat(new Proxies.Peer("127.0.0.1", false, "http", "a", BasePath.NONE).loopback())
                .isFalse();
        assertThat(new Proxies.Peer("10.0.0.5", true, "http", "a", BasePath.NONE).loopback())
                .isFalse();
    }

    /** The ticket was given here; it opens nothing elsewhere. */
    @Test
    @Requirement({"SEC-13", "SEC-37"})
    void a_ticket_of_the_machines_own_operator_counts_on_the_machine_alone() throws Exception {
        Session local =
                api.sessions
                        .open(
                                api.users.byEmail("admin@example.org").orElseThrow(),
                                "local",
                                "local",
                                null,
                                null)
                        .session();
        String token = api.tokens.issue(local, Role.ADMIN);
        assertThat(opened(ticket(token), "")).contains("auth_success");
        assertThat(opened(ticket(token), forwarded("203.0.113.9")))
                .contains("auth_invalid")
                .doesNotContain("auth_success");
    }

    private static String ticket(String token) {
        return api.json(api.send("POST", "/api/ws-ticket", token, "")).get("ticket").asText();
    }

    /** What a socket by way of the proxy hears first. */
    private static String opened(String ticket, String forwarded) throws IOException {
        try (Socket socket =
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        api.server.port(),
                        InetAddress.getByName("127.0.0.2"),
                        0)) {
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            socket.getOutputStream()
                    .write(
                            ("GET /ws?token="
                                            + ticket
                                            + " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                            + forwarded
                                            + "\r\n")
                                    .getBytes(UTF_8));
            StringBuilder heard = new StringBuilder();
            byte[] piece = new byte[4096];
            while (heard.indexOf("auth_") < 0) {
                int read = socket.getInputStream().read(piece);
                if (read < 0) {
                    break;
                }
                heard.append(new String(piece, 0, read, UTF_8));
            }
            return heard.toString();
        }
    }
}
