package io.github.walnut.peers;

import static org.awaitility.Awaitility.await;

import io.github.walnut.TestLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A real upsd on loopback with simulated UPSs (dummy-ups), in a scratch folder of its own. Users:
 * admin/canary-adminpass (SET, FSD, all commands), primary/primpass and secondary/secpass (upsmon
 * roles), readonly/ropass.
 *
 * <pre>
 * try (RealUpsd upsd = RealUpsd.with("rack1", "rack2").start()) {
 *     upsd.set("rack1", "ups.status", "OB LB");
 * }
 * </pre>
 */
public final class RealUpsd implements AutoCloseable {

    /** The programs that this helper starts; for {@link RealPeer}. */
    public static final String UPSD = "/usr/lib/nut/upsd";

    public static final String DUMMY_UPS = "/usr/lib/nut/dummy-ups";

    private static final Duration LIMIT = TestLimits.WAIT;

    private final Path folder;
    private final int port;
    private final Map<String, Map<String, String>> devices;
    private final RealUpsdTls tls;
    private final Map<String, Process> drivers = new LinkedHashMap<>();
    private Process server;

    private RealUpsd(Builder builder) throws IOException {
        folder = Files.createTempDirectory("walnut-upsd");
        port = freePort();
        devices = new LinkedHashMap<>(builder.devices);
        tls = builder.tls ? new RealUpsdTls(folder) : null;
        RealUpsdFiles.write(folder, port, builder.maxConnections, builder.maxAgeSeconds, devices);
    }

    /** UPSs of these names, each with the variables of a small healthy one. */
    public static Builder with(String... names) {
        Builder builder = new Builder();
        Stream.of(names).forEach(name -> builder.ups(name, Map.of()));
        return builder;
    }

    /** {@code u001}, {@code u002} and so on. */
    public static Builder withMany(int count) {
        return with(
                IntStream.rangeClosed(1, count)
                        .mapToObj("u%03d"::formatted)
                        .toArray(String[]::new));
    }

    public static final class Builder {
        private final Map<String, Map<String, String>> devices = new LinkedHashMap<>();
        private int maxConnections = 512;
        private int maxAgeSeconds = 15;
        private boolean tls;

        /** One UPS more; {@code variables} come on top of those of a small healthy one. */
        public Builder ups(String name, Map<String, String> variables) {
            devices.put(name, Map.copyOf(variables));
            return this;
        }

        /** Places for clients and drivers together; clients beyond them are left in silence. */
        public Builder maxConnections(int places) {
            maxConnections = places;
            return this;
        }

        /** How long a driver may be silent before its data count as stale. */
        public Builder maxAge(int seconds) {
            maxAgeSeconds = seconds;
            return this;
        }

        /** STARTTLS with a certificate for localhost and 127.0.0.1, out of an NSS database. */
        public Builder tls() {
            tls = true;
            return this;
        }

        /** Returns when every UPS answers with a status. */
        public RealUpsd start() throws IOException {
            RealUpsd upsd = new RealUpsd(this);
            try {
                if (tls) {
                    upsd.tls.issueCertificate();
                }
                upsd.devices.keySet().forEach(upsd::spawnDriver);
                upsd.startServer();
                upsd.devices.keySet().forEach(upsd::awaitStatus);
                return upsd;
            } catch (IOException | RuntimeException e) {
                upsd.close();
                throw e;
            }
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** PEM file of the authority that signs the certificates of this server. */
    public Path authority() {
        return tls.authority();
    }

    /** Sets a variable with {@code upsrw} and waits until the server shows it. */
    public void set(String ups, String variable, String value) throws IOException {
        RealUpsdFiles.run(
                folder,
                List.of(
                        "/usr/bin/upsrw",
                        "-s",
                        variable + "=" + value,
                        "-u",
                        "admin",
                        "-p",
                        "canary-adminpass",
                        at(ups)));
        await().atMost(LIMIT)
                .until(() -> ask("GET VAR " + ups + " " + variable).contains("\"" + value + "\""));
    }

    /** Sends one request on a connection of its own and returns the first line of the answer. */
    public String ask(String request) throws IOException {
        return RealUpsdFiles.ask(port, request);
    }

    /** Kills the driver of a UPS and waits until the server has noticed: DRIVER-NOT-CONNECTED. */
    public void killDriver(String ups) {
        drivers.get(ups).destroyForcibly();
        awaitAnswer(ups, "DRIVER-NOT-CONNECTED");
    }

    /** Starts the driver of a UPS anew and waits for its first status. */
    public void startDriver(String ups) {
        spawnDriver(ups);
        awaitStatus(ups);
    }

    /** Stops the driver with SIGSTOP and waits until the server calls its data stale. */
    public void freezeDriver(String ups) throws IOException {
        signal(drivers.get(ups), "STOP");
        awaitAnswer(ups, "DATA-STALE");
    }

    public void thawDriver(String ups) throws IOException {
        signal(drivers.get(ups), "CONT");
        awaitStatus(ups);
    }

    /** SIGSTOP: the server still takes connections (the kernel does), and says nothing. */
    public void freezeServer() throws IOException {
        signal(server, "STOP");
    }

    public void thawServer() throws IOException {
        signal(server, "CONT");
    }

    public void stopServer() {
        end(server);
    }

    /** Starts upsd on the same port and waits until it answers. */
    public void startServer() throws IOException {
        server = RealUpsdFiles.start(folder, "upsd.log", List.of(UPSD, "-u", user(), "-FF"));
        await("upsd on port " + port)
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> ask("VER").startsWith("Network UPS Tools"));
    }

    /** The same server with a new certificate (of the same authority). */
    public void renewCertificate() throws IOException {
        stopServer();
        tls.issueCertificate();
        startServer();
        devices.keySet().forEach(this::awaitStatus);
    }

    @Override
    public void close() {
        drivers.values().forEach(RealUpsd::end);
        if (server != null) {
            end(server);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(RealUpsdFiles::deleteIfThere);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear " + folder, e);
        }
    }

    private void spawnDriver(String ups) {
        try {
            drivers.put(
                    ups,
                    RealUpsdFiles.start(
                            folder,
                            ups + ".log",
                            List.of(DUMMY_UPS, "-a", ups, "-u", user(), "-FF")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start dummy-ups for " + ups, e);
        }
    }

    private void awaitStatus(String ups) {
        await("a status of " + ups)
                .atMost(LIMIT)
                .until(() -> ask("GET VAR " + ups + " ups.status").matches("VAR .*\"(?!WAIT).*\""));
    }

    private void awaitAnswer(String ups, String word) {
        await(word).atMost(LIMIT).until(() -> ask("GET VAR " + ups + " ups.status").contains(word));
    }

    private String at(String ups) {
        return ups + "@" + host() + ":" + port;
    }

    private void signal(Process process, String name) throws IOException {
        RealUpsdFiles.run(folder, List.of("/bin/kill", "-" + name, Long.toString(process.pid())));
    }

    private static void end(Process process) {
        process.destroyForcibly().onExit().join();
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
