package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.util.FileSize;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Canaries;
import io.github.walnut.Requirement;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.security.SecretFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class LoggingTest {

    @TempDir private Path folder;

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
        MDC.clear();
    }

    private Configuration configuration(String... more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("WALNUT_CONFIG_DIR", folder.toString());
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return new ConfigurationReader(environment, new Properties(), warning -> {}).read(Map.of());
    }

    @Test
    @Requirement("OPS-50")
    void each_line_is_an_object_that_names_what_it_is_about() throws IOException {
        Path file = folder.resolve("walnut.log");
        context.setMDCAdapter(MDC.getMDCAdapter());
        Logging.apply(
                context,
                configuration("WALNUT_LOG_FORMAT", "json", "WALNUT_LOG_FILE", file.toString()));
        MDC.put("correlation_id", "0199");
        MDC.put("run_id", "019a");
        MDC.put("request_id", "r-1");
        context.getLogger("walnut.test")
                .warn("of {}\nand on", "rack1", new IOException("cable", new RuntimeException()));
        context.getLogger("walnut.test").debug("a poll");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(lines.get(0));
        assertThat(Instant.parse(line.path("ts").asText())).isBefore(Instant.now().plusSeconds(5));
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("logger").asText()).isEqualTo("walnut.test");
        assertThat(line.path("thread").asText()).isEqualTo(Thread.currentThread().getName());
        assertThat(line.path("message").asText()).isEqualTo("of rack1\nand on");
        assertThat(line.path("correlation_id").asText()).isEqualTo("0199");
        assertThat(line.path("run").asText()).isEqualTo("019a");
        assertThat(line.path("request_id").asText()).isEqualTo("r-1");
        assertThat(line.has("host")).isFalse();
        assertThat(line.at("/error/class").asText()).isEqualTo("java.io.IOException");
        assertThat(line.at("/error/message").asText()).isEqualTo("cable");
        assertThat(line.at("/error/stack").asText()).contains("LoggingTest", "Caused by");
    }

    @Test
    @Requirement("SEC-44")
    void no_line_tells_a_secret_not_in_its_errors_either() throws IOException {
        Path file = folder.resolve("walnut.log");
        SecretFilter filter = new SecretFilter();
        filter.learn("canary-of-the-log");
        context.setMDCAdapter(MDC.getMDCAdapter());
        MaskedEvent.use(context, filter);
        Logging.apply(
                context,
                configuration("WALNUT_LOG_FORMAT", "json", "WALNUT_LOG_FILE", file.toString()));
        MDC.put("host", "canary-of-the-log");
        IOException cause = new IOException("sent canary-of-the-log");
        RuntimeException error = new RuntimeException("failed", cause);
        error.addSuppressed(new IOException("Authorization: Basic eDp5"));
        context.getLogger("walnut.test").warn("{} is wrong", "password=canary-of-the-log", error);
        MDC.clear();
        context.getLogger("walnut.test").info("with {} it works", "canary-of-the-log");
        context.getLogger("walnut.test").info("a clean line");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0))
                .contains(
                        "password=*** is wrong",
                        "\"host\":\"***\"",
                        "Caused by: java.io.IOException: sent ***",
                        "Authorization:***",
                        "LoggingTest");
        assertThat(lines.get(1)).contains("with *** it works");
        assertThat(lines.get(2)).contains("a clean line");
        Canaries.check("the log", lines);
    }

    @Test
    @Requirement("SEC-56")
    void no_text_from_outside_looks_like_a_line_of_its_own() throws IOException {
        Path file = folder.resolve("walnut.log");
        context.setMDCAdapter(MDC.getMDCAdapter());
        Logging.apply(
                context,
                configuration("WALNUT_LOG_FORMAT", "text", "WALNUT_LOG_FILE", file.toString()));
        String forged = "2026-05-02 08:00:00.000 INFO walnut.test all is well";
        context.getLogger("walnut.test")
                .warn(
                        "told {}",
                        "a\r\n" + forged + "\n" + forged + "\u001b[2J\u009b1m\u0085b\r" + forged,
                        new IOException("cable\n" + forged, new IOException("x\r\n" + forged)));

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.stream().filter(line -> line.startsWith("20"))).hasSize(1);
        assertThat(lines).contains("\t" + forged, "\t" + forged + "?[2J?1m?b");
        assertThat(lines.stream().filter(line -> line.startsWith("Caused by: "))).hasSize(1);
        assertThat(String.join("", lines)).doesNotContain("\u001b", "\u009b", "\r");
    }

    @Test
    @Requirement("OPS-50")
    void a_logger_has_the_level_that_was_given_to_it_and_those_below_it_too() throws IOException {
        Files.writeString(
                folder.resolve("application.properties"), "walnut.log.level.walnut.loud=DEBUG\n");
        Logging.apply(context, configuration("WALNUT_LOG_LEVEL", "warn"));
        assertThat(context.getLogger("walnut.loud.too").isDebugEnabled()).isTrue();
        assertThat(context.getLogger("walnut.other").isInfoEnabled()).isFalse();
    }

    @Test
    @Requirement("OPS-50")
    void a_line_of_text_names_only_what_it_is_about() throws IOException {
        Path file = folder.resolve("walnut.log");
        context.setMDCAdapter(MDC.getMDCAdapter());
        Logging.apply(context, configuration("WALNUT_LOG_FILE", file.toString()));
        Logger logger = context.getLogger("walnut.test");
        logger.info("of nothing");
        try (var request = MDC.putCloseable("request_id", "r-1")) {
            logger.info("of a request");
        }
        try (var story = MDC.putCloseable("correlation_id", "0199");
                var run = MDC.putCloseable("run_id", "019a")) {
            logger.info("of a run");
        }
        context.stop();
        assertThat(Files.readAllLines(file))
                .extracting(line -> line.substring(line.indexOf("walnut.test")))
                .containsExactly(
                        "walnut.test of nothing",
                        "walnut.test of a request request_id=r-1",
                        "walnut.test of a run correlation_id=0199 run_id=019a");
    }

    @Test
    @Requirement("OPS-50")
    void a_fault_that_repeats_is_told_once_a_minute_with_its_count() {
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.start();
        FoldedLines folded = new FoldedLines(List.of(written));
        folded.setContext(context);
        folded.start();
        long now = 1_000_000;
        for (int i = 0; i < 4; i++) {
            folded.doAppend(event(Level.WARN, "rack1 is silent", now + i));
            folded.doAppend(event(Level.INFO, "a change", now + i));
        }
        folded.doAppend(event(Level.WARN, "rack2 is silent", now));
        assertThat(texts(written, Level.WARN))
                .containsExactly("rack1 is silent", "rack2 is silent");
        assertThat(texts(written, Level.INFO)).hasSize(4);

        folded.flush(now + 60_000);
        folded.doAppend(event(Level.WARN, "rack1 is silent", now + 60_001));
        assertThat(texts(written, Level.WARN))
                .containsExactly(
                        "rack1 is silent",
                        "rack2 is silent",
                        "rack1 is silent (3 more within a minute)",
                        "rack1 is silent");
        folded.doAppend(event(Level.WARN, "rack1 is silent", now + 60_002));
        folded.stop();
        assertThat(texts(written, Level.WARN)).endsWith("rack1 is silent (1 more within a minute)");
    }

    @Test
    @Requirement("OPS-50")
    void many_different_faults_fill_no_memory_and_lose_no_count() {
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.start();
        FoldedLines folded = new FoldedLines(List.of(written));
        folded.setContext(context);
        folded.start();
        for (int i = 0; i < 2_500; i++) {
            folded.doAppend(event(Level.ERROR, "fault " + i, 5_000));
            folded.doAppend(event(Level.ERROR, "fault " + i, 5_000));
        }
        folded.stop();
        assertThat(texts(written, Level.ERROR).stream().filter(t -> t.contains("1 more")))
                .hasSize(2_500);
    }

    @Test
    @Requirement("OPS-50")
    void the_file_is_private_and_makes_room_for_itself() throws IOException {
        Path file = folder.resolve("walnut.log");
        PrivateLogFile appender = new PrivateLogFile(file, new FileSize(2_000));
        appender.setContext(context);
        JsonLines lines = new JsonLines();
        lines.start();
        appender.setEncoder(lines);
        appender.start();
        for (int i = 0; i < 300; i++) {
            appender.doAppend(event(Level.INFO, "x".repeat(100) + i, i));
        }
        appender.stop();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(5);
            for (Path each : all) {
                assertThat(Files.size(each)).isLessThan(3_000);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).contains("x299");
    }

    private LoggingEvent event(Level level, String text, long millis) {
        Logger logger = context.getLogger("walnut.test");
        LoggingEvent event = new LoggingEvent("none", logger, level, text, null, null);
        event.setTimeStamp(millis);
        event.setMDCPropertyMap(Map.of());
        return event;
    }

    private static List<String> texts(ListAppender<ILoggingEvent> written, Level level) {
        return written.list.stream()
                .filter(event -> event.getLevel().equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
