package io.github.walnut.bench;

import io.github.walnut.app.WalnutServer;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.inventory.Host;
import io.github.walnut.peers.HttpReceiver;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.HostRepository;
import io.github.walnut.store.HostSecrets;
import io.github.walnut.store.PolicyRepository;
import io.github.walnut.store.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * From the reply that says OB to the command that it causes: a whole server in this process, a
 * simulated NUT server, an armed policy, an HTTP device. The status changes between OB and OL; time
 * runs from the moment at which the reply is handed to the client's socket until the device has the
 * request. Then a plain loop does the same: it reads the status on a kept connection and sends the
 * request. Arguments: repetitions (220), of which the first 20 warm up; UPSs (1); policies (1). The
 * others of both are there to be looked at: each policy listens to one of the other UPSs.
 */
public final class RoadBench {

    private static final int WARM_UP = 20;
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String POLICY =
            """
            version: "2.0"
            name: road
            trigger: {type: ups.state, equals: OB, ups: rack}
            actions:
              - {host_id: web, capability: http.request, verb: send, options: {request_id: cut} }
            safeties: {suppression_window: 0s}
            idempotency_window: 0s
            """;

    private static final String OTHER =
            """
            version: "2.0"
            name: other %d
            trigger: {type: ups.state, equals: OB, for: 30s, ups: other-%d}
            actions:
              - {id: a%d, host_id: web, capability: http.request, verb: send, options: {request_id: cut} }
            """;

    private final int upses;
    private final int policies;

    private final Path folder;
    private final SimulatedNutServer nut;
    private final HttpReceiver device;
    private final BlockingQueue<Long> commands = new LinkedBlockingQueue<>();
    private final List<Long> changes = new ArrayList<>();
    private volatile long repliedAt;
    private volatile boolean mainsSeen;

    private RoadBench(
            Path folder, SimulatedNutServer nut, HttpReceiver device, int upses, int policies) {
        this.upses = upses;
        this.policies = policies;
        this.folder = folder;
        this.nut = nut;
        this.device = device;
        device.answer(
                "/cut",
                exchange -> {
                    commands.add(System.nanoTime());
                    HttpReceiver.Answer.json(200, "{}").write(exchange);
                });
    }

    public static void main(String[] arguments) throws Exception {
        int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 220;
        int upses = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        int policies = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        Path folder = Files.createTempDirectory("walnut-road");
        String variables = "\n    variables: {ups.status: OL, battery.charge: \"100\"}\n";
        StringBuilder scenario = new StringBuilder("ups:\n  - name: rack" + variables);
        for (int i = 1; i < upses; i++) {
            scenario.append("  - name: other-").append(i).append(variables);
        }
        try (SimulatedNutServer nut =
                        new SimulatedNutServer(
                                        new ScenarioReader().read(scenario.toString()),
                                        InetAddress.getLoopbackAddress(),
                                        0,
                                        null,
                                        1,
                                        step -> {})
                                .start();
                HttpReceiver device = HttpReceiver.start()) {
            RoadBench bench = new RoadBench(folder, nut, device, upses, policies);
            Times road = bench.road(repetitions);
            System.out.println("road of walNUT: " + road);
            Times loop = bench.plainLoop(repetitions);
            System.out.println("plain loop:     " + loop);
            System.out.printf(
                    "own share:      p50 %.3f ms, p99 %.3f ms%n",
                    road.median() - loop.median(), road.percentile(99) - loop.percentile(99));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Times road(int repetitions) throws Exception {
        try (NutTap tap = new NutTap(nut.port(), (at, text) -> {}, this::replied)) {
            Configuration configuration = configuration(tap.port());
            plant(configuration);
            long begun = System.nanoTime();
            try (WalnutServer server = WalnutServer.start(configuration)) {
                System.out.printf(
                        "server on port %d with %d UPSs and %d policies, ready after %.1f s%n",
                        server.port(), upses, policies, (System.nanoTime() - begun) / 1e9);
                Times times = alternate(repetitions, 100);
                System.out.println(
                        "from the change: " + Times.of(changes.stream().mapToLong(c -> c)));
                return times;
            }
        }
    }

    private void replied(long at, String text) {
        mainsSeen |= text.contains("ups.status \"OL");
        if (repliedAt == 0 && text.contains("ups.status \"OB")) {
            repliedAt = at;
        }
    }

    /** Waits for the return of mains to be seen before the next failure. */
    private Times alternate(int repetitions, long millisOnMains) throws Exception {
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < repetitions; i++) {
            nut.ups("rack").set(Map.of("ups.status", "OL"));
            mainsSeen = false;
            while (!mainsSeen) {
                LockSupport.parkNanos(1_000_000);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millisOnMains));
            commands.clear();
            repliedAt = 0;
            long changedAt = System.nanoTime();
            nut.ups("rack").set(Map.of("ups.status", "OB"));
            Long sent = commands.poll(30, TimeUnit.SECONDS);
            if (sent == null) {
                throw new IllegalStateException("no command in repetition " + i);
            }
            taken.add(sent - repliedAt);
            changes.add(sent - changedAt);
        }
        return Times.of(taken.stream().skip(WARM_UP).mapToLong(Long::longValue));
    }

