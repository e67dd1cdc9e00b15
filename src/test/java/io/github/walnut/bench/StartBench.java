package io.github.walnut.bench;

import io.github.walnut.simulation.Scenario;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * NUT server with ten UPSs first sees it and is first asked for variables, when it is ready, and
 * how much memory it holds after a while. Run it in the root of the project after a build.
 * Arguments: starts (5), seconds until memory is read (30, 0 leaves it out), JAVA_HOME.
 */
public final class StartBench {

    private static final Path PROGRAM = Path.of("target/walnut/bin/walnut").toAbsolutePath();
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final String javaHome;
    private final int idleSeconds;
    private final NutTap tap;
    private volatile CompletableFuture<Long> connected = new CompletableFuture<>();
    private volatile CompletableFuture<Long> polled = new CompletableFuture<>();

    private StartBench(Path folder, String javaHome, int idleSeconds, int upstream)
            throws IOException {
        this.folder = folder;
        this.javaHome = javaHome;
        this.idleSeconds = idleSeconds;
        this.tap = new NutTap(upstream, this::asked, (at, text) -> {});
    }

    /** Nanoseconds since the process was asked for; kilobytes. */
    private record Start(long connected, long polled, long ready, long memory) {}

    public static void main(String[] arguments) throws Exception {
        int starts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int idle = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        String javaHome = arguments.length > 2 ? arguments[2] : System.getProperty("java.home");
        Path folder = Files.createTempDirectory("walnut-start");
        try (SimulatedNutServer nut =
                new SimulatedNutServer(
                                tenUpses(), InetAddress.getLoopbackAddress(), 0, null, 1, s -> {})
                        .start()) {
            StartBench bench = new StartBench(folder, javaHome, idle, nut.port());
            bench.initDatabase();
            List<Start> seen = new ArrayList<>();
            bench.start(false); // the first makes the record of the NUT server, and warms files
            for (int i = 0; i < starts; i++) {
                seen.add(bench.start(i == starts - 1));
            }
            report(javaHome, seen);
            bench.tap.close();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Scenario tenUpses() {
        StringBuilder text = new StringBuilder("ups:\n");
        IntStream.range(0, 10)
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
                                "0123456789abcdef0123456789abcdef",
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

    private Start start(boolean idle) throws Exception {
        connected = new CompletableFuture<>();
        polled = new CompletableFuture<>();
        int port = freePort();
        long begin = System.nanoTime();
        Process process = walnut(port, "serve");
        try {
            long ready = awaitReady(process, port) - begin;
            long first = polled.get(60, TimeUnit.SECONDS) - begin;
            long memory = idle && idleSeconds > 0 ? memoryAfterIdle(process) : 0;
            return new Start(connected.join() - begin, first, ready, memory);
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
            } catch (java.net.ConnectException e) {
                // not listening yet: asked again below
            }
            LockSupport.parkNanos(5_000_000);
        }
        throw new IllegalStateException(
                "the server did not become ready: "
                        + Files.readString(folder.resolve("walnut.log")));
    }

    private long memoryAfterIdle(Process process) throws IOException, InterruptedException {
        if (process.waitFor(idleSeconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server ended with " + process.exitValue());
        }
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void report(String javaHome, List<Start> seen) {
        System.out.println(javaHome);
        System.out.println(
                "first words to the NUT server: "
                        + Times.of(seen.stream().mapToLong(Start::connected)));
        System.out.println(
                "first LIST VAR:                "
                        + Times.of(seen.stream().mapToLong(Start::polled)));
        System.out.println(
                "ready:                         "
                        + Times.of(seen.stream().mapToLong(Start::ready)));
        System.out.println("memory: " + seen.get(seen.size() - 1).memory() / 1024 + " MB resident");
    }
}
