package io.github.walnut.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;

/** Java's own HTTP client: for TLS, files and WebSockets. */
final class JavaHttp {

    private final HttpClient http;
    private final Duration connecting;

    /**
     * @param trust whose certificates are believed; null for those that Java believes
     */
    JavaHttp(SSLContext trust, Duration connecting) {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(connecting);
        this.http = (trust == null ? client : client.sslContext(trust)).build();
        this.connecting = connecting;
    }

    ApiRequest.Answer send(ApiRequest request, Duration waiting)
            throws IOException, InterruptedException {
        String body = request.body();
        return send(
                request,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                waiting);
    }

    ApiRequest.Answer send(ApiRequest request, BodyPublisher body, Duration waiting)
            throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(built(request, body, waiting), BodyHandlers.ofString());
        return new ApiRequest.Answer(response.statusCode(), response.body());
    }

    /**
     * Writes the body to a file, which appears only when all of it has come.
     *
     * @return a refusal with what was said, else the number of bytes as text
     */
    ApiRequest.Answer download(ApiRequest request, Path file, Duration waiting)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(
                        built(request, BodyPublishers.noBody(), waiting),
                        BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            String said =
                    response.statusCode() < 400
                            ? Long.toString(saved(body, file))
                            : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new ApiRequest.Answer(response.statusCode(), said);
        }
    }

    private static long saved(InputStream body, Path file) {
        try {
            return TextFiles.save(body, file);
        } catch (IOException e) {
            throw new CliException(
                    CliException.FAILED, file + " is not written: " + ApiFailures.reason(e), e);
        }
    }

    private static HttpRequest built(ApiRequest request, BodyPublisher body, Duration waiting) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(request.address())
                        .timeout(waiting)
                        .method(request.method(), body);
        request.headers().forEach(builder::setHeader);
        return builder.build();
    }

    /**
     * Follows a WebSocket until the listener has seen enough or the server closes.
     *
     * @param token null for what needs no login
     */
    void follow(URI address, String token, WebSocketListener listener) {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(connecting);
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        try {
            WebSocket socket = builder.buildAsync(address, listener).join();
            listener.await();
            socket.abort();
        } catch (CompletionException e) {
            throw new CliException(
                    CliException.FAILED,
                    "No WebSocket at "
                            + address.getHost()
                            + ": "
                            + ApiFailures.reason(e.getCause()));
        }
    }
}