    private Times plainLoop(int repetitions) throws Exception {
        try (NutTap tap = new NutTap(nut.port(), (at, text) -> {}, this::replied);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
            socket.setTcpNoDelay(true);
            Thread loop = new Thread(() -> poll(socket), "plain-loop");
            loop.setDaemon(true);
            loop.start();
            return alternate(repetitions, 20);
        }
    }

    private void poll(Socket socket) {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest command =
                HttpRequest.newBuilder(URI.create(device.url() + "/cut"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        byte[] question = "GET VAR rack ups.status\n".getBytes(StandardCharsets.UTF_8);
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = socket.getOutputStream();
            boolean before = false;
            while (true) {
                out.write(question);
                String answer = in.readLine();
                if (answer == null) {
                    return;
                }
                boolean onBattery = answer.contains("\"OB");
                if (onBattery && !before) {
                    http.send(command, BodyHandlers.discarding());
                }
                before = onBattery;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        } catch (IOException e) {
            System.err.println("the plain loop ends: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Configuration configuration(int nutPort) {
        Map<String, String> environment = new HashMap<>();
        environment.put("WALNUT_ENV", "dev");
        environment.put("WALNUT_MANAGEMENT_PORT", "0");
        environment.put("WALNUT_DB_KEY", KEY);
        environment.put("WALNUT_JWT_SECRET", KEY + "-jwt");
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_DATA_DIR", folder.resolve("data").toString());
        environment.put("WALNUT_HTTP_HOST", "127.0.0.1");
        environment.put("WALNUT_HTTP_PORT", "0");
        environment.put("WALNUT_HOME", Path.of("target/walnut").toAbsolutePath().toString());
        environment.put("WALNUT_ARMED", "true");
        environment.put("WALNUT_EGRESS_ALLOW", "127.0.0.0/8");
        environment.put("NUT_HOST", "127.0.0.1");
        environment.put("NUT_PORT", Integer.toString(nutPort));
        environment.put("WALNUT_POLL_INTERVAL", "500ms");
        environment.put("WALNUT_FAST_INTERVAL", "100ms");
        return new ConfigurationReader(environment, new Properties(), System.err::println)
                .read(Map.of());
    }

    private void plant(Configuration configuration) {
        DatabaseConfig config =
                DatabaseConfig.server(configuration.database(), KEY.toCharArray(), "bench");
        try (Database database = Database.open(config, Planted.CLOCK)) {
            Host host =
                    new Host(
                            "web",
                            0,
                            "web",
                            "generic.http",
                            Map.of(
                                    "base_url",
                                    device.url(),
                                    "auth",
                                    "none",
                                    "headers",
                                    Map.of(),
                                    "timeout_s",
                                    10,
                                    "verify_tls",
                                    true,
                                    "test_path",
                                    "",
                                    "plug",
                                    "none",
                                    "requests",
                                    List.of("{id: cut, method: POST, path: /cut}")),
                            Map.of(),
                            true,
                            Host.State.CONNECTED,
                            null,
                            false);
            new HostRepository(database)
                    .create(
                            host,
                            Map.of(),
                            new HostSecrets(database, new Secrets(database, KEY.toCharArray())));
            PolicyRepository repository = new PolicyRepository(database, (text, type) -> null);
            repository.create(Planted.policy(1, POLICY), "bench");
            for (int i = 2; i <= policies; i++) {
                int ups = 1 + i % Math.max(1, upses - 1);
                repository.create(Planted.policy(i, OTHER.formatted(i, ups, i)), "bench");
            }
        }
    }
}
