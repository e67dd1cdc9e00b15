package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.inventory.Host;
import io.github.walnut.peers.TestCertificate;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels of kind syslog. */
@Requirement("DRV-20.1")
class NotifySyslogTest {

    private static final String LINE =
            "<27>1 \\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z - walnut \\d+ notify - \uFEFFRack A läuft auf"
                    + " Batterie noch 12 min";

    private static NotifyBench bench;

    @BeforeAll
    static void startDrivers() throws Exception {
        bench = new NotifyBench();
    }

    @AfterAll
    static void stopDrivers() {
        bench.close();
    }

    private static Host channel(int port, String protocol, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("host", "127.0.0.1");
        config.put("port", port);
        config.put("protocol", protocol);
        return bench.channel("syslog", "http://127.0.0.1:1", config);
    }

    private static DriverResult send(Mode mode, Host channel) {
        return bench.send(
                mode,
                channel,
                Map.of(
                        "title",
                        "Rack A läuft auf Batterie",
                        "message",
                        "noch 12 min",
                        "severity",
                        "error"));
    }

    @Test
    void a_datagram_has_the_severity_and_one_line() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(TestLimits.WAIT_MILLIS);

            DriverResult dry = send(Mode.DRY_RUN, channel(server.getLocalPort(), "udp", Map.of()));
            assertThat(dry.preview().toString()).contains("Rack A läuft auf Batterie");
            DriverResult sent = send(Mode.EXECUTE, channel(server.getLocalPort(), "udp", Map.of()));

            assertThat(sent.error()).isNull();
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            server.receive(packet);
            assertThat(text(packet.getData(), packet.getLength())).matches(LINE);
        }
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void over_tcp_and_tls_the_length_goes_ahead(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.forLoopback(folder);
        for (String protocol : new String[] {"tcp", "tls"}) {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            try (ServerSocket server =
                    protocol.equals("tcp")
                            ? new ServerSocket(0, 5, loopback)
                            : certificate
                                    .context()
                                    .getServerSocketFactory()
                                    .createServerSocket(0, 5, loopback)) {
                CompletableFuture<byte[]> taken = new CompletableFuture<>();
                new Thread(() -> take(server, taken)).start();

                DriverResult sent =
                        send(
                                Mode.EXECUTE,
                                channel(
                                        server.getLocalPort(),
                                        protocol,
                                        Map.of("ca_pem", certificate.pem())));

                assertThat(sent.error()).as(sent.reason()).isNull();
                byte[] bytes = taken.get(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS);
                String frame = text(bytes, bytes.length);
                String length = frame.substring(0, frame.indexOf(' '));
                String line = frame.substring(frame.indexOf(' ') + 1);
                assertThat(line).matches(LINE);
                assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSize(Integer.parseInt(length));
            }
        }
    }

    private static void take(ServerSocket server, CompletableFuture<byte[]> taken) {
        try (Socket socket = server.accept()) {
            taken.complete(socket.getInputStream().readAllBytes());
        } catch (java.io.IOException failure) {
            taken.completeExceptionally(failure);
        }
    }

    @Test
    void a_closed_port_is_unreachable_and_a_closed_network_refused() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        assertThat(send(Mode.EXECUTE, channel(port, "tcp", Map.of())).error().errorClass())
                .isEqualTo(ErrorClass.UNREACHABLE);
        assertThat(bench.test(channel(port, "tcp", Map.of())).error().errorClass())
                .isEqualTo(ErrorClass.UNREACHABLE);
        Map<String, Object> closed = new HashMap<>();
        closed.put("kind", "syslog");
        closed.put("host", "169.254.169.254");
        assertThat(send(Mode.EXECUTE, bench.drivers.host("alarm", "notify", closed)).error().code())
                .isEqualTo("egress_refused");
    }
}
