package io.github.walnut.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.security.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Requests whose heads two programs could read in two ways, or that are none at all. */
class HostileHeadsTest {

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

    /** All that comes until the server closes. */
    private static String sent(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String bearer() {
        return "Authorization: Bearer " + admin + "\r\n";
    }

    private static void refused(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.")
                .contains(
                        " 400 Bad Request\r\n",
                        "\"code\":\"invalid_request\"",
                        "X-Content-Type-Options: nosniff",
                        "Content-Security-Policy: ",
                        "X-Request-Id: ");
        assertThat(answer.split("HTTP/1\\.")).as("no second answer").hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a\r\nHost: a\r\n",
                "Host: a\r\nHost: b\r\n",
                "Host: a b\r\n",
                "Host: a/b\r\n",
                "Host: user@a\r\n",
                "Host: a:http\r\n",
                "Host: \"><script>\r\n",
                "Host:\r\n"
            })
    @Requirement("SEC-25")
    void a_request_names_one_host(String host) throws Exception {
        refused(sent("GET /api/ups HTTP/1.1\r\n" + host + bearer() + "Connection: close\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rack.example",
                "rack.example:8000",
                "10.0.0.4",
                "[2001:db8::1]:8000",
                "[::1]"
            })
    void hosts_of_every_kind_are_understood(String host) throws Exception {
        assertThat(sent("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://good.example\r\nOrigin: https://evil.example",
                "Content-Type: application/json\r\nContent-Type: text/plain",
                "X-CSRF-Token: a\r\nx-csrf-token: b",
                "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site"
            })
    @Requirement("SEC-20")
    void what_decides_comes_once(String headers) throws Exception {
        refused(
                sent(
                        "GET /api/ups HTTP/1.1\r\nHost: a\r\n"
                                + bearer()
                                + headers
                                + "\r\nConnection: close\r\n\r\n"));
    }

    @Test
    @Requirement("SEC-14")
    void two_authorizations_are_none() throws Exception {
        for (String two :
                List.of(bearer() + "Authorization: Basic eDp5\r\n", bearer() + bearer())) {
            assertThat(
                            sent(
                                    "GET /api/ups HTTP/1.1\r\nHost: a\r\nCookie: __Host-walnut_access="
                                            + admin
                                            + "\r\n"
                                            + two
                                            + "Connection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "api/ups", "/api/ups%", "/api/ups/%zz", "/%", "/x/%4", "/%e2%2"})
    @Requirement("SEC-23")
    void a_path_that_cannot_be_read_is_told_so_with_all_headers(String path) throws Exception {
        refused(sent("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    }

    /** Of a second request that hides in the first nothing is ever carried out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding : chunked",
                "Content-Length: 2\r\nContent-Length: 4",
                "Content-Length: 2, 2",
                "Content-Length: +2",
                "Content-Length: -1",
                "Content-Length: 0x2",
                "Content-Length : 2",
                "X-A: b\rTransfer-Encoding: chunked\r\nContent-Length: 2"
            })
    @Requirement("SEC-25")
    void a_body_has_one_length(String lengths) throws Exception {
        refused(
                sent(
                        "POST /api/system/disarm HTTP/1.1\r\nHost: a\r\n"
                                + bearer()
                                + "Content-Type: application/json\r\n"
                                + lengths
                                + "\r\n\r\n2\r\n{}\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\n"
                                + "Connection: close\r\n\r\n"));
    }

    /** A folded line belongs to the header before it, for everybody. */
    @Test
    @Requirement("SEC-25")
    void a_folded_line_is_no_header() throws Exception {
        String answer =
                sent(
                        "POST /api/system/disarm HTTP/1.1\r\nHost: a\r\nX-A: b\r\n"
                                + " Authorization: Bearer "
                                + admin
                                + "\r\n Content-Length: 0\r\nContent-Length: 2\r\n"
                                + "Content-Type: application/json\r\nConnection: close\r\n\r\n{}");
        assertThat(answer).startsWith("HTTP/1.1 401 ").contains("not_authenticated");
        assertThat(answer.split("HTTP/1\\.")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2;\nx\r\n{}\r\n0\r\n\r\n",
                "0x2\r\n{}\r\n0\r\n\r\n",
                "zz\r\n",
                "2\n{}\n0\n\n"
            })
    @Requirement("SEC-25")
    void pieces_of_no_form_end_the_connection_without_a_trace_in_the_log(String pieces)
            throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(Failures.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            String answer =
                    sent(
                            "POST /api/system/disarm HTTP/1.1\r\nHost: a\r\n"
                                    + bearer()
                                    + "Content-Type: application/json\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n"
                                    + pieces
                                    + "GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(answer).doesNotContain("200 OK");
            assertThat(lines.list).isEmpty();
        } finally {
            log.detachAppender(lines);
        }
    }

    /** Methods that a program in front might believe, and this one does not. */
    @Test
    @Requirement("SEC-31")
    void a_method_and_a_path_are_those_of_the_first_line() {
        for (String method : List.of("HEAD", "OPTIONS", "TRACE", "GET", "PROPFIND", "POST")) {
            HttpResponse<String> answer =
                    api.send(
                            api.request("/api/system/arm")
                                    .header("Authorization", "Bearer " + admin)
                                    .header("Content-Type", "application/json")
                                    .header("X-HTTP-Method-Override", "POST")
                                    .header("X-HTTP-Method", "POST")
                                    .header("X-Method-Override", "POST")
                                    .header("X-Original-URL", "/api/system/disarm")
                                    .header("X-Rewrite-URL", "/api/system/disarm")
                                    .method(
                                            method,
                                            java.net.http.HttpRequest.BodyPublishers.ofString(
                                                    "{}")));
            assertThat(answer.statusCode()).as(method).isEqualTo(method.equals("POST") ? 400 : 405);
        }
        assertThat(
                        api.send(
                                        api.request("/api/ups")
                                                .header("X-Original-URL", "/health")
                                                .header("X-Rewrite-URL", "/health"))
                                .statusCode())
                .isEqualTo(401);
    }

    /** Spellings of a path that reach nothing but what they name as they stand. */
    @Test
    @Requirement("SEC-31")
    void no_spelling_of_a_path_passes_the_check_of_its_role() throws Exception {
        for (String path :
                List.of(
                        "/x/../api/system/disarm",
                        "/%61pi/system/disarm",
                        "//api/system/disarm",
                        "/api//system/disarm",
                        "/api/./system/disarm",
                        "/api/x/../system/disarm",
                        "/api/%2e/system/disarm",
                        "/api/system%2fdisarm",
                        "/api/system%252fdisarm",
                        "/api\\system\\disarm",
                        "/api;a=b/system/disarm",
                        "/api/system/disarm;a=b",
                        "/api/system/disarm/",
                        "/API/system/disarm",
                        "/api/system/disarm%00",
                        "/api/system/disarm%20")) {
            for (String who : List.of("", bearer())) {
                String answer =
                        sent(
                                "POST "
                                        + path
                                        + " HTTP/1.1\r\nHost: a\r\n"
                                        + who
                                        + "Content-Type: application/json\r\nContent-Length: 2\r\n"
                                        + "Connection: close\r\n\r\n{}");
                assertThat(answer.substring(0, 12))
                        .as(path)
                        .isIn("HTTP/1.1 404", "HTTP/1.1 405", "HTTP/1.1 400");
            }
        }
        assertThat(api.system.audit()).noneMatch(row -> row.action().equals("system-disarm"));
    }

    @Test
    @Requirement({"SEC-10", "SEC-20"})
    void a_cookie_with_two_values_counts_as_none() {
        String access = "__Host-walnut_access=" + admin;
        assertThat(status(access + "; __Host-walnut_access=" + admin)).isEqualTo(200);
        assertThat(status("__Host-walnut_access=x; " + access)).isEqualTo(401);
        assertThat(status(access + "; __Host-walnut_access=x")).isEqualTo(401);
        assertThat(status("__host-walnut_access=" + admin)).isEqualTo(401);
        assertThat(status("walnut_access=" + admin)).isEqualTo(401);
    }

    private static int status(String cookies) {
        return api.send(api.request("/api/ups").header("Cookie", cookies)).statusCode();
    }

    /** What no reader of JSON agrees on. */
    @Test
    @Requirement("SEC-25")
    void bodies_that_readers_disagree_on_are_refused() {
        Map.of(
                        "a byte order mark", "\ufeff{}",
                        "a name twice", "{\"reason\":\"a\",\"reason\":\"b\"}",
                        "a name twice, once escaped", "{\"reason\":\"a\",\"re\\u0061son\":\"b\"}",
                        "two documents", "{} {}",
                        "a comment", "{/* */}",
                        "single quotes", "{'reason':'a'}",
                        "no number", "{\"reason\":NaN}",
                        "a line in a text", "{\"reason\":\"a\nb\"}",
                        "an escape of a terminal", "{\"reason\":\"\\u001b[31m\"}",
                        "a zero byte", "{\"reason\":\"\\u0000\"}")
                .forEach(
                        (what, body) ->
                                assertThat(
                                                api.send("POST", "/api/system/disarm", admin, body)
                                                        .statusCode())
                                        .as(what)
                                        .isEqualTo(400));
    }
}
