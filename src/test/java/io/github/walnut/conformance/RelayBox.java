package io.github.walnut.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A plug with one relay on loopback, for those who know its token; it counts what would switch. */
final class RelayBox implements AutoCloseable {

    static final String TOKEN = "the-token-of-the-relay-box";

    private final AtomicLong writes = new AtomicLong();
    private final HttpServer server;

    RelayBox() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    long writes() {
        return writes.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        boolean known = ("Bearer " + TOKEN).equals(shown);
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (known && query.contains("turn=")) {
            writes.incrementAndGet();
        }
        byte[] body =
                (known ? "{\"ison\": true}" : "{\"error\": \"who are you?\"}")
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(known ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
