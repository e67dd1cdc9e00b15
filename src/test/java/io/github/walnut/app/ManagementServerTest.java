package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

@Requirement("OPS-53")
class ManagementServerTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private boolean live = true;
    private boolean ready;

    private ManagementServer start(String host, int port) throws Exception {
        Configuration configuration =
                new ConfigurationReader(
                                Map.of(
                                        "WALNUT_MANAGEMENT_HOST",
                                        host,
                                        "WALNUT_MANAGEMENT_PORT",
                                        Integer.toString(port)),
                                new Properties(),
                                warning -> {})
                        .read(Map.of());
        return ManagementServer.start(configuration, () -> live, () -> ready, () -> "up 1\n");
    }

    private HttpResponse<String> ask(String method, int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    @Requirement("SEC-90")
    void a_name_that_is_not_its_own_is_refused() throws Exception {
        int port = freePort();
        try (ManagementServer server = start("127.0.0.1", port)) {
            for (String path : List.of("/observe/health/live", "/observe/metrics")) {
                assertThat(first(port, path, "rebound.example")).contains("421");
            }
            assertThat(first(port, "/observe/metrics", "localhost:8001")).contains("200");
        }
    }

    private static String first(int port, String path, String host) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            String head =
                    "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void health_and_metrics_are_told_without_login_to_get_alone() throws Exception {
        int port = freePort();
        try (ManagementServer server = start("127.0.0.1", port)) {
            assertThat(ask("GET", port, "/observe/health/live").statusCode()).isEqualTo(200);
            assertThat(ask("GET", port, "/observe/health/ready").statusCode()).isEqualTo(503);
            ready = true;
            HttpResponse<String> up = ask("GET", port, "/observe/health/ready");
            assertThat(up.statusCode()).isEqualTo(200);
            assertThat(up.body()).isEqualTo("{\"status\":\"UP\"}");
            live = false;
            assertThat(ask("GET", port, "/observe/health/live").statusCode()).isEqualTo(503);
            HttpResponse<String> metrics = ask("GET", port, "/observe/metrics");
            assertThat(metrics.body()).isEqualTo("up 1\n");
            assertThat(metrics.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");

            for (String method : new String[] {"POST", "PUT", "DELETE", "HEAD", "OPTIONS"}) {
                HttpResponse<String> refused = ask(method, port, "/observe/metrics");
                assertThat(refused.statusCode()).as(method).isEqualTo(405);
                assertThat(refused.headers().firstValue("Allow")).contains("GET");
            }
            assertThat(ask("GET", port, "/observe/metrics/more").statusCode()).isEqualTo(404);
            assertThat(ask("GET", port, "/").statusCode()).isEqualTo(404);
            assertThat(ask("GET", port, "/api/ups").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void port_0_leaves_it_out_and_an_address_for_others_is_warned_of() throws Exception {
        assertThat(start("127.0.0.1", 0)).isNull();
        RecentLines log = RecentLines.shared();
        long before = log.newest();
        int port = freePort();
        try (ManagementServer server = start("0.0.0.0", port)) {
            assertThat(ask("GET", port, "/observe/health/live").statusCode()).isEqualTo(200);
        }
        assertThat(log.after(before, 100))
                .anySatisfy(
                        line -> {
                            assertThat(line.level()).isEqualTo("WARN");
                            assertThat(line.message())
                                    .contains("open to others")
                                    .contains("0.0.0.0");
                        });
        before = log.newest();
        try (ManagementServer server = start("127.0.0.1", freePort())) {
            assertThat(log.after(before, 100))
                    .noneMatch(line -> line.message().contains("open to others"));
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
