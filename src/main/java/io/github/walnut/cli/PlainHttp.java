package io.github.walnut.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Sends text over HTTP without TLS. {@link java.net.http.HttpClient} prepares TLS in any case,
 * which takes longer than all the rest of a command.
 */
final class PlainHttp {

    static {
        // A request that may have arrived is not sent a second time behind our back.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private PlainHttp() {}

    /** {@link HttpURLConnection} knows no PATCH. */
    static boolean sends(ApiRequest request) {
        return "http".equals(request.address().getScheme()) && !request.method().equals("PATCH");
    }

    static ApiRequest.Answer send(ApiRequest request, Duration connecting, Duration waiting)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) request.address().toURL().openConnection();
        connection.setConnectTimeout((int) connecting.toMillis());
        connection.setReadTimeout((int) waiting.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(request.method());
        request.headers().forEach(connection::setRequestProperty);
        if (request.body() != null) {
            connection.setDoOutput(true);
            try (OutputStream body = connection.getOutputStream()) {
                body.write(request.body().getBytes(StandardCharsets.UTF_8));
            }
        }
        return answer(connection);
    }

    private static ApiRequest.Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("the answer is not HTTP");
        }
        try (InputStream body =
                status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            String text =
                    body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new ApiRequest.Answer(status, text);
        }
    }
}
