package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Canaries;
import io.github.walnut.TestLimits;
import io.github.walnut.api.AnswerCheck;
import io.github.walnut.api.ContractRequests;
import io.github.walnut.cli.Walnut;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.simulation.Scenario;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.ups.Event;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The whole server in this process, with a simulated UPS; spoken to over HTTP as its users do. */
final class HomeServer implements AutoCloseable {

    static final String JSON = "application/json";
    static final String YAML = "application/yaml";
    private static final String EMAIL = "admin@example.org";
    static final String PASSWORD = "canary-Admin-Pass-9";
    private static final String UPS =
            """
            ups:
              - name: rack1
                variables:
                  {ups.status: OL, battery.charge: "100", battery.runtime: "900", battery.charge.low: "20"}
                writable: [battery.charge.low]
                commands: [beeper.mute, test.battery.start.quick, load.off]
            users:
              - {name: walnut, password: canary-let-walnut-in, admin: true}
            """;

    /** Variables that decide what a new database looks like. */
    private static final Pattern OF_THE_DATABASE =
            Pattern.compile("^WALNUT_(DB|DATA|JWT|ADMIN|ARGON2)_");

    private static final Map<String, byte[]> FURNISHED = new HashMap<>();

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http;
    private final SimulatedNutServer ups;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> happened = new CopyOnWriteArrayList<>();
    private final Observer observer =
            new Observer() {
                @Override
                public void happened(Event event) {
                    happened.add(event.name());
                }

                @Override
                public void changed(String type, Run run, List<Step> changed) {
                    // runs are read over HTTP
                }
            };
    private volatile boolean restartable;
    private WalnutServer server;
    private String token;

    record Answer(int status, JsonNode json, String text) {}

    /**
     * @param more variables on top of those that every test needs
     */
    HomeServer(Path folder, Map<String, String> more) throws Exception {
        this(folder, more, HttpClient.newHttpClient());
    }

    /**
     * @param http believes the certificate that the variables name
     */
    HomeServer(Path folder, Map<String, String> more, HttpClient http) throws Exception {
        this.http = http;
        ups =
                new SimulatedNutServer(
                        new ScenarioReader().read(UPS),
                        InetAddress.getLoopbackAddress(),
                        0,
                        null,
                        1,
                        step -> {});
        environment.put("WALNUT_ENV", "test");
        environment.put("WALNUT_DB_KEY", "canary-Tr0ub4dor&3-and-a-second-sentence");
        environment.put("WALNUT_JWT_SECRET", "canary-0123456789abcdefghijklmnop");
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_DATA_DIR", folder.resolve("data").toString());
        environment.put("WALNUT_HTTP_HOST", "127.0.0.1");
        environment.put("WALNUT_HTTP_PORT", Integer.toString(freePort()));
        environment.put("WALNUT_MANAGEMENT_PORT", "0");
        environment.put("WALNUT_SECURE_COOKIES", "false");
        environment.put("WALNUT_ARGON2_PROFILE", "test");
        environment.put("WALNUT_DB_KDF_ITER", "64000");
        environment.put("WALNUT_EGRESS_ALLOW", "127.0.0.0/8");
        environment.put("NUT_HOST", "127.0.0.1");
        environment.put("NUT_PORT", Integer.toString(ups.start().port()));
        environment.put("NUT_USERNAME", "walnut");
        environment.put("NUT_PASSWORD", "canary-let-walnut-in");
        environment.put("WALNUT_POLL_INTERVAL", "1s");
        environment.put("WALNUT_FAST_INTERVAL", "500ms");
        environment.putAll(more);
        Path data = folder.resolve("data");
        if (Files.notExists(data)
                && more.keySet().stream().noneMatch(OF_THE_DATABASE.asPredicate())) {
            copyFurnished(data);
        } else {
            furnish(configuration(), !more.containsKey("WALNUT_ADMIN_EMAIL"));
        }
        start();
    }

    private static void furnish(Configuration configuration, boolean administrator) {
        LocalMachine machine = new LocalMachine();
        machine.initDatabase(configuration, false);
        if (administrator) {
            machine.people().create(configuration, EMAIL, "admin", PASSWORD.toCharArray());
        }
    }

