package io.github.walnut.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.security.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser at {@code http://localhost} logs in without TLS, and nobody else does. */
class LocalhostCookiesTest {

    private static final String SECURE = "__Host-walnut_access=";
    private static final String PLAIN = "walnut_access=";

    private static RunningApi api;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi(CookieSecurity.EXCEPT_LOCALHOST);
        api.account(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String sent(RunningApi server, String method, List<String> head, String body)
            throws IOException {
        StringBuilder text = new StringBuilder(method).append(" HTTP/1.1\r\n");
        head.forEach(line -> text.append(line).append("\r\n"));
        text.append("Connection: close\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            socket.getOutputStream().write(text.toString().getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String login(RunningApi server, String... head) throws IOException {
        List<String> all = new ArrayList<>(List.of(head));
        all.add("Content-Type: application/x-www-form-urlencoded");
        return sent(
                server,
                "POST /auth/jwt/login",
                all,
                "username=admin%40example.org&password=" + RunningApi.PASSWORD);
    }

    private static String cookie(String answer, String name) {
        return answer.lines()
                .filter(line -> line.regionMatches(true, 0, "set-cookie: ", 0, 12))
                .map(line -> line.substring(12))
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cookie " + name + " in\n" + answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:3333", "localhost", "127.0.0.1:8000", "[::1]:8000"})
    @Requirement("SEC-10")
    void a_page_at_localhost_logs_in_asks_and_logs_out_without_tls(String host) throws IOException {
        String answer = login(api, "Host: " + host, "Origin: http://" + host);

        String access = cookie(answer, PLAIN);
        assertThat(answer).startsWith("HTTP/1.1 204").doesNotContain("Secure", "__Host");
        assertThat(access).endsWith("; HttpOnly; SameSite=Strict");
        String shown = "Cookie: " + access.substring(0, access.indexOf(';'));
        assertThat(sent(api, "GET /auth/users/me", List.of("Host: " + host, shown), ""))
                .startsWith("HTTP/1.1 200");
        assertThat(sent(api, "POST /auth/jwt/logout", List.of("Host: " + host, shown), ""))
                .contains("walnut_access=; Path=/; Max-Age=0")
                .doesNotContain("Secure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: rack.home:3333",
                "Host: localhost.example.org",
                "Host: localhost:3333@example.org",
                "Host: 127.0.0.1.example.org:8000",
                "Host: 10.0.0.5:3333",
                "Host: localhost:8000\r\nX-Forwarded-For: 10.0.0.5",
                "Host: localhost:8000\r\nX-Forwarded-Proto: https",
                "Host: 127.0.0.1:8000\r\nForwarded: for=10.0.0.5;proto=https",
                "Host: localhost:8000\r\nVia: 1.1 proxy",
                "Host: localhost:8000\r\nOrigin: https://good.example"
            })
    @Requirement("SEC-10")
    void every_other_page_gets_cookies_that_need_tls_or_none(String head) throws IOException {
        assertThat(login(api, head.split("\r\n")))
                .doesNotContain("et-cookie: " + PLAIN, "et-cookie: walnut_refresh");
    }

    @Test
    @Requirement("SEC-10")
    void a_cookie_without_a_prefix_counts_at_localhost_alone() throws IOException {
        String access = cookie(login(api, "Host: localhost:3333"), PLAIN);
        String shown = "Cookie: " + access.substring(0, access.indexOf(';'));

        assertThat(sent(api, "GET /auth/users/me", List.of("Host: rack.home.example", shown), ""))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    @Requirement("SEC-10")
    void a_server_for_production_makes_no_exception() throws Exception {
        try (RunningApi production = new RunningApi(CookieSecurity.ALWAYS)) {
            production.account(Role.ADMIN);

            assertThat(cookie(login(production, "Host: localhost:3333"), SECURE))
                    .contains("; Secure");
        }
    }
}
