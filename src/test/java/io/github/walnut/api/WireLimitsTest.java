package io.github.walnut.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.ProblemsSeen;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.security.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to clients that ask for too much, or too slowly, before a request is understood. */
class WireLimitsTest {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final int PER_ADDRESS = 12;

    private static RunningApi api;
    private static String viewer;

    @BeforeAll
    static void start() throws Exception {
        WireLimits limits =
                new WireLimits(100, PER_ADDRESS, SHORT, SHORT, SHORT.multipliedBy(3), SHORT, SHORT);
        api = new RunningApi(true, true, limits, RunningApi.GENEROUS);
        viewer = api.token(Role.VIEWER);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port());
        socket.setSoTimeout(TestLimits.WAIT_MILLIS);
        return socket;
    }

    /** Everything that comes until the server closes. */
    private static String rest(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return ProblemsSeen.hear(new String(in.readAllBytes(), UTF_8));
        } catch (SocketException reset) {
            return "";
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    @Test
    @Requirement({"API-11", "SEC-25"})
    void a_slow_head_is_cut_though_bytes_keep_coming() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "GET /health HTTP/1.1\r\n");
            assertCutWhileDripping(socket, "X-A: b\r\n");
        }
    }

    @Test
    @Requirement({"API-11", "SEC-25"})
    void the_second_head_of_a_connection_is_cut_as_well() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            byte[] some = new byte[4096];
            assertThat(new String(some, 0, socket.getInputStream().read(some), UTF_8))
                    .containsPattern("^HTTP/1.[01] 200");
            send(socket, "GET /health HTTP/1.1\r\n");
            assertCutWhileDripping(socket, "X-A: b\r\n");
        }
    }

    @Test
    @Requirement({"API-11", "SEC-25"})
    void a_body_is_cut_when_it_stops_and_when_it_takes_too_long() throws Exception {
        String head =
                "POST /auth/jwt/login HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
        try (Socket stopping = connect()) {
            send(stopping, head + "{\"user");
            assertThat(rest(stopping)).doesNotContain("HTTP/1.1 2");
        }
        try (Socket dripping = connect()) {
            send(dripping, head);
            assertCutWhileDripping(dripping, " ");
        }
    }

    /** With and without a length, before a login and at a path of the console. */
    @Test
    @Requirement({"API-11", "SEC-25"})
    void strangers_may_send_little() throws Exception {
        String piece = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
        for (String path : List.of("/auth/jwt/login", "/auth/setup", "/auth/invite", "/policies")) {
            String head =
                    "POST "
                            + path
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
            try (Socket chunked = connect()) {
                send(chunked, head + "Transfer-Encoding: chunked\r\n\r\n" + piece + piece + piece);
                assertThat(rest(chunked)).as(path).startsWith("HTTP/1.1 4").contains("too_large");
            }
            if (path.startsWith("/auth")) {
                try (Socket told = connect()) {
                    send(told, head + "Content-Length: 65537\r\n\r\n");
                    assertThat(rest(told)).as(path).contains("413", "the limit is 65536");
                }
            }
        }
    }

    private static void assertCutWhileDripping(Socket socket, String drop) {
        await().pollInterval(Duration.ofMillis(100))
                .atMost(TestLimits.WAIT)
                .until(
                        () -> {
                            try {
                                send(socket, drop);
                                return false;
                            } catch (SocketException closed) {
                                return true;
                            }
                        });
    }

    @Test
    @Requirement({"API-11", "SEC-25"})
    void an_address_has_so_many_connections_and_the_oldest_idle_one_makes_room() throws Exception {
        WireLimits few = few(PER_ADDRESS);
        List<Socket> sockets = new ArrayList<>();
        try (RunningApi other = new RunningApi(true, true, few, RunningApi.GENEROUS)) {
            await().until(() -> answers(other));
            for (int i = 0; i < 3 * PER_ADDRESS; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), other.server.port()));
            }
            for (Socket old : sockets.subList(0, 2 * PER_ADDRESS)) {
                old.setSoTimeout(TestLimits.WAIT_MILLIS);
                assertThat(rest(old)).isEmpty();
            }
            assertThat(answers(other)).isTrue();
            for (Socket socket : sockets) {
                socket.close();
            }
            await().until(() -> answers(other));
        }
    }

    private static WireLimits few(int perAddress) {
        Duration patient = Duration.ofMinutes(1);
        return new WireLimits(100, perAddress, patient, patient, patient, patient, patient);
    }

    private static boolean answers(RunningApi other) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.server.port())) {
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            send(socket, "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            return rest(socket).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    @Requirement({"API-11", "API-5", "SEC-25"})
    void long_addresses_and_large_heads_are_refused_with_problems() throws Exception {
        assertThat(raw("GET /api/ups?q=" + "x".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .containsPattern("^HTTP/1.[01] 414")
                .contains("uri_too_long", "application/problem+json", "X-Request-Id");
        assertThat(raw("GET /api/ups?q=" + "x".repeat(8190) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .containsPattern("^HTTP/1.[01] 414");
        assertThat(
                        raw(
                                "GET /health HTTP/1.1\r\nHost: a\r\nX-A: "
                                        + "x".repeat(17_000)
                                        + "\r\n\r\n"))
                .containsPattern("^HTTP/1.[01] 431")
                .contains("headers_too_large", "application/problem+json");
        assertThat(raw("GET /health HTTP/1.1\r\nHost: a\r\nX-A: " + "x".repeat(9_000) + "\r\n\r\n"))
                .containsPattern("^HTTP/1.[01] 200");
        assertThat(raw("hello\r\n\r\n"))
                .containsPattern("^HTTP/1.[01] 400")
                .contains("invalid_request");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return rest(socket);
        }
    }

    @Test
    @Requirement({"API-11", "SEC-25"})
    void chunked_bodies_are_counted_and_the_connection_ends() throws Exception {
        try (Socket socket = connect()) {
            send(
                    socket,
                    "POST /api/policies/validate HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                            + viewer
                            + "\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n");
            String piece = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
            try {
                for (int i = 0; i < 20; i++) {
                    send(socket, piece);
                }
            } catch (SocketException closed) {
                assertThat(closed).hasMessageContaining("Broken pipe");
            }
            assertThat(rest(socket)).containsPattern("^HTTP/1.[01] 413").contains("too_large");
        }
    }

    @Test
    @Requirement("API-11")
    void an_operation_that_takes_too_long_is_answered_503() {
        api.ups.free = new CompletableFuture<>();
        try {
            HttpResponse<String> answer = api.get("/api/ups", viewer);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(api.code(answer)).isEqualTo("overloaded");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        } finally {
            api.ups.free.complete(null);
        }
        // A busy machine may need longer than the short limit once more.
        await().until(() -> api.get("/api/ups", viewer).statusCode() == 200);
    }

    @Test
    void open_sockets_outlive_the_limits_of_requests() throws Exception {
        Ears ears = Ears.open(api, "/ws?token=" + viewer, null);
        await().pollDelay(SHORT.multipliedBy(4)).until(() -> !ears.types().isEmpty());
        ears.say("{\"type\":\"ping\"}");
        await().until(() -> ears.types().contains("pong"));
        ears.say("{\"type\":\"ping\"}");
        await().pollDelay(SHORT.multipliedBy(2)).until(() -> ears.heard("pong").size() == 2);
        assertThat(ears.closed()).isZero();
    }

    @Test
    @Requirement("API-6")
    void what_is_not_in_the_contract_is_no_parameter_and_no_form() throws Exception {
        assertThat(api.code(api.get("/api/ups?colour=red", viewer))).isEqualTo("invalid_parameter");
        assertThat(api.get("/health?_=1", viewer).statusCode()).isEqualTo(200);
        String many = "ups_id=a&".repeat(101);
        assertThat(api.code(api.get("/api/ups/samples?" + many, viewer)))
                .isEqualTo("invalid_parameter");
        assertThat(
                        raw(
                                "GET /api/ups?limit=%zz HTTP/1.1\r\nHost: a\r\n"
                                        + "Authorization: Bearer "
                                        + viewer
                                        + "\r\n\r\n"))
                .contains("invalid_parameter");
        for (String accept : List.of("text/html", "application/json;q=0", "image/*, text/x")) {
            assertThat(
                            api.code(
                                    api.send(
                                            api.request("/api/ups")
                                                    .header("Accept", accept)
                                                    .header("Authorization", "Bearer " + viewer))))
                    .as(accept)
                    .isEqualTo("not_acceptable");
        }
        for (String accept : List.of("*/*", "text/html, application/*;q=0.1", "APPLICATION/JSON")) {
            assertThat(
                            api.send(
                                            api.request("/api/ups")
                                                    .header("Accept", accept)
                                                    .header("Authorization", "Bearer " + viewer))
                                    .statusCode())
                    .as(accept)
                    .isEqualTo(200);
        }
    }

    @Test
    @Requirement({"API-4", "SEC-25"})
    void texts_and_names_of_bodies_are_short_and_printable() {
        assertThat(windows("\"" + "x".repeat(4097) + "\"")).isEqualTo("invalid_request");
        assertThat(windows("\"a\\u0000b\"")).isEqualTo("invalid_request");
        assertThat(windows("\"a\\u001bb\"")).isEqualTo("invalid_request");
        assertThat(windows("1" + "0".repeat(41))).isEqualTo("malformed_json");
        assertThat(windows("{\"" + "n".repeat(257) + "\":1}")).isEqualTo("malformed_json");
        assertThat(windows("{\"a\\u0001\":1}")).isEqualTo("invalid_request");
        assertThat(windows("{\"a\":1,\"a\":2}")).isEqualTo("malformed_json");
        assertThat(windows("[".repeat(33) + "]".repeat(33))).isEqualTo("malformed_json");
    }

    private static String windows(String reason) {
        return api.code(
                api.send(
                        api.request("/api/maintenance")
                                .header("Authorization", "Bearer " + api.token(Role.OPERATOR))
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", UUID.randomUUID().toString())
                                .POST(BodyPublishers.ofString("{\"reason\":" + reason + "}"))));
    }
}
