package io.github.walnut.api;

import io.github.walnut.security.ExactTrust;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Asks the own port whether this very server answers. A port in use does not stop Camel's start; it
 * leaves a server that nobody can reach.
 */
final class PortProbe {

    private static final int LIMIT = 10_000;

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
     * By a bare socket: an HTTP client would leave hundreds of classes behind for one question.
     *
     * @param tls what the server shows of itself; null when it speaks HTTP
     */
    void probe(String host, int port, X509ExtendedKeyManager tls) {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        String id = UUID.randomUUID().toString();
        CompletableFuture<Void> seen = watch.await(id);
        String request =
                "GET /observe/health/live HTTP/1.1\r\nHost: "
                        + (reachable.contains(":") ? "[" + reachable + "]" : reachable)
                        + ":"
                        + port
                        + "\r\nX-Request-Id: "
                        + id
                        + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = connected(reachable, port, tls)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() < 0) {
                throw new EOFException("the connection was closed");
            }
        } catch (IOException e) {
            throw new IllegalStateException("port " + port + " on " + host + " is not answered", e);
        }
        if (!seen.isDone()) {
            throw new IllegalStateException(
                    "port " + port + " on " + host + " is answered by another program");
        }
    }

    private static Socket connected(String host, int port, X509ExtendedKeyManager tls)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), LIMIT);
            socket.setSoTimeout(LIMIT);
            if (tls == null) {
                return socket;
            }
            String present = tls.getServerAliases(null, null)[0];
            return ExactTrust.in(tls.getCertificateChain(present)[0])
                    .getSocketFactory()
                    .createSocket(socket, host, port, true);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
