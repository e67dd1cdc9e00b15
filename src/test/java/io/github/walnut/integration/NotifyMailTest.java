package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.peers.SmtpSink;
import io.github.walnut.peers.TestCertificate;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels of kind mail against a mail server that keeps what it gets. */
@Requirement({"DRV-20.1", "HAT-6"})
class NotifyMailTest {

    private static final String CANARY = "canary-mail-7d2f";
    private static final Map<String, String> USERS = Map.of("walnut", CANARY);
    private static final Map<String, Object> MESSAGE =
            Map.of(
                    "title",
                    "Rack A läuft auf Batterie",
                    "message",
                    "Ladung 80 %\n.\nnoch 12 min",
                    "severity",
                    "error",
                    "url",
                    "https://walnut.example.org/",
                    "delivery_id",
                    "01930c1f-75a0-7d1e-9b11-5d8f0a3c2e11");

    @TempDir static Path folder;

    private static DriverBench bench;
    private static TestCertificate certificate;
    private SmtpSink sink;

    @BeforeAll
    static void startDrivers() throws Exception {
        certificate = TestCertificate.forLoopback(folder);
        bench = DriverBench.start().secret("password", CANARY);
    }

    @AfterAll
    static void stopDrivers() {
        bench.close();
    }

    @AfterEach
    void stopServer() throws Exception {
        sink.close();
    }

    private void server(boolean tls, boolean tlsFirst, Map<String, String> users) throws Exception {
        sink = new SmtpSink(tls ? certificate.context() : null, tlsFirst, users);
    }

    private Host channel(String tls, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>();
        config.put("kind", "mail");
        config.put("host", "127.0.0.1");
        config.put("port", sink.port());
        config.put("tls", tls);
        config.put("username", "walnut");
        config.put("from", "walNUT <walnut@example.org>");
        config.put("to", "ops@example.org, Boss <boss@example.org>");
        config.put("ca_pem", certificate.pem());
        config.put("timeout_s", 1);
        config.putAll(more);
        config.values().removeIf(value -> value.equals(""));
        return bench.host("post", "notify", config);
    }

