package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.walnut.ProblemsSeen;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** Asks a server each time it is run; remembers each other answer than the one before. */
    private static final class Caller implements Runnable {
        private final HttpClient http = HttpClient.newHttpClient();
        private final URI address;
        private final List<String> answers = Collections.synchronizedList(new ArrayList<>());

        Caller(URI address) {
            this.address = address;
        }

        @Override
        public void run() {
            String answer = ask();
            if (!answer.isEmpty()
                    && (answers.isEmpty() || !answers.get(answers.size() - 1).equals(answer))) {
                answers.add(answer);
            }
        }

        private String ask() {
            try {
                HttpResponse<String> answer =
                        http.send(
                                HttpRequest.newBuilder(address)
                                        .timeout(Duration.ofSeconds(2))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                ProblemsSeen.hear(answer.statusCode(), answer.body());
                Matcher code =
                        Pattern.compile("\"(?:code|status)\":\"(\\w+)\"").matcher(answer.body());
                return answer.statusCode()
                        + (code.find() ? " " + code.group(1) : "")
                        + (answer.headers().firstValue("Retry-After").isPresent() ? " later" : "");
            } catch (IOException notListening) {
                return "";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "";
            }
        }
    }

    @Test
    @Requirement("OPS-60")
    void a_start_goes_in_its_order_and_waits_for_nobody_outside() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(WalnutServer.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
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
            Caller caller = new Caller(walnut.address("api/policies"));
            Caller health = new Caller(walnut.address("health"));
            Caller ready = new Caller(walnut.address("observe/health/ready"));
            walnut.stop();
            ScheduledExecutorService calls = Executors.newSingleThreadScheduledExecutor();
            for (Caller each : List.of(caller, health, ready)) {
                calls.scheduleWithFixedDelay(each, 0, 5, TimeUnit.MILLISECONDS);
            }
            lines.start();
            logger.addAppender(lines);
            walnut.restart(Map.of("WALNUT_MQTT_URL", "tcp://127.0.0.1:" + broker.getLocalPort()));
            await().atMost(TestLimits.WAIT)
                    .until(
                            () ->
                                    caller.answers.size() == 2
                                            && health.answers.size() >= 2
                                            && ready.answers.size() == 2);
            calls.shutdown();
            assertThat(calls.awaitTermination(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();

            assertThat(caller.answers)
                    .containsExactly("503 starting later", "401 not_authenticated");
            assertThat(ready.answers).containsExactly("503 DOWN", "200 UP");
            assertThat(health.answers.get(0)).isEqualTo("503 error");
            assertThat(health.answers.get(1)).startsWith("200 ");
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .last()
                    .asString()
                    .matches(
                            "walNUT \\S+ is ready on port \\d+ after \\d+ ms: 1 UPSs known, 0 policies, not armed, every run is a dry run");
            List<Double> phases = phases(walnut);
            assertThat(phases).isSortedAccordingTo(Double::compare).hasSameSizeAs(PHASES);
            double port = ended(phases, "http") - ended(phases, "rooms");
            assertThat(port).isLessThan(ended(phases, "ready") / 2);
        } finally {
            logger.detachAppender(lines);
        }
    }

    private static double ended(List<Double> phases, String phase) {
        return phases.get(PHASES.indexOf(phase));
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
