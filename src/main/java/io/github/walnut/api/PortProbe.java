package io.github.walnut.api;

import io.github.walnut.security.ExactTrust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Asks the own port whether this very server answers. A port in use does not stop Camel's start; it
 * leaves a server that nobody can reach.
 */
final class PortProbe {

    private final RequestWatch watch;

    PortProbe(RequestWatch watch) {
        this.watch = watch;
    }

    /** Refuses a port that cannot be listened on, before anything else is started. */
    void requireFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port " + port + " on " + host + " cannot be listened on: " + e.getMessage(),
                    e);
        }
    }

    /**
     * @param tls what the server shows of itself; null when it speaks HTTP
     */
    void probe(String host, int port, X509ExtendedKeyManager tls) {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        String id = UUID.randomUUID().toString();
        CompletableFuture<Void> seen = watch.await(id);
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        (tls == null ? "http://" : "https://")
                                                + (reachable.contains(":")
                                                        ? "[" + reachable + "]"
                                                        : reachable)
                                                + ":"
                                                + port
                                                + "/observe/health/live"))
                        .header("X-Request-Id", id)
                        .timeout(Duration.ofSeconds(10))
                        .build();
        try {
            client(tls).send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new IllegalStateException("port " + port + " on " + host + " is not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while probing port " + port, e);
        }
        if (!seen.isDone()) {
            throw new IllegalStateException(
                    "port " + port + " on " + host + " is answered by another program");
        }
    }

    private static HttpClient client(X509ExtendedKeyManager tls) {
        if (tls == null) {
            return HttpClient.newHttpClient();
        }
        String present = tls.getServerAliases(null, null)[0];
        return HttpClient.newBuilder()
                .sslContext(ExactTrust.in(tls.getCertificateChain(present)[0]))
                .build();
    }
}
