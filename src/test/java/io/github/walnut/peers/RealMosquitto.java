package io.github.walnut.peers;

import static org.awaitility.Awaitility.await;

import io.github.walnut.Canaries;
import io.github.walnut.TestLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * mosquitto on loopback with two users: {@code walnut} may use {@code walnut/#} and write {@code
 * homeassistant/#} and {@code cmnd/#}; {@code ha} reads everything and may write {@code
 * walnut/+/set} and {@code stat/#}.
 */
public final class RealMosquitto implements AutoCloseable {

    public static final String PROGRAM = "/usr/sbin/mosquitto";
    public static final String USER = "walnut";
    public static final String PASSWORD = "canary-walnut-pass-1";
    public static final String OTHER_USER = "ha";
    public static final String OTHER_PASSWORD = "canary-ha-pass-1";

    private static final Duration LIMIT = TestLimits.WAIT;

    private final PeerFolder folder;
    private final int port;
    private final List<Process> recorders = new ArrayList<>();
    private Process broker;
    private int tlsPort;

    private RealMosquitto(PeerFolder folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public static RealMosquitto start() throws IOException {
        RealMosquitto mosquitto =
                new RealMosquitto(new PeerFolder("mosquitto"), PeerFolder.freePort());
        mosquitto.prepare();
        mosquitto.launch();
        return mosquitto;
    }

    /** One that speaks TLS besides, on {@link #tlsUrl()}. */
    public static RealMosquitto withTls(TestCertificate certificate)
            throws IOException, GeneralSecurityException {
        RealMosquitto mosquitto = preparedForTls(certificate);
        mosquitto.launch();
        return mosquitto;
    }

    /** The same; who comes by TLS has to show this certificate. */
    public static RealMosquitto withTlsFor(TestCertificate client, TestCertificate certificate)
            throws IOException, GeneralSecurityException {
        RealMosquitto mosquitto = preparedForTls(certificate);
        mosquitto.folder.write("client.pem", client.pem());
        mosquitto.configure(
                "require_certificate true\ncafile %s\n"
                        .formatted(mosquitto.folder.path("client.pem")));
        mosquitto.launch();
        return mosquitto;
    }

    private static RealMosquitto preparedForTls(TestCertificate certificate)
            throws IOException, GeneralSecurityException {
        RealMosquitto mosquitto =
                new RealMosquitto(new PeerFolder("mosquitto"), PeerFolder.freePort());
        mosquitto.prepare();
        mosquitto.tlsPort = PeerFolder.freePort();
        mosquitto.folder.write("broker.pem", certificate.pem());
        mosquitto.folder.write("broker.key", certificate.keyPem());
        mosquitto.configure(
                """
                listener %d 127.0.0.1
                certfile %s
                keyfile %s
                """
                        .formatted(
                                mosquitto.tlsPort,
                                mosquitto.folder.path("broker.pem"),
                                mosquitto.folder.path("broker.key")));
        return mosquitto;
    }

    /** Adds lines, which belong to the last listener. */
    private void configure(String lines) throws IOException {
        Files.writeString(folder.path("mosquitto.conf"), lines, StandardOpenOption.APPEND);
    }

    /** What it has said since it began. */
    public String log() throws IOException {
        return Files.readString(folder.path("broker.log"));
    }

    public String tlsUrl() {
        return "ssl://127.0.0.1:" + tlsPort;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Records what is published on a topic filter from now on, as a client of its own. */
    public Recorder subscribe(String filter) throws IOException {
        return subscribe(filter, "%t %p");
    }

    /**
     * @param format of each message as mosquitto_sub reads it, beginning with {@code %t %p}
     */
    public Recorder subscribe(String filter, String format) throws IOException {
        String ready = "ready-" + UUID.randomUUID();
        String log = "recorder-" + ready + ".txt";
        folder.write(log, "");
        recorders.add(
                folder.start(
                        log,
                        command(
                                "mosquitto_sub",
                                OTHER_USER,
                                OTHER_PASSWORD,
                                "-t",
                                filter,
                                "-t",
                                "stat/ready",
                                "-F",
                                format)));
        Recorder recorder = new Recorder(folder, log);
        await().atMost(LIMIT)
                .until(
                        () -> {
                            publish("stat/ready", ready);
                            return recorder.all().stream()
                                    .anyMatch(line -> line.startsWith("stat/ready " + ready));
                        });
        return recorder;
    }

    /** What it keeps, payloads by topic. */
    public Map<String, String> retained() throws IOException {
        Recorder recorder = subscribe("#", "%t %p %r");
        Map<String, String> kept = new TreeMap<>();
        for (String message : recorder.messages()) {
            if (message.endsWith(" 1")) {
                String[] words = message.split(" ", 2);
                kept.put(words[0], words[1].substring(0, words[1].length() - 2));
            }
        }
        PeerFolder.stop(recorders.remove(recorders.size() - 1));
        return kept;
    }

    /** Publishes as the other user, at QoS 1. */
    public void publish(String topic, String payload, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(
                        command(
                                "mosquitto_pub",
                                OTHER_USER,
                                OTHER_PASSWORD,
                                "-q",
                                "1",
                                "-t",
                                topic,
                                "-m",
                                payload));
        command.addAll(List.of(options));
        folder.run(command.toArray(String[]::new));
    }

    /** Ends the broker; {@link #restart()} brings it back on the same port. */
    public void stop() {
        PeerFolder.stop(broker);
    }

    public void restart() throws IOException {
        stop();
        launch();
    }

    @Override
    public void close() {
        recorders.forEach(PeerFolder::stop);
        stop();
        folder.close();
    }

    private List<String> command(String program, String user, String password, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program,
                                "-h",
                                host(),
                                "-p",
                                String.valueOf(port),
                                "-V",
                                "mqttv5",
                                "-u",
                                user,
                                "-P",
                                password));
        command.addAll(List.of(more));
        return command;
    }

    private void prepare() throws IOException {
        String passwords = folder.path("passwords").toString();
        folder.run("mosquitto_passwd", "-b", "-c", passwords, USER, PASSWORD);
        folder.run("mosquitto_passwd", "-b", passwords, OTHER_USER, OTHER_PASSWORD);
        folder.write(
                "acl",
                """
                user walnut
                topic readwrite walnut/#
                topic write homeassistant/#
                topic read homeassistant/status
                topic write cmnd/#
                topic read stat/#
                user ha
                topic read #
                topic write homeassistant/status
                topic write walnut/+/set
                topic write walnut/rpc
                topic write stat/#
                """);
        folder.write(
                "mosquitto.conf",
                """
                per_listener_settings false
                allow_anonymous false
                user %s
                password_file %s
                acl_file %s
                persistence false
                log_dest stderr
                listener %d 127.0.0.1
                """
                        .formatted(
                                System.getProperty("user.name"),
                                passwords,
                                folder.path("acl"),
                                port));
        Files.setPosixFilePermissions(
                folder.path("acl"),
                java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }

    private void launch() throws IOException {
        broker =
                folder.start(
                        "broker.log",
                        List.of(PROGRAM, "-c", folder.path("mosquitto.conf").toString()));
        await().atMost(LIMIT).until(this::listens);
    }

    private boolean listens() throws IOException {
        if (!broker.isAlive()) {
            throw new IOException(
                    "mosquitto ended: " + Files.readString(folder.path("broker.log")));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What one subscriber has seen. */
    public static final class Recorder {

        private final PeerFolder folder;
        private final String log;

        private Recorder(PeerFolder folder, String log) {
            this.folder = folder;
            this.log = log;
        }

        /** Lines of {@code topic payload}, in order of arrival. */
        public List<String> messages() throws IOException {
            return all().stream().filter(line -> !line.startsWith("stat/ready ")).toList();
        }

        private List<String> all() throws IOException {
            String text = Files.readString(folder.path(log));
            Canaries.check("messages of MQTT", text);
            return text.lines().toList();
        }
    }
}
