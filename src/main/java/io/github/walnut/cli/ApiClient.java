package io.github.walnut.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Asks the API of a running server. */
final class ApiClient {

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** A server gives the body of an upload five minutes. */
    private static final Duration UPLOAD = Duration.ofMinutes(6);

    /** Between two looks at a job. */
    private static final Duration EACH = Duration.ofMillis(500);

    private static final String AUTHORIZATION = "Authorization";

    /** Tokens that an administrator made for a program begin so. */
    private static final String PROGRAM = "wnt_";

    private final SSLContext trust;
    private final URI server;
    private String token;
    private final StepUp stepUp;
    private Supplier<String> renewal;
    private JavaHttp files;

    /**
     * @param token null for what needs no login
     * @param trust whose certificates are believed; null for those that Java believes
     */
    ApiClient(URI server, String token, SSLContext trust, StepUp stepUp) {
        this.trust = trust;
        this.server = server;
        this.token = token;
        this.stepUp = stepUp;
    }

    /**
     * A token that is refused is replaced once.
     *
     * @param another gives one that was never used
     */
    ApiClient renewing(Supplier<String> another) {
        renewal = another;
        return this;
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return json(send(request("GET", path, null)));
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
        return send(request("GET", path, null).with("Accept", mediaType)).body();
    }

    /**
     * Writes an answer that is no text to a file, which appears only when all of it has come.
     *
     * @return its bytes
     */
    long download(String path, String mediaType, Path file) {
        ApiRequest request = request("GET", path, null).with("Accept", mediaType);
        return Long.parseLong(
                proven(request, sent -> javaHttp().download(sent, file, PATIENCE)).body());
    }

    JsonNode post(String path, JsonNode body) {
        return post(path, body.toString(), "application/json");
    }

    /** Each call is one thing to be done, hence a key of its own. */
    JsonNode post(String path, String body, String mediaType) {
        return json(
                send(
                        request("POST", path, body)
                                .with("Content-Type", mediaType)
                                .with("Idempotency-Key", UUID.randomUUID().toString())));
    }

    /** Sends one file, in the field {@code file} of a form. */
    JsonNode upload(String path, Path file) {
        return upload(path, FileForm.of(file));
    }

    JsonNode upload(String path, FileForm form) {
        ApiRequest request = request("POST", path, null).with("Content-Type", form.mediaType());
        return json(proven(request, sent -> javaHttp().send(sent, form.body(), UPLOAD)));
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
                        request(method, path, body)
                                .with("Content-Type", mediaType)
                                .with("If-Match", version)));
    }

    void delete(String path, String version) {
        send(request("DELETE", path, null).with("If-Match", version));
    }

    private ApiRequest request(String method, String path, String body) {
        ApiRequest request =
                new ApiRequest(
                        method, server.resolve(path), Map.of("Accept", "application/json"), body);
        return token == null ? request : request.with(AUTHORIZATION, "Bearer " + token);
    }

    private ApiRequest.Answer send(ApiRequest request) {
        return proven(
                request,
                sent ->
                        PlainHttp.sends(sent)
                                ? PlainHttp.send(sent, CONNECTING, PATIENCE)
                                : javaHttp().send(sent, PATIENCE));
    }

    /** One way of sending a request. */
    private interface Sending {
        ApiRequest.Answer send(ApiRequest request) throws IOException, InterruptedException;
    }

    /** Once more when the server wants the password first and it could be asked for. */
    private ApiRequest.Answer proven(ApiRequest request, Sending sending) {
        ApiRequest sent = request;
        ApiRequest.Answer answer = exchange(sent, sending);
        if (answer.status() == 401 && renew()) {
            sent = request.with(AUTHORIZATION, "Bearer " + token);
            answer = exchange(sent, sending);
        }
        if (answer.status() == 403 && StepUp.wanted(json(answer)) && stepUp.prove(this)) {
            answer = exchange(sent, sending);
        }
        if (answer.refusal()) {
            boolean program = token != null && token.startsWith(PROGRAM);
            throw ApiFailures.refused(request, answer.status(), json(answer), program);
        }
        return answer;
    }

    private boolean renew() {
        if (renewal == null) {
            return false;
        }
        token = renewal.get();
        renewal = null;
        return true;
    }

    private ApiRequest.Answer exchange(ApiRequest request, Sending sending) {
        try {
            return sending.send(request);
        } catch (IOException e) {
            throw new CliException(
                    CliException.FAILED,
                    "No answer from "
                            + server
                            + ": "
                            + ApiFailures.reason(e)
                            + ". Is the server running? See --server.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(
                    CliException.FAILED, "Interrupted while waiting for " + server + ".");
        }
    }

    private JavaHttp javaHttp() {
        if (files == null) {
            files = new JavaHttp(trust, CONNECTING);
        }
        return files;
    }

    private static JsonNode json(ApiRequest.Answer answer) {
        String text = answer.body();
        try {
            return text == null || text.isBlank()
                    ? MissingNode.getInstance()
                    : Output.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /**
     * Follows the WebSocket until the consumer returns false or the server closes; with a login
     * that has all of its time before it.
     */
    void follow(List<String> topics, Predicate<JsonNode> until) {
        renew();
        URI address =
                URI.create(
                        server.resolve("ws?topics=" + String.join(",", topics))
                                .toString()
                                .replaceFirst("^http", "ws"));
        javaHttp().follow(address, token, new WebSocketListener(until));
    }
}
