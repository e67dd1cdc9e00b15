package io.github.walnut.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/** Asks the API of a running server. */
final class ApiClient {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** A server gives the body of an upload five minutes. */
    private static final Duration UPLOAD = Duration.ofMinutes(6);

    /** Between two looks at a job. */
    private static final Duration EACH = Duration.ofMillis(500);

    private static final String RENEW =
            ". Log in again (walnut login), or put another token in WALNUT_TOKEN or --token-file";

    /** How Java's client ends its message when a connection was closed before any answer. */
    private static final String NOTHING_CAME = "parser received no bytes";

    /** What to do about a refusal, by its code. */
    private static final Map<String, String> NEXT_STEPS =
            Map.of(
                    "not_authenticated", RENEW,
                    "session_expired", RENEW,
                    "token_expired", RENEW,
                    "token_revoked", RENEW,
                    "not_armed", ". See walnut system arm");

    private final HttpClient http;
    private final URI server;
    private final String token;
    private final StepUp stepUp;

    /**
     * @param token null for what needs no login
     * @param trust whose certificates are believed; null for those that Java believes
     */
    ApiClient(URI server, String token, SSLContext trust, StepUp stepUp) {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
        this.http = (trust == null ? client : client.sslContext(trust)).build();
        this.server = server;
        this.token = token;
        this.stepUp = stepUp;
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return json(send(request(path).GET().build()));
    }

    /** Every item of a list, page by page. */
    ArrayNode items(String path) {
        ArrayNode all = Output.JSON.createArrayNode();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=500";
        JsonNode page = get(first);
        page.path("items").forEach(all::add);
        while (page.hasNonNull("next_cursor")) {
            page = get(first + "&cursor=" + segment(page.get("next_cursor").asText()));
            page.path("items").forEach(all::add);
        }
        return all;
    }

    /** The answer as it came. */
    String text(String path, String mediaType) {
        return send(request(path).setHeader("Accept", mediaType).GET().build()).body();
    }

    /**
     * Writes an answer that is no text to a file, which appears only when all of it has come.
     *
     * @return its bytes
     */
    long download(String path, String mediaType, Path file) {
        HttpRequest request = request(path).setHeader("Accept", mediaType).GET().build();
        return download(request, file, true);
    }

