package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.HttpReceiver;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Told to end in the middle of a run: what is seen meanwhile, and what the next start finds. */
class GracefulStopTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String POLICY =
            """
            version: "2.0"
            name: Two lamps
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: relay, capability: http.request, verb: send, options: {request_id: slow}}
              - {host_id: relay, capability: http.request, verb: send, options: {request_id: next}, stage: 1}
            """;

    @TempDir private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    @Test
    @Requirement("OPS-61")
    void the_step_under_way_ends_and_the_rest_is_left_to_the_next_start() throws Exception {
        int management = freePort();
        try (HttpReceiver relay = HttpReceiver.start();
                HomeServer walnut =
                        new HomeServer(
                                folder,
                                Map.of("WALNUT_MANAGEMENT_PORT", Integer.toString(management)))) {
            relay.answer("/slow", this::slowly);
            relay.answer("/next", HttpReceiver.Answer.json(200, "{}"));
            String run = begun(walnut, relay);
            CompletableFuture<Integer> closed = socket(walnut);

            CompletableFuture<Void> ended = CompletableFuture.runAsync(walnut::stop);
            await().atMost(SOON)
                    .until(
                            () ->
                                    walnut.get("api/ups")
                                            .json()
                                            .path("code")
                                            .asText()
                                            .equals("stopping"));
            HomeServer.Answer refused = walnut.get("api/runs");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(closed.get(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1012);
            assertThat(status(management, "ready")).isEqualTo(503);
            assertThat(status(management, "live")).isEqualTo(200);
            assertThat(ended).isNotDone();

            mayAnswer.countDown();
            ended.get(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(paths(relay)).containsExactly("/slow");
            assertThat(folder.resolve("data/walnut.db-wal")).doesNotExist();
            assertThat(Files.exists(folder.resolve("data/walnut.db"))).isTrue();

            walnut.restart(Map.of());
            await().atMost(SOON)
                    .until(() -> !walnut.get("api/runs/" + run).json().path("ended_at").isNull());
            assertThat(paths(relay)).containsExactly("/slow", "/next");
            assertThat(walnut.get("api/runs/" + run).json().path("result").asText())
                    .isEqualTo("succeeded");
        }
    }

    private String begun(HomeServer walnut, HttpReceiver relay) {
        done(
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"relay","type_id":"generic.http","name":"relay",
                         "config":{"base_url":"%s","timeout_s":120,
                                   "requests":["{id: slow, method: POST, path: slow, effect: idempotent}",
                                               "{id: next, method: POST, path: next, effect: idempotent}"]}}
                        """
                                .formatted(relay.url())));
        await().atMost(SOON).until(() -> walnut.get("api/ups").text().contains("rack1"));
        String policy = "api/policies/" + walnut.created(POLICY).path("id").asText();
        done(
                walnut.post(
                        policy + "/arm",
                        "{\"reason\":\"it is tested\",\"confirm\":\"Two lamps\",\"targets\":1}"));
        done(walnut.post("api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
        JsonNode run =
                done(
                        walnut.post(
                                policy + "/run",
                                "{\"mode\":\"live\",\"reason\":\"it is tested\",\"ups_id\":\"rack1\"}"));
        await().atMost(SOON).until(() -> paths(relay).contains("/slow"));
        return run.path("id").asText();
    }

    private void slowly(com.sun.net.httpserver.HttpExchange exchange) throws java.io.IOException {
        try {
            mayAnswer.await(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        HttpReceiver.Answer.json(200, "{}").write(exchange);
    }

    /** The code with which the server closes an open socket. */
    private CompletableFuture<Integer> socket(HomeServer walnut) {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        URI address = walnut.address("ws");
        http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + walnut.token())
                .buildAsync(
                        URI.create(address.toString().replaceFirst("http", "ws")),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onClose(
                                    WebSocket socket, int status, String reason) {
                                code.complete(status);
                                return null;
                            }
                        })
                .join();
        return code;
    }

    private static List<String> paths(HttpReceiver relay) {
        return relay.received().stream()
                .map(HttpReceiver.Received::target)
                .filter(target -> !target.equals("/"))
                .toList();
    }

    private int status(int port, String probe) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + port + "/observe/health/" + probe);
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
