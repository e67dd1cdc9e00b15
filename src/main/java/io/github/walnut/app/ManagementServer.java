package io.github.walnut.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.walnut.api.KnownHosts;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.dispatch.NamedThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Health and metrics for supervisors on this machine: no login, GET only, loopback by default. */
final class ManagementServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final KnownHosts hosts;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(2, new NamedThreads("management"));

    private ManagementServer(InetSocketAddress address, KnownHosts hosts) throws IOException {
        this.hosts = hosts;
        server = HttpServer.create(address, 0);
        server.setExecutor(threads);
    }

    /**
     * @param live the core still handles what comes
     * @param ready every part has started
     * @return null when the port is 0, which leaves it out
     */
    static ManagementServer start(
            Configuration configuration,
            BooleanSupplier live,
            BooleanSupplier ready,
            Supplier<String> metrics)
            throws IOException {
        int port = configuration.number(Setting.MANAGEMENT_PORT);
        if (port == 0) {
            return null;
        }
        InetAddress address = InetAddress.getByName(configuration.text(Setting.MANAGEMENT_HOST));
        if (!address.isLoopbackAddress()) {
            LOG.warn("Health and metrics are open to others than this machine, on {}", address);
        }
        ManagementServer management =
                new ManagementServer(
                        new InetSocketAddress(address, port), ApiRoom.hosts(configuration));
        management.serve("/observe/health/live", JSON, () -> state(live), live);
        management.serve("/observe/health/ready", JSON, () -> state(ready), ready);
        management.serve("/observe/metrics", PROMETHEUS, metrics, () -> true);
        management.server.start();
        return management;
    }

    private static String state(BooleanSupplier up) {
        return "{\"status\":\"" + (up.getAsBoolean() ? "UP" : "DOWN") + "\"}";
    }

    private void serve(String path, String type, Supplier<String> body, BooleanSupplier good) {
        server.createContext(
                path,
                exchange -> {
                    boolean known = exchange.getRequestURI().getPath().equals(path);
                    boolean get = exchange.getRequestMethod().equals("GET");
                    if (!named(exchange)) {
                        answer(exchange, 421, JSON, "{}");
                    } else if (!known) {
                        answer(exchange, 404, JSON, "{}");
                    } else if (!get) {
                        exchange.getResponseHeaders().set("Allow", "GET");
                        answer(exchange, 405, JSON, "{}");
                    } else {
                        answer(exchange, good.getAsBoolean() ? 200 : 503, type, body.get());
                    }
                });
    }

    /** Whether it was reached by a name that is its own (SEC-90). */
    private boolean named(HttpExchange exchange) {
        List<String> host = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        return host.stream().allMatch(hosts::know);
    }

    private static void answer(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
