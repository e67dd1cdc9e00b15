package io.github.walnut.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.security.GivenAuthorities;
import io.github.walnut.security.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server with a certificate of its own, below a prefix, for pages that hold it in a frame. */
class HttpsTest {

    private static final String LOGIN =
            "{\"username\":\"admin@example.org\",\"password\":\"canary-Admin-Pass-9\"}";

    @TempDir private static Path folder;
    private static TestCertificates house;
    private static SSLContext trust;
    private static HttpClient http;
    private static HomeServer home;

    @BeforeAll
    static void start() throws Exception {
        house = new TestCertificates(folder.resolve("tls"));
        house.issue("RSA", 2048);
        trust = GivenAuthorities.in(house.caFile());
        http = HttpClient.newBuilder().sslContext(trust).build();
        home =
                new HomeServer(
                        folder,
                        Map.of(
                                "WALNUT_TLS_CERT_FILE", house.certificate().toString(),
                                "WALNUT_TLS_KEY_FILE", house.key().toString(),
                                "WALNUT_SECURE_COOKIES", "true",
                                "WALNUT_BASE_PATH", "/rack/",
                                "WALNUT_ALLOWED_HOSTS", "walnut",
                                "WALNUT_TRUSTED_PROXIES", "127.0.0.2/32",
                                "WALNUT_FRAME_ANCESTORS", "[\"https://home.example:8123\"]"),
                        http);
    }

