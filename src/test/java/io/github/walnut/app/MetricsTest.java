package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scrape of a whole server tells after a rehearsal and with a run under way. */
class MetricsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
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
                            "walnut_runs_open 1");
        }
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