    /** A database with an administrator is made once: half of the time of a start. */
    private void copyFurnished(Path data) throws IOException {
        synchronized (FURNISHED) {
            if (FURNISHED.isEmpty()) {
                furnish(configuration(), true);
                for (Path file : files(data)) {
                    FURNISHED.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
                return;
            }
        }
        Files.createDirectories(data, mode("rwx------"));
        for (Map.Entry<String, byte[]> file : FURNISHED.entrySet()) {
            Path copy = Files.createFile(data.resolve(file.getKey()), mode("rw-------"));
            Files.write(copy, file.getValue());
        }
    }

    private static FileAttribute<?> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    Configuration configuration() {
        return new ConfigurationReader(environment, new Properties(), warning -> {}).read(Map.of());
    }

    private void start() throws Exception {
        server = WalnutServer.start(configuration(), observer, () -> restartable);
        token =
                post(
                                "auth/jwt/login",
                                "{\"username\":\"%s\",\"password\":\"%s\"}"
                                        .formatted(EMAIL, PASSWORD))
                        .json()
                        .path("access_token")
                        .asText();
    }

    void restart(Map<String, String> more) throws Exception {
        server.close();
        token = null;
        environment.putAll(more);
        start();
    }

    /** An order to restart is taken from now on; nothing follows it. */
    void takesRestarts() {
        restartable = true;
    }

    /** A further NUT server, which is the same simulated one under another name. */
    void secondNutServer(String id) {
        done(
                post(
                        "api/nut/servers",
                        "{\"id\":\"%s\",\"host\":\"localhost\",\"port\":%s}"
                                .formatted(id, environment.get("NUT_PORT"))));
    }

    /** Names of all events since the first start, stored or not. */
    List<String> happened() {
        return happened;
    }

    /** The simulated UPS tells these values from now on. */
    void upsTells(Map<String, String> values) {
        ups.ups("rack1").set(values);
    }

    /** Runs a command of the program against this server; its exit code. */
    int cli(String... arguments) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.put("WALNUT_SERVER", root());
        return Walnut.run(new LocalMachine(), variables, arguments);
    }

