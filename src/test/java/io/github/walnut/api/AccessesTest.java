package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AccessesTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Accesses.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RunningApi api;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        logger.setLevel(Level.DEBUG);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setLevel(null);
        api.close();
    }

    @Test
    @Requirement("OPS-50")
    void each_answer_is_a_line_at_debug_without_the_ticket_of_a_socket() {
        String ticket = api.token(Role.VIEWER);
        api.get("/ws?token=" + ticket, ticket);
        api.get("/health?x=1", ticket);
        api.get("/api/nowhere", ticket);
        await().atMost(TestLimits.WAIT)
                .untilAsserted(
                        () ->
                                assertThat(log.list)
                                        .extracting(ILoggingEvent::getFormattedMessage)
                                        .anyMatch(line -> line.startsWith("GET /ws 400 in "))
                                        .anyMatch(
                                                line -> line.startsWith("GET /health?x=1 200 in "))
                                        .anyMatch(
                                                line -> line.startsWith("GET /api/nowhere 404 in "))
                                        .noneMatch(line -> line.contains(ticket)));
        assertThat(log.list)
                .allMatch(line -> line.getLevel().equals(Level.DEBUG))
                .allMatch(line -> line.getMDCPropertyMap().containsKey("request_id"));
    }
}
