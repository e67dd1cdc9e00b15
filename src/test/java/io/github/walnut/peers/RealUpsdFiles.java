package io.github.walnut.peers;

import io.github.walnut.TestLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The files and processes of a {@link RealUpsd}. */
final class RealUpsdFiles {

    private static final Map<String, String> HEALTHY =
            Map.ofEntries(
                    Map.entry("device.mfr", "Sim Works"),
                    Map.entry("device.model", "SIM 1500"),
                    Map.entry("device.type", "ups"),
                    Map.entry("ups.model", "SIM 1500"),
                    Map.entry("ups.status", "OL"),
                    Map.entry("ups.load", "23"),
                    Map.entry("ups.realpower.nominal", "900"),
                    Map.entry("ups.temperature", "27.4"),
                    Map.entry("ups.delay.shutdown", "20"),
                    Map.entry("ups.delay.start", "30"),
                    Map.entry("battery.charge", "100"),
                    Map.entry("battery.charge.low", "20"),
                    Map.entry("battery.runtime", "3600"),
                    Map.entry("battery.runtime.low", "300"),
                    Map.entry("battery.voltage", "27.2"),
                    Map.entry("input.voltage", "230.4"),
                    Map.entry("input.frequency", "50.0"),
                    Map.entry("output.voltage", "230.1"));

    private static final String USERS =
            """
            [admin]
                password = canary-adminpass
                actions = SET
                actions = FSD
                instcmds = ALL
            [primary]
                password = primpass
                upsmon primary
            [secondary]
                password = secpass
                upsmon secondary
            [readonly]
                password = ropass
            """;

    private RealUpsdFiles() {}

    static void write(
            Path folder,
            int port,
            int maxConnections,
            int maxAgeSeconds,
            Map<String, Map<String, String>> devices)
            throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("state"));
        StringBuilder ups = new StringBuilder("maxretry = 1\npollinterval = 1\n");
        for (Map.Entry<String, Map<String, String>> device : devices.entrySet()) {
            ups.append(
                    """
                    [%1$s]
                        driver = dummy-ups
                        port = %1$s.dev
                        mode = dummy-once
                        desc = "Simulated %1$s"
                    """
                            .formatted(device.getKey()));
            Map<String, String> variables = new TreeMap<>(HEALTHY);
            variables.putAll(device.getValue());
            secret(
                    conf.resolve(device.getKey() + ".dev"),
                    variables.entrySet().stream()
                            .map(v -> v.getKey() + ": " + v.getValue() + "\n")
                            .collect(Collectors.joining()));
        }
        secret(conf.resolve("ups.conf"), ups.toString());
        secret(conf.resolve("upsd.users"), USERS);
        secret(
                conf.resolve("upsd.conf"),
                "LISTEN 127.0.0.1 %d\nMAXAGE %d\nMAXCONN %d\n"
                        .formatted(port, maxAgeSeconds, maxConnections));
    }

    static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    static Process start(Path folder, String log, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.redirectOutput(folder.resolve(log).toFile());
        builder.environment().putAll(environment(folder));
        return builder.start();
    }

    static void run(Path folder, List<String> command) throws IOException {
        Process process = start(folder, "tools.log", command);
        try {
            if (!process.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)
                    || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(
                        command.get(0)
                                + " failed: "
                                + Files.readString(folder.resolve("tools.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + command.get(0), e);
        }
    }

    static String ask(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            socket.getOutputStream().write((request + "\n").getBytes(StandardCharsets.UTF_8));
            String line =
                    new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine();
            return line == null ? "" : line;
        }
    }

    static void deleteIfThere(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    private static void secret(Path file, String text) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static Map<String, String> environment(Path folder) {
        String state = folder.resolve("state").toString();
        return Map.of(
                "NUT_CONFPATH", folder.resolve("conf").toString(),
                "NUT_STATEPATH", state,
                "NUT_ALTPIDPATH", state,
                "NUT_PIDPATH", state,
                "NUT_QUIET_INIT_UPSNOTIFY", "true");
    }
}