    @AfterAll
    static void stop() {
        home.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(home.address(path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(home.address(path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + home.token())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static SSLSocket connected(String... protocols) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket("127.0.0.1", home.address("").getPort());
        socket.setSoTimeout(TestLimits.WAIT_MILLIS);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return socket;
    }

    private static BigInteger shown() throws IOException {
        // a session of its own, or the one before would be taken up without a certificate
        SSLContext fresh;
        try {
            fresh = GivenAuthorities.in(house.caFile());
        } catch (Exception e) {
            throw new IOException(e);
        }
        try (SSLSocket socket =
                (SSLSocket)
                        fresh.getSocketFactory()
                                .createSocket("127.0.0.1", home.address("").getPort())) {
            socket.startHandshake();
            return ((java.security.cert.X509Certificate)
                            socket.getSession().getPeerCertificates()[0])
                    .getSerialNumber();
        }
    }

    private static String status(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /health HTTP/1.1\r\nHost: walnut\r\n\r\n".getBytes(UTF_8));
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        String first = reader.readLine();
        int length = 0;
        for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        reader.skip(length);
        return first;
    }

    @Test
    @Requirement({"SEC-10", "SEC-23"})
    void https_is_spoken_from_tls_1_2_on_and_nothing_else() throws Exception {
        HttpResponse<String> answer = get("auth/providers");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        try (SSLSocket socket = connected("TLSv1.3")) {
            assertThat(status(socket)).contains("200");
        }
        try (SSLSocket socket = connected("TLSv1.2")) {
            assertThat(socket.getSession().getCipherSuite()).contains("_ECDHE_", "_GCM_");
        }
        assertThatThrownBy(() -> connected("TLSv1.1")).isInstanceOf(SSLException.class);
        try (Socket plain = new Socket("127.0.0.1", home.address("").getPort())) {
            plain.setSoTimeout(TestLimits.WAIT_MILLIS);
            plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));
            assertThat(new String(plain.getInputStream().readAllBytes(), UTF_8))
                    .doesNotContain("HTTP/1.1");
        }
    }

    @Test
    @Requirement("OPS-2")
    void a_new_certificate_is_shown_to_new_connections_and_a_bad_one_is_not() throws Exception {
        try (SSLSocket open = connected()) {
            assertThat(status(open)).contains("200");

            BigInteger renewed = house.issue("EC", 256);
            await().atMost(TestLimits.WAIT)
                    .untilAsserted(() -> assertThat(shown()).isEqualTo(renewed));

            assertThat(status(open)).contains("200");
            String good = Files.readString(house.key());
            Files.writeString(
                    house.key(),
                    TestCertificates.pem(
                            "PRIVATE KEY", TestCertificates.strangerKey().getEncoded()));
            await().pollDelay(Duration.ofMillis(1200))
                    .untilAsserted(() -> assertThat(shown()).isEqualTo(renewed));
            Files.writeString(house.key(), good);
            assertThat(status(open)).contains("200");
        }
    }

    @Test
    @Requirement("OPS-40")
    void commands_believe_a_given_authority_and_on_the_own_machine_the_own_certificate() {
        String address = home.address("rack").toString();
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        Map<String, String> own = Map.of();
        assertThat(home.cli(own, out, out, "system", "health")).as(text::toString).isZero();
        assertThat(
                        home.cli(
                                own,
                                out,
                                out,
                                "system",
                                "health",
                                "--server",
                                address,
                                "--ca-file",
                                house.caFile().toString()))
                .as(text::toString)
                .isZero();
        Map<String, String> named =
                Map.of("WALNUT_SERVER", address, "WALNUT_CA_FILE", house.caFile().toString());
        assertThat(home.cli(named, out, out, "ups", "list")).as(text::toString).isZero();

        assertThat(home.cli(own, out, out, "system", "health", "--server", address)).isEqualTo(1);
        assertThat(text.toString()).contains("--ca-file");
        assertThat(
                        home.cli(
                                own,
                                out,
                                out,
                                "system",
                                "health",
                                "--server",
                                address,
                                "--ca-file",
                                house.key().toString()))
                .isEqualTo(2);
    }

    @Test
    @Requirement("OPS-3")
    void a_certificate_that_does_not_serve_stops_the_start_by_its_variable() throws Exception {
        Path other = folder.resolve("other.key");
        Files.writeString(
                other,
                TestCertificates.pem("PRIVATE KEY", TestCertificates.strangerKey().getEncoded()));
        assertThat(refusal("WALNUT_TLS_KEY_FILE", other.toString()))
                .contains("WALNUT_TLS_KEY_FILE: expected the key of the certificate in");
        assertThat(refusal("WALNUT_TLS_CERT_FILE", folder + "/absent.pem"))
                .contains("WALNUT_TLS_CERT_FILE: expected a readable file, got");
        assertThat(refusal("WALNUT_TLS_KEY_FILE", ""))
                .contains("WALNUT_TLS_KEY_FILE: expected a value beside");
        assertThat(refusal("WALNUT_BASE_PATH", "/api")).contains("WALNUT_BASE_PATH: expected");
        assertThat(refusal("WALNUT_FRAME_ANCESTORS", "[\"https://a.example/x\"]"))
                .contains("WALNUT_FRAME_ANCESTORS: expected");
    }

    private String refusal(String variable, String value) {
        StringWriter text = new StringWriter();
        PrintWriter err = new PrintWriter(text);
        assertThat(home.cli(Map.of(variable, value), err, err, "serve", "--check")).isEqualTo(78);
        return text.toString().strip();
    }

    @Test
    @Requirement({"CON-172", "SEC-10"})
    void all_stands_below_the_prefix_and_says_so() throws Exception {
        for (String page : List.of("rack", "rack/", "rack/hosts", "hosts")) {
            assertThat(get(page).body()).as(page).contains("<base href=\"/rack/\">");
        }
        assertThat(get("rack/assets/test-1a2b.js").statusCode()).isEqualTo(200);
        assertThat(get("rack/assets/none.js").statusCode()).isEqualTo(404);
        assertThat(get("rackets/api/ups").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).contains("html"));
        assertThat(get("rack/api/ups").statusCode()).isEqualTo(401);
        assertThat(get("rack/api/me").headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(get("rack/api/openapi.json").body()).contains("\"url\":\"/rack/\"");
        assertThat(get("rack/api/openapi.yaml").body()).contains("servers:\n  - url: /rack/\n");
        assertThat(get("rack/api/docs").body()).contains("docs/viewer.js");

        HttpResponse<String> login =
                http.send(
                        HttpRequest.newBuilder(home.address("rack/auth/jwt/login"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(LOGIN))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(login.headers().allValues("Set-Cookie"))
                .anyMatch(c -> c.startsWith("__Host-walnut_access=") && c.contains("; Path=/;"))
                .anyMatch(
                        c ->
                                c.startsWith("__Secure-walnut_refresh=")
                                        && c.contains("; Path=/rack/auth;"));
        HttpResponse<String> made =
                post(
                        "rack/api/maintenance",
                        "{\"reason\":\"a new battery\",\"until\":\"%s\"}"
                                .formatted(java.time.Instant.now().plusSeconds(3600)));
        assertThat(made.headers().firstValue("Location"))
                .as(made.body())
                .hasValueSatisfying(at -> assertThat(at).startsWith("/rack/api/maintenance/"));
        WebSocket socket =
                http.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + home.token())
                        .buildAsync(
                                java.net.URI.create(
                                        home.address("rack/ws").toString().replace("https", "wss")),
                                new WebSocket.Listener() {})
                        .join();
        assertThat(socket.isOutputClosed()).isFalse();
        socket.abort();
    }

    @Test
    @Requirement("CON-172")
    void a_trusted_proxy_names_another_prefix() throws Exception {
        assertThat(asked("127.0.0.2", "X-Ingress-Path: /api/hassio_ingress/tok_1-a"))
                .contains("<base href=\"/api/hassio_ingress/tok_1-a/\">");
        assertThat(asked("127.0.0.2", "X-Forwarded-Prefix: /ups/"))
                .contains("<base href=\"/ups/\">");
        assertThat(asked("127.0.0.2", "X-Forwarded-Prefix: /ups"))
                .as("a proxy that names no scheme")
                .contains("Strict-Transport-Security");
        assertThat(asked("127.0.0.2", "X-Forwarded-Prefix: /\"><script>"))
                .contains("<base href=\"/rack/\">");
        assertThat(asked("127.0.0.3", "X-Forwarded-Prefix: /ups"))
                .contains("<base href=\"/rack/\">");
    }

    private static String asked(String from, String header) throws IOException {
        try (SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(
                                        java.net.InetAddress.getByName("127.0.0.1"),
                                        home.address("").getPort(),
                                        java.net.InetAddress.getByName(from),
                                        0)) {
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            socket.getOutputStream()
                    .write(
                            ("GET / HTTP/1.1\r\nHost: walnut\r\nConnection: close\r\n"
                                            + header
                                            + "\r\n\r\n")
                                    .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    @Requirement("SEC-23")
    void named_pages_may_hold_the_console_in_a_frame_and_no_other_answer() throws Exception {
        assertThat(get("rack/").headers().firstValue("Content-Security-Policy").orElseThrow())
                .endsWith("frame-ancestors https://home.example:8123");
        assertThat(get("rack/health").headers().firstValue("Content-Security-Policy").orElseThrow())
                .endsWith("frame-ancestors 'none'");
    }

    @Test
    @Requirement("OPS-3")
    void half_of_a_pair_is_refused_with_the_name_of_the_other() {
        ConfigurationException refused =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                new io.github.walnut.config.ConfigurationReader(
                                                Map.of(
                                                        "WALNUT_TLS_KEY_FILE",
                                                        "/x",
                                                        "WALNUT_CONFIG_DIR",
                                                        folder.toString()),
                                                new java.util.Properties(),
                                                warning -> {})
                                        .read(Map.of()));
        assertThat(refused.problems())
                .anyMatch(p -> p.startsWith("WALNUT_TLS_CERT_FILE: expected a value beside"));
    }
}
