package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.security.Role;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The server over loopback, its clients in the same process: small JSON answers against a bare
 * Vert.x server that sends the same bytes, and how long it takes until the last of many sockets has
 * heard of an event. Arguments: sockets (1000), events (50), seconds per server (5).
 */
public final class ApiBench {

    private static final int CONNECTIONS = 8;
    private static final String PATH = "/api/system/version";

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));

    private ApiBench() {}

    public static void main(String[] arguments) throws Exception {
        int sockets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int events = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        try (RunningApi api =
                new RunningApi(
                        new Live.Limits(sockets, sockets, Duration.ofSeconds(20)),
                        LiveLog.NONE,
                        0)) {
            ApiBench bench = new ApiBench();
            String token = api.token(Role.VIEWER);
            bench.requests(api, token, seconds);
            bench.sockets(api, token, sockets, events);
        }
        System.exit(0);
    }

    private void requests(RunningApi api, String token, int seconds) throws Exception {
        String body = api.send("GET", PATH, token, "").body();
        HttpServer bare =
                vertx.createHttpServer()
                        .requestHandler(
                                request ->
                                        request.response()
                                                .putHeader("Content-Type", "application/json")
                                                .end(body))
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
        double best = 0;
        double bestBare = 0;
        for (int round = 0; round < 3; round++) {
            bestBare = Math.max(bestBare, rate(bare.actualPort(), null, seconds));
            best = Math.max(best, rate(api.server.port(), token, seconds));
        }
        System.out.printf(
                "GET %s (%d bytes): %.0f a second, bare Vert.x %.0f, ratio %.2f%n",
                PATH, body.length(), best, bestBare, best / bestBare);
    }

    private double rate(int port, String token, int seconds) throws InterruptedException {
        HttpClient client =
                vertx.createHttpClient(
                        new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setKeepAlive(true));
        AtomicLong done = new AtomicLong();
        AtomicLong other = new AtomicLong();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        CountDownLatch over = new CountDownLatch(CONNECTIONS);
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI(PATH);
        if (token != null) {
            options.putHeader("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            again(client, options, end, done, other, over);
        }
        over.await();
        client.close();
        if (other.get() > 0) {
            throw new IllegalStateException(other + " answers were not 200");
        }
        return done.get() / (double) seconds;
    }

    private void again(
            HttpClient client,
            RequestOptions options,
            long end,
            AtomicLong done,
            AtomicLong other,
            CountDownLatch over) {
        if (System.nanoTime() > end) {
            over.countDown();
            return;
        }
        client.request(options)
                .compose(request -> request.send())
                .compose(
                        response -> {
                            (response.statusCode() == 200 ? done : other).incrementAndGet();
                            return response.body();
                        })
                .onComplete(answer -> again(client, options, end, done, other, over));
    }

    private void sockets(RunningApi api, String token, int count, int events) throws Exception {
        WebSocketClient client =
                vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(count));
        Semaphore heard = new Semaphore(0);
        AtomicInteger open = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            client.connect(
                            api.server.port(),
                            "127.0.0.1",
                            "/ws/events?topics=events&token=" + token)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get()
                    .textMessageHandler(
                            text -> {
                                if (text.contains("\"type\":\"auth_success\"")) {
                                    open.incrementAndGet();
                                } else if (text.contains("\"type\":\"event\"")) {
                                    heard.release();
                                }
                            });
        }
        Json json = new Json();
        double[] millis = new double[events];
        for (int i = -5; i < events; i++) {
            TimeUnit.MILLISECONDS.sleep(200);
            long begun = System.nanoTime();
            api.live.publish(
                    "events", "event", "rack@lab", json.object().put("severity", "warn"), false);
            if (!heard.tryAcquire(count, 30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("only " + heard.availablePermits() + " heard it");
            }
            if (i >= 0) {
                millis[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                "%d sockets: the last one has heard of an event after %.1f ms (p50), %.1f ms (p95), %.1f ms at most%n",
                count, millis[events / 2], millis[(int) (events * 0.95)], millis[events - 1]);
    }
}
