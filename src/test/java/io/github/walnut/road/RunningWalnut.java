package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Canaries;
import io.github.walnut.TestLimits;
import io.github.walnut.api.AnswerCheck;
import io.github.walnut.message.WebhookSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The packaged product as a user runs it: a process with a folder of its own, set up by its command
 * line. All that it says, in whichever way, is kept for {@link #everythingSaid()}.
 */
final class RunningWalnut implements AutoCloseable {

    static final String DB_KEY = "canary-db-key-5b1f0a7c9e3d4826a1";
    static final String JWT_SECRET = "canary-jwt-secret-8d2e6f4b0c7a1935";
    static final String EMAIL = "admin@example.org";
    static final String PASSWORD = "canary-Admin-Pass-71";

    private static final Duration START = TestLimits.WAIT;
    private static final Duration TOKEN_AGE = Duration.ofMinutes(5);
    private static final Pattern SECRET = Pattern.compile("PASSWORD$|_KEY$|SECRET$|TOKEN$");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> environment;
    private final int port = freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final Set<String> secrets = new HashSet<>(Set.of(PASSWORD, Scene.HTTP_TOKEN));
    private final List<WebSocket> sockets = new ArrayList<>();
    private Process server;
    private String token;
    private long tokenAt;
    private long startMillis;
    private int calls;

    /** What one command line answered. */
    record Answer(int exit, String out, String err) {
        JsonNode json() {
            return read(out);
        }
    }

    /** Messages of a WebSocket, in the order in which they came. */
    record Frames(Queue<JsonNode> messages) {
        List<JsonNode> ofType(String type) {
            return messages.stream().filter(m -> m.path("type").asText().equals(type)).toList();
        }
    }

    /**
     * @param more variables on top of those that every test needs
     */
    RunningWalnut(Path folder, Map<String, String> more) {
        this.folder = folder;
        environment = new LinkedHashMap<>();
        environment.put("WALNUT_DB_KEY", DB_KEY);
        environment.put("WALNUT_JWT_SECRET", JWT_SECRET);
        environment.put("WALNUT_DATA_DIR", data().toString());
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_HTTP_HOST", "127.0.0.1");
        environment.put("WALNUT_HTTP_PORT", Integer.toString(port));
        environment.put("WALNUT_SERVER", "http://127.0.0.1:" + port);
        environment.put("WALNUT_EGRESS_ALLOW", "127.0.0.0/8");
        environment.put("WALNUT_SECURE_COOKIES", "false");
        environment.put("WALNUT_DB_KDF_ITER", "64000");
        environment.put("WALNUT_ENV", "test");
        environment.put("WALNUT_ARGON2_PROFILE", "test");
        environment.put("WALNUT_MANAGEMENT_PORT", "0");
        environment.put("WALNUT_POLL_INTERVAL", "1s");
        environment.put("WALNUT_FAST_INTERVAL", "500ms");
        environment.putAll(more);
        environment.forEach((name, value) -> secret(SECRET.matcher(name).find() ? value : ""));
    }

    /** Nothing of it may ever be said: each line that is long enough to be nothing else. */
    void secret(String text) {
        text.lines()
                .filter(line -> line.length() >= 8 && !line.startsWith("-----"))
                .forEach(secrets::add);
    }

    /** A new installation with an administrator, up and running. */
    static RunningWalnut installed(Path folder, Map<String, String> more) throws IOException {
        RunningWalnut walnut = new RunningWalnut(folder, more);
        walnut.install();
        walnut.start();
        return walnut;
    }

    void install() throws IOException {
        done("db", "init");
        done(
                "auth",
                "create-admin",
                "--email",
                EMAIL,
                "--password-file",
                file("password", PASSWORD + "\n").toString());
    }

    Path data() {
        return folder.resolve("data");
    }

    int port() {
        return port;
    }

    /** A file of the test's own beside the data. */
    Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Starts the server and returns when it says that it is ready. */
    void start() throws IOException {
        long ready = readyLines();
        long since = System.nanoTime();
        launch();
        await("the server to be ready")
                .atMost(START)
                .until(
                        () -> {
                            assertThat(server.isAlive()).as(log()).isTrue();
                            return readyLines() > ready;
                        });
        startMillis = Duration.ofNanos(System.nanoTime() - since).toMillis();
    }

    /** Starts the server and returns at once. */
    void launch() throws IOException {
        server = launch("server.log", Map.of(), "serve");
    }

    /** How long the last start took until the server was ready. */
    long startMillis() {
        return startMillis;
    }

    private long readyLines() {
        return log().lines().filter(line -> line.contains(" is ready on port")).count();
    }

    /** Of the server. */
    long pid() {
        return server.pid();
    }

    /** Pulls the plug. */
    void kill9() {
        server.destroyForcibly().onExit().join();
    }

    /** SIGTERM, and the end in good order; the exit code. */
    int stop() throws InterruptedException {
        server.destroy();
        assertThat(server.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS))
                .as("it ends after SIGTERM")
                .isTrue();
        assertThat(log()).contains("walNUT has stopped");
        return server.exitValue();
    }

    void restart() throws IOException {
        start();
    }

    /** Everything that the server wrote since the first start. */
    String log() {
        return text("server.log");
    }

    /** Runs one command to its end. */
    Answer cli(String... arguments) throws IOException {
        return cli(Map.of(), arguments);
    }

    Answer cli(Map<String, String> more, String... arguments) throws IOException {
        String name = "cli-" + calls++;
        Process process = launch(name, more, arguments);
        try {
            assertThat(process.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS))
                    .as(String.join(" ", arguments))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a command", e);
        }
        Answer answer = new Answer(process.exitValue(), text(name), text(name + ".err"));
        said.add(answer.out() + answer.err());
        return answer;
    }

    /** Runs one command that has to succeed. */
    Answer done(String... arguments) throws IOException {
        Answer answer = cli(arguments);
        assertThat(answer.exit())
                .as(String.join(" ", arguments) + ": " + answer.out() + answer.err())
                .isZero();
        return answer;
    }

    private Process launch(String log, Map<String, String> more, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(home().resolve("bin/walnut").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
        if (log.equals("server.log")) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(folder.resolve(log + ".err").toFile());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    static Path home() {
        return Path.of(System.getProperty("walnut.home", "target/walnut")).toAbsolutePath();
    }

    JsonNode get(String path) throws IOException {
        return read(send(request(path).GET(), true).body());
    }

    JsonNode post(String path, String body) throws IOException {
        return read(
                send(
                                request(path)
                                        .header("Content-Type", "application/json")
                                        .header("Idempotency-Key", UUID.randomUUID().toString())
                                        .POST(BodyPublishers.ofString(body)),
                                true)
                        .body());
    }

    /** The problem with which this is refused. */
    JsonNode refused(String path, String body) throws IOException {
        HttpResponse<String> answer =
                exchange(
                        request(path)
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", UUID.randomUUID().toString())
                                .POST(BodyPublishers.ofString(body)),
                        true);
        assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(400);
        return read(answer.body());
    }

    /** Changes whatever version there is. */
    JsonNode patch(String path, String body) throws IOException {
        return read(
                send(
                                request(path)
                                        .header("Content-Type", "application/json")
                                        .header("If-Match", "*")
                                        .method("PATCH", BodyPublishers.ofString(body)),
                                true)
                        .body());
    }

    /** Calls a webhook as the program that has its secret does. */
    JsonNode call(String webhook, String secret, String body) throws IOException {
        String id = UUID.randomUUID().toString();
        long at = Instant.now().getEpochSecond();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return read(
                send(
                                request("api/webhooks/" + webhook)
                                        .header("Content-Type", "application/json")
                                        .header(WebhookSignature.ID_HEADER, id)
                                        .header(
                                                WebhookSignature.TIMESTAMP_HEADER,
                                                Long.toString(at))
                                        .header(
                                                WebhookSignature.SIGNATURE_HEADER,
                                                WebhookSignature.sign(
                                                        List.of(secret), id, at, bytes))
                                        .POST(BodyPublishers.ofByteArray(bytes)),
                                false)
                        .body());
    }

    /** Deletes whatever version there is; the status of the answer, and its body. */
    String delete(String path) throws IOException {
        HttpResponse<String> answer =
                exchange(request(path).header("If-Match", "*").DELETE(), true);
        return answer.statusCode() + " " + answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path))
                .timeout(TestLimits.WAIT)
                .header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request, boolean loggedIn)
            throws IOException {
        HttpResponse<String> answer = exchange(request, loggedIn);
        assertThat(answer.statusCode()).as(answer.uri() + ": " + answer.body()).isLessThan(400);
        return answer;
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request, boolean loggedIn)
            throws IOException {
        if (loggedIn) {
            request.header("Authorization", "Bearer " + token());
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            AnswerCheck.check(answer);
            said.add(answer.body() + answer.headers().map());
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an answer", e);
        }
    }

    private String token() throws IOException {
        if (token == null || System.nanoTime() - tokenAt > TOKEN_AGE.toNanos()) {
            tokenAt = System.nanoTime();
            String body = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(EMAIL, PASSWORD);
            token =
                    read(send(
                                            request("auth/jwt/login")
                                                    .header("Content-Type", "application/json")
                                                    .POST(BodyPublishers.ofString(body)),
                                            false)
                                    .body())
                            .path("access_token")
                            .asText();
        }
        return token;
    }

    /** Listens on every topic of {@code /ws} until the end of the test. */
    Frames listen() throws IOException {
        Frames frames = new Frames(new ConcurrentLinkedQueue<>());
        sockets.add(
                http.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + token())
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + port + "/ws"),
                                new FrameListener(
                                        text -> {
                                            said.add(text);
                                            frames.messages().add(read(text));
                                        }))
                        .join());
        return frames;
    }

    /** All of log, command lines, answers and frames. */
    String everythingSaid() {
        return log() + String.join("\n", said);
    }

    /** What a server that runs shows to those who may see all of it. */
    private void lookAround() throws IOException {
        Canaries.checkArguments(server.toHandle());
        send(request("metrics").setHeader("Accept", "text/plain").GET(), true);
        Canaries.checkArchive(
                "the archive for those who look for what is wrong",
                bytes("api/system/diagnostics"));
    }

    private byte[] bytes(String path) throws IOException {
        try {
            return http.send(
                            request(path)
                                    .setHeader("Accept", "application/zip")
                                    .header("Authorization", "Bearer " + token())
                                    .GET()
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an answer", e);
        }
    }

    /** Every test ends with a look for secrets in all that was said in it. */
    @Override
    public void close() {
        try {
            if (server != null && server.isAlive() && token != null) {
                lookAround();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not show what it knows", e);
        } finally {
            end();
        }
    }

    private void end() {
        sockets.forEach(WebSocket::abort);
        if (server != null && server.isAlive()) {
            server.destroyForcibly().onExit().join();
        }
        String all = everythingSaid();
        assertThat(secrets.stream().filter(all::contains)).as("secrets that were said").isEmpty();
        Canaries.check("what was said", all);
    }

    private String text(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("expected JSON: " + text, e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
