package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scrape of a whole server tells after a rehearsal and with a run under way. */
class MetricsTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String PROMETHEUS_ASKS_FOR =
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    private static final String SHED =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-2]}, stage: 1, delay: 5m}
            """;

    @TempDir private Path folder;

    @Test
    @Requirement("EXE-73")
    void drivers_queues_what_is_owed_and_dry_runs_are_measured() throws Exception {
        int port = freePort();
        try (HomeServer walnut =
                new HomeServer(folder, Map.of("WALNUT_MANAGEMENT_PORT", Integer.toString(port)))) {
            walnut.virtualHost("lab", List.of("web-1", "web-2"));
            await().atMost(SOON)
                    .until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
            String id = walnut.created(SHED).path("id").asText();
            String path = "api/policies/" + id;
            assertThat(scrape(port)).doesNotContain("walnut_policy_dry_run_age_seconds{");
            done(walnut.post(path + "/dry-run", "{}"));
            done(
                    walnut.post(
                            path + "/arm",
                            "{\"reason\":\"it is tested\",\"confirm\":\"Shed the lab\",\"targets\":2}"));
            done(
                    walnut.post(
                            "api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
            done(
                    walnut.post(
                            path + "/run",
                            "{\"mode\":\"live\",\"reason\":\"it is tested\",\"ups_id\":\"rack1\"}"));

            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(scrape(port))
                                            .contains(
                                                    "walnut_driver_operations_total{class=\"ok\",mode=\"state\",type=\"walnut.virtual\"",
                                                    "walnut_obligations_open{kind=\"start\"} 1",
                                                    "walnut_host_queue_length{host=\"lab\"} 1"));
            assertThat(scrape(port))
                    .contains(
                            "walnut_driver_operations_total{class=\"ok\",mode=\"execute\",type=\"walnut.virtual\",verb=\"shutdown\"} 1.0",
                            "walnut_driver_operations_total{class=\"ok\",mode=\"dry_run\",type=\"walnut.virtual\",verb=\"shutdown\"}",
                            "walnut_driver_operation_seconds_count{mode=\"execute\"",
                            "walnut_policy_dry_run_age_seconds{policy=\"" + id + "\"}",
                            "walnut_policies{armed=\"true\",status=\"enabled\"} 1",
                            "walnut_integration_up{host=\"lab\",type=\"walnut.virtual\"} 1",
                            "walnut_integration_latency_seconds{host=\"lab\"",
                            "walnut_inventory_age_seconds{host=\"lab\"}",
                            "walnut_inventory_targets{host=\"lab\",type=\"vm\"} 2",
                            "walnut_runs_open{mode=\"live\"} 1");
        }
    }

    @Test
    @Requirement({"PM-1", "PM-3", "OPS-51", "OPS-52"})
    void the_main_port_tells_the_same_to_who_may_read() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(walnut.getAs("metrics", "text/plain").text())
                                            .contains(
                                                    "walnut_nut_connected{server=",
                                                    "network_ups_tools_battery_charge{ups=\"rack1@",
                                                    "walnut_component_status{component=\"disk\"}"));
            walnut.virtualHost("lab", List.of("web-1", "web-2"));
            String id = walnut.created(SHED).path("id").asText();
            String text = walnut.getAs("metrics", "text/plain").text();
            assertThat(text)
                    .contains(
                            "walnut_component_status{component=\"core_loop\"} 1\n",
                            "walnut_component_status{component=\"memory\"} 1\n",
                            "walnut_policy_info{name=\"Shed the lab\",policy=\"" + id + "\"} 1\n",
                            "walnut_policy_state{policy=\"" + id + "\",state=\"",
                            "walnut_ups_reachable{ups=\"rack1@",
                            "walnut_ups_power_source{source=\"mains\",ups=\"rack1@",
                            "walnut_ups_outages_total{ups=\"rack1@",
                            "walnut_http_requests_total{operation=\"policy-create\",status=\"201\"} 1.0",
                            "walnut_http_request_seconds_bucket{operation=\"policy-create\",le=",
                            "walnut_rules_evaluation_seconds_count ",
                            "walnut_start_seconds{phase=\"store\"} ",
                            "walnut_start_seconds{phase=\"policies\"} ",
                            "walnut_start_seconds{phase=\"http\"} ",
                            "walnut_start_seconds{phase=\"routes\"} ",
                            "walnut_start_seconds{phase=\"pollers\"} ",
                            "walnut_start_seconds{phase=\"ready\"} ",
                            "walnut_info{commit=\"",
                            "walnut_queue_capacity{queue=\"mqtt\"} 2000\n",
                            "walnut_queue_capacity{queue=\"samples\"} 10000\n",
                            "walnut_queue_capacity{queue=\"events\"} 10000\n",
                            "walnut_queue_capacity{queue=\"jobs\"} 100\n",
                            "walnut_queue_length{queue=\"updates\"} ",
                            "walnut_queue_dropped_total{queue=\"mqtt\"} 0\n",
                            "walnut_db_commit_seconds_bucket{connection=\"journal\",le=",
                            "walnut_db_commit_seconds_count{connection=\"bulk\"} ",
                            "walnut_db_pool_in_use ",
                            "walnut_rate_limited_total 0.0\n",
                            "walnut_csrf_failures_total 0.0\n",
                            "walnut_egress_refused_total 0.0\n",
                            "walnut_ws_merged_total 0.0\n",
                            "walnut_ws_unknown_total 0.0\n",
                            "walnut_global_hold 0",
                            "walnut_runs_open{mode=\"live\"} 0\n");
            assertThat(walnut.getAs("metrics", PROMETHEUS_ASKS_FOR).text())
                    .contains("# TYPE walnut_policy info\n", "# TYPE walnut info\n")
                    .endsWith("# EOF\n")
                    .containsOnlyOnce("# EOF");
            assertThat(walnut.getAs("ups_metrics?ups=rack1", "text/plain").text())
                    .contains("network_ups_tools_battery_charge 100\n")
                    .doesNotContain("ups=", "walnut_");
            assertThat(walnut.getAs("ups_metrics?ups=rack9", "*/*").status()).isEqualTo(404);
            assertThat(anonymous(walnut, "metrics")).isEqualTo(401);
            assertThat(anonymous(walnut, "ups_metrics")).isEqualTo(401);
            wrongPassword(walnut);
            hear(walnut);
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(walnut.getAs("metrics", "text/plain").text())
                                            .contains(
                                                    "walnut_auth_failures_total{reason=\"not_authenticated\"} 2.0\n",
                                                    "walnut_auth_failures_total{reason=\"invalid_credentials\"} 1.0\n",
                                                    "walnut_ws_open 1.0\n",
                                                    "walnut_ws_messages_total{type=\"auth_success\"} 1\n",
                                                    "walnut_ws_messages_total{type=\"ups_status\"} "));

            walnut.restart(Map.of("WALNUT_METRICS_PUBLIC", "true"));
            assertThat(anonymous(walnut, "metrics")).isEqualTo(200);
            assertThat(anonymous(walnut, "ups_metrics")).isEqualTo(200);
            assertThat(anonymous(walnut, "api/ups")).isEqualTo(401);
        }
    }

    private static void wrongPassword(HomeServer walnut) throws Exception {
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(walnut.address("auth/jwt/login"))
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"username\":\"admin@example.org\",\"password\":\"no\"}"))
                                .build(),
                        BodyHandlers.discarding());
    }

    private static void hear(HomeServer walnut) {
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + walnut.token())
                .buildAsync(
                        URI.create(walnut.address("ws").toString().replaceFirst("http", "ws")),
                        new WebSocket.Listener() {})
                .join();
    }

    private static int anonymous(HomeServer walnut, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(walnut.address(path)).build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String scrape(int port) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + port + "/observe/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
