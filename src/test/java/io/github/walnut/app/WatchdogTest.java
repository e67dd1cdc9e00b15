package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WatchdogTest {

    private static final Duration LIMIT = Duration.ofMillis(120);

    private final AtomicLong silence = new AtomicLong();
    private final AtomicInteger ends = new AtomicInteger();

    @Test
    @Requirement("OPS-63")
    void a_core_that_hangs_ends_the_process_after_a_dump_of_all_threads() {
        Logger logger = (Logger) LoggerFactory.getLogger(Watchdog.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (Watchdog dog = new Watchdog(silence::get, LIMIT, ends::incrementAndGet).start()) {
            await().pollDelay(LIMIT.multipliedBy(2)).until(() -> ends.get() == 0);
            silence.set(LIMIT.toMillis() + 1);
            await().atMost(TestLimits.WAIT).until(() -> ends.get() == 1);
            assertThat(dog).isNotNull();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .singleElement()
                .matches(event -> event.getFormattedMessage().contains("\"watchdog\" RUNNABLE"))
                .matches(event -> event.getFormattedMessage().contains("WatchdogTest"));
    }

    @Test
    @Requirement("OPS-63")
    void one_that_was_closed_bites_nobody() {
        Watchdog dog = new Watchdog(() -> 1_000_000, LIMIT, ends::incrementAndGet).start();
        dog.close();
        await().pollDelay(LIMIT.multipliedBy(3)).until(() -> ends.get() == 0);
    }
}
