package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.peers.HttpReceiver.Answer;
import io.github.walnut.peers.SmtpSink;
import io.github.walnut.peers.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that is sent to try a channel. */
@Requirement("NTF-9")
class ChannelTesterTest extends WithNotifyBench {

    private static HostTester.Report send(Host channel) {
        HostTester.Report report =
                new ChannelTester(bench.drivers.drivers())
                        .send(channel, bench.drivers.secrets(), "correlation");
        assertThat(report.toString()).doesNotContain(NotifyBench.CANARY);
        return report;
    }

    private Host ntfy() {
        return bench.channel("ntfy", service.url(), Map.of());
    }

    private static List<Object> words(HostTester.Report report) {
        return report.steps().stream().map(step -> step.get("step")).toList();
    }

    private static Map<String, Object> last(HostTester.Report report) {
        return report.steps().get(report.steps().size() - 1);
    }

    @Test
    void a_marked_message_goes_out_and_each_step_is_told() {
        HostTester.Report report = send(ntfy());

        assertThat(report.success()).as(report.message()).isTrue();
        assertThat(words(report)).containsExactly("dns", "connect", "authenticate", "accepted");
        assertThat(last(report)).containsEntry("details", Map.of("status", 200));
        assertThat(service.received()).hasSize(1);
        assertThat(service.received().get(0).body()).contains("TEST: ").contains("\"priority\":3");
    }

    @Test
    void a_refused_login_and_a_refused_message_fail_at_their_step_without_the_answer() {
        service.answerAll(Answer.json(401, "{\"why\":\"a secret of the peer\"}"));
        HostTester.Report login = send(ntfy());
        assertThat(words(login)).containsExactly("dns", "connect", "authenticate");
        assertThat(last(login))
                .containsEntry("ok", false)
                .containsEntry("details", Map.of("status", 401))
                .containsEntry("error", Map.of("class", "unauthenticated", "code", "http_401"));

        service.answerAll(Answer.json(500, "{\"why\":\"a secret of the peer\"}"));
        HostTester.Report refused = send(ntfy());
        assertThat(words(refused)).containsExactly("dns", "connect", "authenticate", "accepted");
        assertThat(last(refused)).containsEntry("details", Map.of("status", 500));
        assertThat(login.toString() + refused).doesNotContain("a secret of the peer");
    }

    @Test
    void a_closed_port_and_a_closed_network_fail_on_the_way() {
        Host closed = ntfy();
        service.close();
        assertThat(last(send(closed)))
                .containsEntry("step", "connect")
                .containsEntry("error", Map.of("class", "unreachable", "code", "connect"));
        assertThat(last(send(bench.channel("ntfy", "http://169.254.169.254", Map.of()))))
                .containsEntry("step", "dns");
    }

    @Test
    void tls_is_a_step_of_its_own_and_tells_the_fingerprint(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.forLoopback(folder);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        try {
            String url = "https://127.0.0.1:" + server.getAddress().getPort();

            HostTester.Report strange = send(bench.channel("ntfy", url, Map.of()));
            assertThat(last(strange)).containsEntry("step", "trust").containsEntry("ok", false);
            assertThat(strange.details()).containsEntry("fingerprint", certificate.sha256());

            HostTester.Report known =
                    send(bench.channel("ntfy", url, Map.of("ca_pem", certificate.pem())));
            assertThat(words(known))
                    .containsExactly("dns", "connect", "trust", "authenticate", "accepted");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void mail_tells_the_same_steps() throws Exception {
        try (SmtpSink sink = new SmtpSink(null, false, Map.of("walnut", NotifyBench.CANARY))) {
            Host mail =
                    bench.channel(
                            "mail",
                            service.url(),
                            Map.of(
                                    "host",
                                    "127.0.0.1",
                                    "port",
                                    sink.port(),
                                    "tls",
                                    "none",
                                    "username",
                                    "walnut",
                                    "from",
                                    "a@example.org",
                                    "to",
                                    "b@example.org"));
            HostTester.Report report = send(mail);
            assertThat(words(report)).containsExactly("dns", "connect", "authenticate", "accepted");
            assertThat(last(report)).containsEntry("details", Map.of("status", 250));
            assertThat(sink.mails().get(0).content()).contains("TEST: ");

            sink.answer("RCPT", "550 unknown");
            assertThat(last(send(mail)))
                    .containsEntry("step", "accepted")
                    .containsEntry("details", Map.of("status", 550));
        }
    }
}