    private DriverResult send(Mode mode, Host channel) {
        DriverResult result =
                bench.call(mode, channel, Target.ofHost(channel), "notify.send", "send", MESSAGE);
        assertThat(result.toString()).doesNotContain(CANARY);
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void a_mail_goes_over_tls_with_a_login(String tls) throws Exception {
        server(true, tls.equals("tls"), USERS);

        DriverResult result = send(Mode.EXECUTE, channel(tls, Map.of()));

        assertThat(result.error()).as(result.reason()).isNull();
        assertThat(result.evidence().level()).isEqualTo("ack");
        assertThat(sink.mails()).hasSize(1);
        SmtpSink.Mail mail = sink.mails().get(0);
        assertThat(mail.encrypted()).isTrue();
        assertThat(mail.user()).isEqualTo("walnut");
        assertThat(mail.from()).isEqualTo("<walnut@example.org>");
        assertThat(mail.to()).containsExactly("<ops@example.org>", "<boss@example.org>");
        MimeMessage read =
                new MimeMessage(
                        Session.getInstance(new Properties()),
                        new ByteArrayInputStream(mail.content().getBytes(StandardCharsets.UTF_8)));
        assertThat(read.getSubject()).isEqualTo("Rack A läuft auf Batterie");
        assertThat(read.getContent().toString().replace("\r\n", "\n").strip())
                .isEqualTo("Ladung 80 %\n.\nnoch 12 min\n\nhttps://walnut.example.org/");
        assertThat(read.getMessageID()).isEqualTo("<01930c1f-75a0-7d1e-9b11-5d8f0a3c2e11@walnut>");
        assertThat(read.getHeader("Auto-Submitted", ",")).isEqualTo("auto-generated");
        assertThat(read.getHeader("Importance", ",")).isEqualTo("high");
    }

    @Test
    void a_dry_run_shows_the_words_and_talks_to_nobody() throws Exception {
        server(true, false, USERS);

        DriverResult result = send(Mode.DRY_RUN, channel("starttls", Map.of()));

        assertThat(result.planKind()).isEqualTo("message");
        assertThat(result.preview().toString())
                .contains("channel=post", "title=Rack A läuft auf Batterie", "Ladung 80 %");
        assertThat(sink.heard()).isEmpty();
    }

    @Test
    @Requirement("DRV-9")
    void the_test_logs_in_and_sends_nothing() throws Exception {
        server(true, false, USERS);

        HostTester.Report report = tested(channel("starttls", Map.of()));

        assertThat(report.success()).as(report.message()).isTrue();
        assertThat(report.steps())
                .extracting(step -> step.get("step"))
                .containsExactly("dns", "connect", "trust", "authenticate", "identify");
        assertThat(sink.heard()).noneMatch(line -> line.startsWith("MAIL"));
    }

    private HostTester.Report tested(Host channel) {
        return new HostTester(bench.drivers()).test(channel, bench.secrets(), "correlation");
    }

    @Test
    void a_wrong_password_and_a_strange_certificate_fail_at_their_step() throws Exception {
        server(true, false, Map.of("walnut", "another"));
        HostTester.Report wrong = tested(channel("starttls", Map.of()));
        assertThat(last(wrong)).containsEntry("step", "authenticate");
        assertThat(wrong.errorClass()).isEqualTo(ErrorClass.UNAUTHENTICATED);

        int before = sink.heard().size();
        HostTester.Report strange = tested(channel("starttls", Map.of("ca_pem", "")));
        assertThat(last(strange)).containsEntry("step", "trust");
        assertThat(strange.errorClass()).isEqualTo(ErrorClass.UNTRUSTED);
        assertThat(sink.heard().subList(before, sink.heard().size()))
                .noneMatch(line -> line.startsWith("AUTH"));
    }

    private static Map<String, Object> last(HostTester.Report report) {
        return report.steps().get(report.steps().size() - 1);
    }

    @Test
    void the_name_must_be_that_of_the_certificate_unless_it_is_pinned() throws Exception {
        server(true, false, USERS);
        assertThat(send(Mode.EXECUTE, channel("starttls", Map.of("host", "127.0.0.2"))).error())
                .isNotNull();
        DriverResult pinned =
                send(
                        Mode.EXECUTE,
                        channel(
                                "starttls",
                                Map.of(
                                        "ca_pem",
                                        "",
                                        "verify_tls",
                                        false,
                                        "tls_pin_sha256",
                                        certificate.sha256())));
        assertThat(pinned.error()).isNull();
    }

    @Test
    void a_login_in_clear_text_needs_leave_and_starttls_is_never_given_up() throws Exception {
        server(false, false, USERS);

        assertThat(send(Mode.EXECUTE, channel("none", Map.of())).error().code())
                .isEqualTo("clear_text");
        assertThat(sink.heard()).isEmpty();
        assertThat(send(Mode.EXECUTE, channel("starttls", Map.of())).error()).isNotNull();
        assertThat(sink.heard()).noneMatch(line -> line.startsWith("AUTH"));

        assertThat(send(Mode.EXECUTE, channel("none", Map.of("insecure", true))).error()).isNull();
        assertThat(sink.mails()).hasSize(1);
    }

    @Test
    void a_server_without_users_takes_mail_from_anybody() throws Exception {
        server(false, false, Map.of());

        assertThat(send(Mode.EXECUTE, channel("none", Map.of("username", ""))).error()).isNull();
        assertThat(sink.mails().get(0).user()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "connect,421 too many,UNAVAILABLE,smtp_421",
        "AUTH,535 5.7.8 wrong,UNAUTHENTICATED,smtp_535",
        "AUTH,454 later,UNAVAILABLE,smtp_454",
        "MAIL,451 later,UNAVAILABLE,smtp_451",
        "RCPT,450 busy,UNAVAILABLE,smtp_450",
        "RCPT,550 unknown,VALIDATION,smtp_550",
        "DATA,554 no,VALIDATION,smtp_554",
        "., 452 full,UNAVAILABLE,smtp_452",
        ".,552 too large,VALIDATION,smtp_552"
    })
    void each_answer_has_its_class(String command, String answer, ErrorClass wanted, String code)
            throws Exception {
        server(true, false, USERS);
        sink.answer(command, answer.strip());

        DriverResult.Error error = send(Mode.EXECUTE, channel("starttls", Map.of())).error();

        assertThat(error.errorClass()).isEqualTo(wanted);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.inDoubt()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "reset"})
    void silence_after_the_mail_leaves_doubt_and_before_it_none(String fault) throws Exception {
        server(true, false, USERS);
        sink.answer(".", fault);
        DriverResult.Error after = send(Mode.EXECUTE, channel("starttls", Map.of())).error();
        assertThat(after.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(after.inDoubt()).isTrue();

        sink.answer("connect", fault);
        DriverResult.Error before = send(Mode.EXECUTE, channel("starttls", Map.of())).error();
        assertThat(before.errorClass())
                .isIn(ErrorClass.TIMEOUT, ErrorClass.UNAVAILABLE, ErrorClass.UNREACHABLE);
        assertThat(before.inDoubt()).isFalse();
    }

    @Test
    void closed_networks_closed_ports_and_addresses_that_are_none() throws Exception {
        server(true, false, USERS);
        assertThat(
                        send(Mode.EXECUTE, channel("starttls", Map.of("host", "169.254.169.254")))
                                .error()
                                .code())
                .isEqualTo("egress_refused");
        assertThat(send(Mode.EXECUTE, channel("starttls", Map.of("to", "a@b@c"))).error().code())
                .isEqualTo("address_invalid");
        assertThat(sink.mails()).isEmpty();
        Host channel = channel("starttls", Map.of());
        sink.close();
        assertThat(send(Mode.EXECUTE, channel).error().errorClass())
                .isEqualTo(ErrorClass.UNREACHABLE);
    }
}
