package io.github.walnut.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.app.WalnutServer;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.PolicyRepository;
import io.github.walnut.store.Volumes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The lists of the API as a client sees them, over loopback: a whole server in this process with
 * 100 UPSs that are polled each five seconds, 200 policies, 10,000 events, 10,000 rows of the audit
 * log and 1,000 runs. Argument: repetitions (200).
 */
public final class ListsBench {

    private static final String KEY = "bench-key-0123456789abcdef-ABCDEF";
    private static final String PASSWORD = "bench-Admin-Pass-71-quiet";
    private static final int UPSS = 100;
    private static final int WARM_UP = 20;
    private static final int PAUSE_MILLIS = 40;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> LISTS =
            List.of(
                    "ups",
                    "ups?limit=200",
                    "policies",
                    "policies?limit=200",
                    "events",
                    "events?limit=200",
                    "events?severity=warn",
                    "events?ups_id=ups7%40nut",
                    "audit",
                    "audit?limit=200",
                    "runs",
                    "runs?limit=100",
                    "outages",
                    "obligations",
                    "hosts",
                    "targets",
                    "integrations",
                    "integrations/types",
                    "nut/servers",
                    "jobs",
                    "users",
                    "tokens",
                    "maintenance",
                    "routes",
                    "settings");

    private static final String POLICY =
            """
            version: "2.0"
            name: "Watcher %d"
            trigger: {type: ups.state, equals: OB, for: 30s, ups: ups%d}
            actions:
              - {id: cut, host_id: web, capability: http.request, verb: send, options: {request_id: cut}}
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private String token;

    private ListsBench(int port) {
        server = URI.create("http://127.0.0.1:" + port + "/");
    }

    public static void main(String[] arguments) throws Exception {
        int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        Path folder = Files.createTempDirectory("walnut-lists");
        try (SimulatedNutServer nut = nut()) {
            Configuration configuration = configuration(folder, nut.port());
            plant(configuration);
            try (WalnutServer walnut = WalnutServer.start(configuration)) {
                new ListsBench(walnut.port()).measure(repetitions);
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        System.exit(0);
    }

    private void measure(int repetitions) throws Exception {
        token =
                JSON.readTree(
                                send(
                                        HttpRequest.newBuilder(server.resolve("auth/jwt/login"))
                                                .header("Content-Type", "application/json")
                                                .POST(
                                                        BodyPublishers.ofString(
                                                                "{\"username\":\"admin@example.org\",\"password\":\""
                                                                        + PASSWORD
                                                                        + "\"}"))))
                        .path("access_token")
                        .asText();
        while (items("ups?limit=200").size() < UPSS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        for (String list : LISTS) {
            int items = items(list).size();
            System.out.printf("%-26s %4d items: %s%n", list, items, times(list, repetitions));
        }
    }

    /** With pauses, since one client may not ask more often. */
    private Times times(String list, int repetitions) throws Exception {
        long[] nanos = new long[repetitions];
        for (int i = -WARM_UP; i < repetitions; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            long begin = System.nanoTime();
            get(list);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begin;
            }
        }
        return Times.of(LongStream.of(nanos));
    }

    private JsonNode items(String list) throws Exception {
        JsonNode answer = JSON.readTree(get(list));
        return answer.isArray() ? answer : answer.path("items");
    }

    private String get(String list) throws Exception {
        return send(
                HttpRequest.newBuilder(server.resolve("api/" + list))
                        .header("Authorization", "Bearer " + token));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        request.header("Accept", "application/json").build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.request() + ": " + answer.body());
        }
        return answer.body();
    }

    private static SimulatedNutServer nut() throws IOException {
        StringBuilder scenario = new StringBuilder("ups:\n");
        for (int i = 0; i < UPSS; i++) {
            scenario.append("  - name: ups")
                    .append(i)
                    .append("\n    variables: {ups.status: OL, battery.charge: \"100\"}\n");
        }
        return new SimulatedNutServer(
                        new ScenarioReader().read(scenario.toString()),
                        InetAddress.getLoopbackAddress(),
                        0,
                        null,
                        1,
                        step -> {})
                .start();
    }

    private static Configuration configuration(Path folder, int nutPort) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Map<String, String> environment = new HashMap<>();
        environment.put("WALNUT_ENV", "dev");
        environment.put("WALNUT_MANAGEMENT_PORT", "0");
        environment.put("WALNUT_DB_KEY", KEY);
        environment.put("WALNUT_JWT_SECRET", KEY + "-jwt");
        environment.put("WALNUT_ADMIN_EMAIL", "admin@example.org");
        environment.put("WALNUT_ADMIN_PASSWORD_FILE", password.toString());
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_DATA_DIR", folder.resolve("data").toString());
        environment.put("WALNUT_HTTP_HOST", "127.0.0.1");
        environment.put("WALNUT_HTTP_PORT", "0");
        environment.put("WALNUT_HOME", Path.of("target/walnut").toAbsolutePath().toString());
        environment.put("NUT_HOST", "127.0.0.1");
        environment.put("NUT_PORT", Integer.toString(nutPort));
        return new ConfigurationReader(environment, new Properties(), System.err::println)
                .read(Map.of());
    }

    private static void plant(Configuration configuration) {
        DatabaseConfig config =
                DatabaseConfig.server(configuration.database(), KEY.toCharArray(), "bench");
        try (Database database = Database.open(config, Planted.CLOCK)) {
            PolicyRepository policies = new PolicyRepository(database, (text, type) -> null);
            for (int i = 0; i < 200; i++) {
                policies.create(Planted.policy(i, POLICY.formatted(i, i % UPSS)), "bench");
            }
            Volumes volumes = new Volumes(database, KEY.toCharArray());
            volumes.events(10_000);
            volumes.auditRows(10_000);
            volumes.runs(1_000);
        }
    }
}