    private long download(HttpRequest request, Path file, boolean first) {
        HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() < 400) {
                return TextFiles.save(body, file);
            }
            String said = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            if (first && wantsPassword(response.statusCode(), said) && stepUp.prove(this)) {
                return download(request, file, false);
            }
            throw refused(request, response.statusCode(), said);
        } catch (IOException e) {
            throw new CliException(CliException.FAILED, file + " is not written: " + reason(e), e);
        }
    }

    JsonNode post(String path, JsonNode body) {
        return post(path, body.toString(), "application/json");
    }

    /** Each call is one thing to be done, hence a key of its own. */
    JsonNode post(String path, String body, String mediaType) {
        return json(
                send(
                        request(path)
                                .header("Content-Type", mediaType)
                                .header("Idempotency-Key", UUID.randomUUID().toString())
                                .POST(BodyPublishers.ofString(body))
                                .build()));
    }

    /** Sends one file, in the field {@code file} of a form. */
    JsonNode upload(String path, Path file) {
        return upload(path, FileForm.of(file));
    }

    JsonNode upload(String path, FileForm form) {
        return json(
                send(
                        request(path)
                                .timeout(UPLOAD)
                                .header("Content-Type", form.mediaType())
                                .POST(form.body())
                                .build()));
    }

    /**
     * What the job that was started came to, once it is over.
     *
     * @param what stands at the begin of the sentence when it did not succeed
     */
    JsonNode outcome(JsonNode started, String what) {
        return outcome(started, what, part -> {});
    }

    /**
     * The same.
     *
     * @param progress hears how far the job is, from 0 to 1
     */
    JsonNode outcome(JsonNode started, String what, DoubleConsumer progress) {
        JsonNode job = follow(started, progress);
        String status = job.path("status").asText();
        if (!status.equals("succeeded")) {
            throw new CliException(
                    CliException.FAILED, what + " " + status + ": " + job.path("error").asText());
        }
        return job.path("result");
    }

    /** Waits until the job that was started is over. */
    JsonNode follow(JsonNode started) {
        return follow(started, part -> {});
    }

    private JsonNode follow(JsonNode started, DoubleConsumer progress) {
        String path = started.path("status_url").asText().replaceFirst("^/", "");
        JsonNode job = get(path);
        while (job.path("finished_at").isNull()) {
            progress.accept(job.path("progress").asDouble());
            try {
                TimeUnit.MILLISECONDS.sleep(EACH.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CliException(CliException.FAILED, "Interrupted; the job goes on.");
            }
            job = get(path);
        }
        return job;
    }

    JsonNode put(String path, String body, String mediaType, String version) {
        return change("PUT", path, body, mediaType, version);
    }

    JsonNode patch(String path, JsonNode body, String version) {
        return change("PATCH", path, body.toString(), "application/json", version);
    }

    private JsonNode change(
            String method, String path, String body, String mediaType, String version) {
        return json(
                send(
                        request(path)
                                .header("Content-Type", mediaType)
                                .header("If-Match", version)
                                .method(method, BodyPublishers.ofString(body))
                                .build()));
    }

    void delete(String path, String version) {
        send(request(path).header("If-Match", version).DELETE().build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(PATIENCE)
                        .header("Accept", "application/json");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) {
        HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
        if (wantsPassword(response.statusCode(), response.body()) && stepUp.prove(this)) {
            response = exchange(request, BodyHandlers.ofString());
        }
        if (response.statusCode() >= 400) {
            throw refused(request, response.statusCode(), response.body());
        }
        return response;
    }

    private static boolean wantsPassword(int status, String body) {
        return status == 403 && StepUp.wanted(parse(body));
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new CliException(
                    CliException.FAILED,
                    "No answer from "
                            + server
                            + ": "
                            + reason(e)
                            + ". Is the server running? See --server.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(
                    CliException.FAILED, "Interrupted while waiting for " + server + ".");
        }
    }

    private static String reason(Throwable e) {
        if (e instanceof SSLHandshakeException) {
            return e.getMessage() + ". A certificate of your own: see --ca-file";
        }
        if (e instanceof ConnectException && e.getMessage() == null) {
            return "the connection was refused";
        }
        if (e.getMessage() != null && e.getMessage().endsWith(NOTHING_CAME)) {
            return "it closed the connection, as a server does when this address has too many open";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private CliException refused(HttpRequest request, int status, String body) {
        JsonNode problem = parse(body);
        StringBuilder text = new StringBuilder();
        if (StepUp.wanted(problem)) {
            text.append("The password must be proven anew: that was more than 5 minutes ago.");
            text.append(" Log in again (walnut login), or run this at a terminal, which asks");
            return new CliException(CliException.FAILED, text.toString(), problem);
        }
        JsonNode errors = problem.path("errors");
        boolean one = errors.size() == 1 && tells(problem, errors.get(0));
        if (one) {
            text.append(problem.path("title").asText()).append(": ");
            text.append(line(errors.get(0)));
        } else if (problem.hasNonNull("detail")) {
            text.append(problem.path("title").asText()).append(": ");
            text.append(problem.get("detail").asText());
        } else {
            text.append(request.method() + " " + request.uri() + " was answered ");
            text.append(problem.path("title").asText("HTTP " + status));
        }
        text.append(nextStep(problem.path("code").asText()));
        if (!one) {
            errors.forEach(error -> text.append("\n  ").append(line(error)));
        }
        return new CliException(CliException.FAILED, text.toString(), problem);
    }

    private String nextStep(String code) {
        boolean program = token != null && token.startsWith("wnt_");
        return program && code.equals("forbidden")
                ? ". Log in as a person: walnut login"
                : NEXT_STEPS.getOrDefault(code, "");
    }

    /** The problem itself says no more than its only error. */
    private static boolean tells(JsonNode problem, JsonNode error) {
        String message = error.path("message").asText();
        return !message.isEmpty() && problem.path("detail").asText().endsWith(message);
    }

    private static String line(JsonNode error) {
        String pointer = error.path("pointer").asText();
        String said = error.path("message").asText();
        return (pointer.isEmpty() || said.startsWith(pointer) ? "" : pointer + ": ") + said;
    }

    private static JsonNode json(HttpResponse<String> response) {
        return parse(response.body());
    }

    private static JsonNode parse(String text) {
        try {
            return text == null || text.isBlank()
                    ? MissingNode.getInstance()
                    : Output.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Follows the WebSocket until the consumer returns false or the server closes. */
    void follow(List<String> topics, Predicate<JsonNode> until) {
        URI address =
                URI.create(
                        server.resolve("ws?topics=" + String.join(",", topics))
                                .toString()
                                .replaceFirst("^http", "ws"));
        WebSocketListener listener = new WebSocketListener(until);
        try {
            WebSocket.Builder builder =
                    http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(5));
            if (token != null) {
                builder.header("Authorization", "Bearer " + token);
            }
            WebSocket socket = builder.buildAsync(address, listener).join();
            listener.await();
            socket.abort();
        } catch (CompletionException e) {
            throw new CliException(
                    CliException.FAILED,
                    "No WebSocket at " + address.getHost() + ": " + reason(e.getCause()));
        }
    }
}
