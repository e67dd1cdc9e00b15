package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.inventory.Host;
import io.github.walnut.peers.HttpReceiver.Answer;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What each kind of channel makes of a service that does not do its part. */
@Requirement("HAT-6")
class NotifyFaultsTest extends WithNotifyBench {

    static final List<String> KINDS =
            List.of(
                    "webhook",
                    "ntfy",
                    "gotify",
                    "slack",
                    "discord",
                    "telegram",
                    "teams",
                    "pushover",
                    "matrix");
    private static final Map<String, Object> MESSAGE =
            Map.of("title", "T", "message", "x", "severity", "error");

    private DriverResult send(String kind, Answer answer) {
        service.answerAll(answer);
        return send(kind, service.url());
    }

    private static DriverResult send(String kind, String url) {
        DriverResult result =
                bench.send(Mode.EXECUTE, bench.channel(kind, url, Map.of("timeout_s", 1)), MESSAGE);
        assertThat(result.toString())
                .doesNotContain(NotifyBench.CANARY)
                .doesNotContain(NotifyBench.SIGNING.substring(6));
        return result;
    }

    /** Says back whatever it was told, as some servers do in their errors. */
    private static Answer echo(int status) {
        return exchange -> {
            String said =
                    exchange.getRequestURI()
                            + " "
                            + exchange.getRequestHeaders().values()
                            + " "
                            + exchange.getRequestHeaders().getFirst("Authorization");
            Answer.json(status, "\"" + said.replace("\"", "'") + "\"").write(exchange);
        };
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void statuses_have_their_classes_and_secrets_that_come_back_are_masked(String kind) {
        assertThat(send(kind, echo(400)).error().errorClass()).isEqualTo(ErrorClass.VALIDATION);
        assertThat(send(kind, echo(401)).error().errorClass())
                .isEqualTo(ErrorClass.UNAUTHENTICATED);
        assertThat(send(kind, echo(403)).error().errorClass()).isEqualTo(ErrorClass.FORBIDDEN);
        assertThat(send(kind, echo(404)).error().errorClass()).isEqualTo(ErrorClass.NOT_FOUND);
        for (int again : List.of(408, 425, 500, 502, 503)) {
            DriverResult.Error error = send(kind, echo(again)).error();
            assertThat(error.errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
            assertThat(error.code()).isEqualTo("http_" + again);
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void the_time_to_wait_is_told(String kind) {
        DriverResult.Error seconds = send(kind, wait("17", "{}")).error();
        assertThat(seconds.errorClass()).isEqualTo(ErrorClass.RATE_LIMITED);
        assertThat(seconds.retryAfterSeconds()).isEqualTo(17);

        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(60));
        assertThat(send(kind, wait(date, "{}")).error().retryAfterSeconds()).isBetween(1, 60);
    }

    @Test
    void telegram_discord_and_matrix_tell_the_time_to_wait_in_their_own_way() {
        assertThat(
                        send("telegram", wait(null, "{\"parameters\":{\"retry_after\":35}}"))
                                .error()
                                .retryAfterSeconds())
                .isEqualTo(35);
        assertThat(
                        send("discord", wait("60", "{\"retry_after\":0.57,\"global\":false}"))
                                .error()
                                .retryAfterSeconds())
                .isEqualTo(1);
        assertThat(
                        send("matrix", wait(null, "{\"retry_after_ms\":2500}"))
                                .error()
                                .retryAfterSeconds())
                .isEqualTo(3);
    }

    private static Answer wait(String header, String body) {
        return exchange -> {
            if (header != null) {
                exchange.getResponseHeaders().set("Retry-After", header);
            }
            Answer.json(429, body).write(exchange);
        };
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    @Requirement("HK-11")
    void a_redirect_is_a_failure_and_is_not_followed(String kind) {
        DriverResult result =
                send(
                        kind,
                        exchange -> {
                            exchange.getResponseHeaders().set("Location", service.url() + "/away");
                            exchange.sendResponseHeaders(307, -1);
                        });

        assertThat(result.error().errorClass()).isEqualTo(ErrorClass.PROTOCOL);
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void silence_is_a_timeout_in_doubt() {
        List<Host> channels =
                KINDS.stream()
                        .map(kind -> bench.channel(kind, service.url(), Map.of("timeout_s", 1)))
                        .toList();
        CountDownLatch end = new CountDownLatch(1);
        service.answerAll(
                exchange -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        try {
            for (DriverResult result :
                    channels.parallelStream()
                            .map(channel -> bench.send(Mode.EXECUTE, channel, MESSAGE))
                            .toList()) {
                assertThat(result.error().errorClass()).isEqualTo(ErrorClass.TIMEOUT);
                assertThat(result.error().inDoubt()).isTrue();
            }
        } finally {
            end.countDown();
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void a_connection_that_breaks_is_in_doubt_and_one_that_is_refused_unreachable(String kind)
            throws Exception {
        String url;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            url = "http://127.0.0.1:" + server.getLocalPort();
            Thread breaker =
                    new Thread(
                            () -> {
                                try (Socket socket = server.accept()) {
                                    socket.getInputStream().read();
                                    socket.setSoLinger(true, 0);
                                } catch (java.io.IOException closed) {
                                    throw new java.io.UncheckedIOException(closed);
                                }
                            });
            breaker.start();
            DriverResult result = send(kind, url);
            breaker.join(TestLimits.WAIT_MILLIS);

            assertThat(result.error().errorClass()).isEqualTo(ErrorClass.TIMEOUT);
            assertThat(result.error().inDoubt()).isTrue();
        }
        assertThat(send(kind, url).error().errorClass()).isEqualTo(ErrorClass.UNREACHABLE);
    }

    @Test
    @Requirement("HK-11")
    void little_of_the_answer_to_a_webhook_is_read_and_nothing_is_kept() {
        DriverResult refused =
                send("webhook", Answer.json(400, "{\"why\":\"" + "x".repeat(100_000) + "\"}"));
        assertThat(refused.error().details()).isEmpty();

        CountDownLatch written = new CountDownLatch(1);
        DriverResult endless =
                send(
                        "webhook",
                        exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            byte[] block = new byte[64 * 1024];
                            for (int i = 0; i < 4_000; i++) {
                                exchange.getResponseBody().write(block);
                            }
                            written.countDown();
                        });
        assertThat(endless.error()).isNull();
        assertThat(written.getCount()).as("250 MB were not taken").isEqualTo(1);
    }

    @Test
    @Requirement("HK-11")
    void clear_text_needs_leave_and_closed_networks_stay_closed() {
        for (String kind : KINDS) {
            Host clear = bench.channel(kind, service.url(), Map.of("insecure", false));
            assertThat(bench.send(Mode.EXECUTE, clear, MESSAGE).error().code())
                    .as(kind)
                    .isEqualTo("clear_text");
            Host closed = bench.channel(kind, "http://169.254.169.254", Map.of());
            assertThat(bench.send(Mode.EXECUTE, closed, MESSAGE).error().code())
                    .as(kind)
                    .isEqualTo("egress_refused");
        }
        assertThat(service.received()).isEmpty();
    }
}