    /** The same with a login that stands already, and what the command prints. */
    int cli(PrintWriter out, PrintWriter err, List<String> arguments) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.put("WALNUT_SERVER", root());
        variables.put("WALNUT_TOKEN", token);
        return Walnut.run(
                new LocalMachine(), variables, out, err, arguments.toArray(String[]::new));
    }

    /** Runs a command as on this machine, with these variables besides the server's. */
    int cli(Map<String, String> more, PrintWriter out, PrintWriter err, String... arguments) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.putAll(more);
        return Walnut.run(new LocalMachine(), variables, out, err, arguments);
    }

    /** Ends the server; its simulated UPS goes on. */
    void stop() {
        server.close();
    }

    String token() {
        return token;
    }

    /** A host with virtual machines of these names, its targets read. */
    void virtualHost(String id, List<String> machines) {
        String names = mapper.valueToTree(machines).toString();
        done(
                post(
                        "api/integrations",
                        "{\"id\":\"%s\",\"type_id\":\"walnut.virtual\",\"name\":\"%s\",\"config\":{\"vms\":%s}}"
                                .formatted(id, id, names)));
        done(get("api/hosts/" + id + "/inventory?refresh=full"));
    }

    /** Saves the document and answers what was stored. */
    JsonNode created(String document) {
        return done(send("POST", "api/policies", document, YAML));
    }

    /** The UPS's driver answers nothing from now on. */
    void silenceUps() {
        ups.ups("rack1").fault(Scenario.Fault.SILENCE);
    }

    /** What the simulated UPS says of itself from now on. */
    void power(String flags) {
        ups.ups("rack1").set(Map.of("ups.status", flags));
    }

    /** What the simulated UPS was told to do. */
    List<String> upsHeard() {
        return ups.ups("rack1").commandsHeard();
    }

    static JsonNode done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
        return answer.json();
    }

    List<JsonNode> events(String kind) {
        return StreamSupport.stream(
                        done(get("api/events?limit=200")).path("items").spliterator(), false)
                .filter(event -> event.toString().contains("\"" + kind + "\""))
                .toList();
    }

    /** Where a path stands, for requests of another kind than those here. */
    URI address(String path) {
        return URI.create(root() + "/" + path);
    }

    private String root() {
        String scheme = environment.containsKey("WALNUT_TLS_CERT_FILE") ? "https" : "http";
        return scheme + "://127.0.0.1:" + server.port();
    }

    /** The audit log, newest first. */
    List<AuditEntry> audit() {
        try (StoreRoom store =
                new StoreRoom(configuration(), DatabaseConfig.Mode.COMMAND, new SystemClock())) {
            return store
                    .audit
                    .page(new AuditLog.Filter(null, null, null, null, null), null, 500)
                    .items()
                    .stream()
                    .map(AuditLog.AuditRow::entry)
                    .toList();
        }
    }

    Answer get(String path) {
        return sent(request(path).GET());
    }

    /** With the access token of somebody else. */
    Answer as(String other, String path) {
        return sent(request(path).setHeader("Authorization", "Bearer " + other).GET());
    }

    /** The content of an answer that is no text. */
    byte[] bytes(String path) throws Exception {
        HttpResponse<byte[]> answer =
                http.send(
                        request(path)
                                .setHeader("Accept", "application/zip")
                                .header("Authorization", "Bearer " + token)
                                .GET()
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        Canaries.checkArchive(path, answer.body());
        return answer.body();
    }

    Answer getAs(String path, String mediaType) {
        return sent(request(path).setHeader("Accept", mediaType).GET());
    }

    Answer post(String path, String body) {
        return send("POST", path, body, JSON);
    }

    /** As a caller who names no key for one effect. */
    Answer postWithoutKey(String path, String body) {
        return sent(request(path).header("Content-Type", JSON).POST(BodyPublishers.ofString(body)));
    }

    Answer send(String method, String path, String body, String mediaType) {
        return send(method, path, body, mediaType, UUID.randomUUID().toString());
    }

    Answer send(String method, String path, String body, String mediaType, String key) {
        return sent(
                request(path)
                        .header("Content-Type", mediaType)
                        .header("If-Match", "*")
                        .header("Idempotency-Key", key)
                        .method(method, BodyPublishers.ofString(body)));
    }

    /** A file in a multipart body, as browsers send it. */
    Answer upload(String path, String name, byte[] content) {
        java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
        body.writeBytes(
                ("--walnut\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                                + name
                                + "\"\r\nContent-Type: application/zip\r\n\r\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--walnut--\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return sendBytes(path, body.toByteArray(), "multipart/form-data; boundary=walnut");
    }

    Answer sendBytes(String path, byte[] body, String mediaType) {
        return sent(
                request(path)
                        .header("Content-Type", mediaType)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    /** A new session's token. */
    String login() {
        return done(send(
                        "POST",
                        "auth/jwt/login",
                        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(EMAIL, PASSWORD),
                        JSON))
                .path("access_token")
                .asText();
    }

    /** What must never be told. */
    List<String> secrets() {
        return List.of(
                PASSWORD, environment.get("WALNUT_DB_KEY"), environment.get("WALNUT_JWT_SECRET"));
    }

    /** The answer as it came. */
    HttpResponse<String> exchange(ContractRequests.Wish wish, String token) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root() + wish.path()))
                        .timeout(TestLimits.WAIT)
                        .header("Authorization", "Bearer " + token)
                        .method(
                                wish.method(),
                                wish.body() == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(wish.body()));
        wish.headers().forEach(request::header);
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address(path))
                .timeout(TestLimits.WAIT)
                .header("Accept", JSON);
    }

    private Answer sent(HttpRequest.Builder request) {
        boolean told = request.copy().build().headers().firstValue("Authorization").isPresent();
        if (token != null && !told) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            AnswerCheck.check(answer);
            boolean json =
                    answer.headers().firstValue("Content-Type").orElse("").contains("json")
                            && !answer.body().isBlank();
            return new Answer(
                    answer.statusCode(),
                    json ? mapper.readTree(answer.body()) : mapper.missingNode(),
                    answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.close();
        ups.close();
    }
}
