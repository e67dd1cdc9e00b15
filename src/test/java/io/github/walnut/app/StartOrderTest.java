package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.github.walnut.ProblemsSeen;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A start as it is seen from outside, where everything around it takes connections and is mute. */
class StartOrderTest {

    private static final List<String> PHASES =
            List.of("store", "policies", "rooms", "http", "routes", "pollers", "ready");

    @TempDir private Path folder;

    private static ServerSocket mute() throws IOException {
        return new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    /** Asks a server at the end of each phase of its start, which waits for the answers. */
    private static final class Caller extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final HttpClient http = HttpClient.newHttpClient();
        private final HomeServer walnut;
        private final Map<String, List<String>> answers = new LinkedHashMap<>();
        private String lastLine;

        Caller(HomeServer walnut) {
            this.walnut = walnut;
        }

        @Override
        protected void append(ILoggingEvent event) {
            lastLine = event.getFormattedMessage();
            if (lastLine.startsWith("The start has reached")) {
                answers.put(
                        (String) event.getArgumentArray()[0],
                        Stream.of("api/policies", "health", "observe/health/ready")
                                .map(walnut::address)
                                .map(this::ask)
                                .toList());
            }
        }

        private String ask(URI address) {
            try {
                HttpResponse<String> answer =
                        http.send(
                                HttpRequest.newBuilder(address).timeout(TestLimits.WAIT).build(),
                                HttpResponse.BodyHandlers.ofString());
                ProblemsSeen.hear(answer.statusCode(), answer.body());
                Matcher code =
                        Pattern.compile("\"(?:code|status)\":\"(\\w+)\"").matcher(answer.body());
                return answer.statusCode()
                        + (code.find() ? " " + code.group(1) : "")
                        + (answer.headers().firstValue("Retry-After").isPresent() ? " later" : "");
            } catch (ConnectException notListening) {
                return "refused";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    @Requirement("OPS-60")
    void a_start_goes_in_its_order_and_waits_for_nobody_outside() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(WalnutServer.class);
        Level before = logger.getLevel();
        try (HomeServer walnut = new HomeServer(folder, Map.of());
                ServerSocket broker = mute();
                ServerSocket upsd = mute();
                ServerSocket host = mute()) {
            done(
                    walnut.post(
                            "api/nut/servers",
                            "{\"id\":\"mute\",\"host\":\"127.0.0.1\",\"port\":%d}"
                                    .formatted(upsd.getLocalPort())));
            done(
                    walnut.post(
                            "api/integrations",
                            """
                            {"id":"mute","type_id":"generic.ssh","name":"Mute","config":
                             {"host":"127.0.0.1","port":%d,"username":"root"},"secrets":{"password":"canary-of-the-host"}}
                            """
                                    .formatted(host.getLocalPort())));
            walnut.stop();
            Caller caller = new Caller(walnut);
            caller.start();
            logger.setLevel(Level.DEBUG);
            logger.addAppender(caller);
            try {
                walnut.restart(
                        Map.of("WALNUT_MQTT_URL", "tcp://127.0.0.1:" + broker.getLocalPort()));
            } finally {
                logger.detachAppender(caller);
                logger.setLevel(before);
            }

            assertThat(caller.answers.keySet()).containsExactlyElementsOf(PHASES);
            for (String phase : List.of("store", "policies", "rooms")) {
                assertThat(caller.answers.get(phase)).as(phase).containsOnly("refused");
            }
            for (String phase : List.of("http", "routes", "pollers")) {
                assertThat(caller.answers.get(phase))
                        .as(phase)
                        .containsExactly("503 starting later", "503 error", "503 DOWN");
            }
            List<String> ready = caller.answers.get("ready");
            assertThat(ready.get(0)).isEqualTo("401 not_authenticated");
            assertThat(ready.get(1)).startsWith("200 ");
            assertThat(ready.get(2)).isEqualTo("200 UP");
            assertThat(caller.lastLine)
                    .matches(
                            "walNUT \\S+ is ready on port \\d+ after \\d+ ms: 1 UPSs known, 0 policies, not armed, every run is a dry run");
            assertThat(phases(walnut)).isSortedAccordingTo(Double::compare).hasSameSizeAs(PHASES);
        }
    }

    private static List<Double> phases(HomeServer walnut) {
        String metrics = walnut.getAs("metrics", "text/plain").text();
        return PHASES.stream()
                .map(phase -> "walnut_start_seconds\\{phase=\"" + phase + "\"} (\\S+)")
                .map(pattern -> Pattern.compile(pattern).matcher(metrics))
                .filter(Matcher::find)
                .map(found -> Double.parseDouble(found.group(1)))
                .toList();
    }
}
