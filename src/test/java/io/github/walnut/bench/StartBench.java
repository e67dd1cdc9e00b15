package io.github.walnut.bench;

import io.github.walnut.simulation.Scenario;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.PolicyRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Starts the built program again and again, each time as a process of its own, and prints when a
 * NUT server first sees it and is first asked for variables, when it is ready, and what it holds
 * and uses while nothing happens. Run it in the root of the project after a build. Arguments:
 * starts (5), seconds to idle (60, 0 leaves it out), JAVA_HOME, UPSs (10), policies (20).
 */
public final class StartBench {

    private static final Path PROGRAM = Path.of("target/walnut/bin/walnut").toAbsolutePath();
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String POLICY =
            """
            version: "2.0"
            name: policy %d
            trigger: {type: ups.state, equals: OB, for: 30s, ups: ups%d}
            actions:
              - {host_id: web, capability: http.request, verb: send, options: {request_id: cut} }
            """;
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final String javaHome;
    private final int idleSeconds;
    private final int policies;
    private final NutTap tap;
    private volatile CompletableFuture<Long> connected = new CompletableFuture<>();
    private volatile CompletableFuture<Long> polled = new CompletableFuture<>();

    private StartBench(Path folder, String javaHome, int idleSeconds, int upstream, int policies)
            throws IOException {
        this.policies = policies;
        this.folder = folder;
        this.javaHome = javaHome;
        this.idleSeconds = idleSeconds;
        this.tap = new NutTap(upstream, this::asked, (at, text) -> {});
    }

    /** Nanoseconds since the process was asked for; what was seen of it while it idled, or null. */
    private record Start(long connected, long polled, long ready, Idle idle) {}

    /**
     * @param resident kilobytes at the end
     * @param cpu percent of one core, in the second half of the time
     */
    private record Idle(long resident, double cpu, long threads, long descriptors) {}

    public static void main(String[] arguments) throws Exception {
        int starts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int idle = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        String javaHome = arguments.length > 2 ? arguments[2] : System.getProperty("java.home");
        int upses = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 10;
        int policies = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 20;
        Path folder = Files.createTempDirectory("walnut-start");
        try (SimulatedNutServer nut =
                new SimulatedNutServer(
                                scenario(upses),
                                InetAddress.getLoopbackAddress(),
                                0,
                                null,
                                1,
                                s -> {})
                        .start()) {
            StartBench bench = new StartBench(folder, javaHome, idle, nut.port(), policies);
            bench.initDatabase();
            List<Start> seen = new ArrayList<>();
            bench.start(false); // the first makes the record of the NUT server, and warms files
            bench.plantPolicies(upses);
            for (int i = 0; i < starts; i++) {
                seen.add(bench.start(i == starts - 1));
            }
            System.out.println(javaHome + ", " + upses + " UPSs, " + policies + " policies");
            report(seen);
            bench.tap.close();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Scenario scenario(int upses) {
        StringBuilder text = new StringBuilder("ups:\n");
        IntStream.range(0, upses)
                .forEach(
                        i ->
                                text.append("  - name: ups")
                                        .append(i)
                                        .append(
                                                "\n    variables: {ups.status: OL, battery.charge: \"100\"}\n"));
        return new ScenarioReader().read(text.toString());
    }

    private Process walnut(int httpPort, String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Stream.concat(Stream.of(PROGRAM.toString()), Stream.of(command)).toList());
        builder.environment()
                .putAll(
                        Map.of(
                                "JAVA_HOME",
                                javaHome,
                                "WALNUT_DB_KEY",
                                KEY,
                                "WALNUT_JWT_SECRET",
                                "fedcba9876543210fedcba9876543210",
                                "WALNUT_DATA_DIR",
                                folder.resolve("data").toString(),
                                "WALNUT_CONFIG_DIR",
                                folder.resolve("config").toString(),
                                "WALNUT_HTTP_HOST",
                                "127.0.0.1",
                                "WALNUT_HTTP_PORT",
                                Integer.toString(httpPort),
                                "NUT_HOST",
                                "127.0.0.1",
                                "NUT_PORT",
                                Integer.toString(tap.port())));
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("walnut.log").toFile())
                .start();
    }

    private void initDatabase() throws Exception {
        Process init = walnut(8000, "db", "init");
        if (init.waitFor() != 0) {
            throw new IllegalStateException(
                    "db init ended with "
                            + init.exitValue()
                            + ": "
                            + Files.readString(folder.resolve("walnut.log")));
        }
    }

    private void plantPolicies(int upses) {
        Database database =
                Database.open(
                        DatabaseConfig.server(
                                folder.resolve("data/walnut.db"), KEY.toCharArray(), "bench"),
                        Planted.CLOCK);
        try (database) {
            PolicyRepository repository = new PolicyRepository(database, (text, type) -> null);
            for (int i = 0; i < policies; i++) {
                repository.create(Planted.policy(i, POLICY.formatted(i, i % upses)), "bench");
            }
        }
    }

    private Start start(boolean idle) throws Exception {
        connected = new CompletableFuture<>();
        polled = new CompletableFuture<>();
        int port = freePort();
        long begin = System.nanoTime();
        Process process = walnut(port, "serve");
        try {
            long ready = awaitReady(process, port) - begin;
            long first = polled.get(60, TimeUnit.SECONDS) - begin;
            Idle seen = idle && idleSeconds > 0 ? idle(process) : null;
            return new Start(connected.join() - begin, first, ready, seen);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private void asked(long at, String text) {
        connected.complete(at);
        if (text.contains("LIST VAR")) {
            polled.complete(at);
        }
    }

    private long awaitReady(Process process, int port) throws Exception {
        HttpRequest ready =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/observe/health/ready"))
                        .build();
        long end = System.nanoTime() + LIMIT;
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return System.nanoTime();
                }
            } catch (IOException e) {
                // not listening yet, or not answering: asked again below
            }
            LockSupport.parkNanos(5_000_000);
        }
        throw new IllegalStateException(
                "the server did not become ready: "
                        + Files.readString(folder.resolve("walnut.log")));
    }

    private Idle idle(Process process) throws IOException, InterruptedException {
        pass(process, idleSeconds / 2);
        Duration before = process.info().totalCpuDuration().orElseThrow();
        long begin = System.nanoTime();
        pass(process, idleSeconds - idleSeconds / 2);
        Duration used = process.info().totalCpuDuration().orElseThrow().minus(before);
        double cpu = 100.0 * used.toNanos() / (System.nanoTime() - begin);
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return new Idle(
                    status(process, "VmRSS:"),
                    cpu,
                    status(process, "Threads:"),
                    descriptors.count());
        }
    }

    private static void pass(Process process, int seconds) throws InterruptedException {
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server ended with " + process.exitValue());
        }
    }

    private static long status(Process process, String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void report(List<Start> seen) {
        System.out.println(
                "first words to the NUT server: "
                        + Times.of(seen.stream().mapToLong(Start::connected)));
        System.out.println(
                "first LIST VAR:                "
                        + Times.of(seen.stream().mapToLong(Start::polled)));
        System.out.println(
                "ready:                         "
                        + Times.of(seen.stream().mapToLong(Start::ready)));
        Idle idle = seen.get(seen.size() - 1).idle();
        if (idle != null) {
            System.out.printf(
                    "idle: %d MB resident, %.1f %% of a core, %d threads, %d descriptors%n",
                    idle.resident() / 1024, idle.cpu(), idle.threads(), idle.descriptors());
        }
    }
}
