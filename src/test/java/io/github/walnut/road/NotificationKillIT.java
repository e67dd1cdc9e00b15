package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.HttpReceiver;
import io.github.walnut.peers.HttpReceiver.Received;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 while a channel has been called and has not answered. */
class NotificationKillIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String SCENARIO =
            """
            ups:
              - name: rack
                variables: {ups.status: OL, battery.charge: "100"}
            steps: []
            """;

    @TempDir private Path folder;

    private static List<Received> losses(HttpReceiver service) {
        return service.received().stream()
                .filter(received -> received.body().contains("mains_lost"))
                .toList();
    }

    private static String metrics(RunningWalnut walnut) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + walnut.port() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    @Requirement({"NTF-4", "HAT-6"})
    void what_was_under_way_goes_again_once_and_with_its_id() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (HttpReceiver service = HttpReceiver.start();
                SimulatedNutServer nut =
                        new SimulatedNutServer(
                                new ScenarioReader().read(SCENARIO),
                                InetAddress.getLoopbackAddress(),
                                0,
                                null,
                                1,
                                step -> {});
                RunningWalnut walnut =
                        RunningWalnut.installed(
                                folder,
                                Map.of(
                                        "WALNUT_METRICS_PUBLIC",
                                        "true",
                                        "NUT_HOST",
                                        "127.0.0.1",
                                        "NUT_PORT",
                                        Integer.toString(nut.start().port())))) {
            walnut.post(
                    "api/integrations",
                    """
                    {"id":"hook","type_id":"notify","name":"hook","secrets":{"signing_secret":"%s"},
                     "config":{"kind":"webhook","url":"%s","insecure":true}}
                    """
                            .formatted("whsec_Y2FuYXJ5NGY3YTliM2M=", service.url()));
            await().atMost(SOON).until(() -> walnut.get("api/ups").toString().contains("\"rack@"));
            service.answerAll(
                    exchange -> {
                        try {
                            over.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            nut.ups("rack").set(Map.of("ups.status", "OB DISCHRG"));
            await().atMost(SOON).until(() -> losses(service).size() == 1);
            walnut.kill9();
            over.countDown();

            service.answerAll(HttpReceiver.Answer.json(200, "{}"));
            walnut.restart();
            await().atMost(SOON).until(() -> losses(service).size() == 2);
            assertThat(losses(service))
                    .extracting(received -> received.header("webhook-id"))
                    .doesNotContainNull()
                    .containsOnly(losses(service).get(0).header("webhook-id"));
            await().atMost(SOON)
                    .until(
                            () ->
                                    metrics(walnut)
                                            .contains(
                                                    "walnut_notifications_total{channel=\"hook\",result=\"sent\"} 1"));
            assertThat(losses(service)).hasSize(2);
        }
    }
}
