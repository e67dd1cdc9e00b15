package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What an ordinary stop says in the log: that walNUT stops, and nothing of work that it cut short.
 */
class QuietEndTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;

    private final Logger walnut = (Logger) LoggerFactory.getLogger("io.github.walnut");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        walnut.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        walnut.detachAppender(log);
    }

    private List<String> faults() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    @Requirement("OPS-61")
    void work_that_the_end_cuts_short_is_no_error_and_work_that_fails_is_one() {
        CountDownLatch working = new CountDownLatch(1);
        ConditionHosts cut =
                new ConditionHosts(
                        () -> {
                            working.countDown();
                            await().atMost(SOON)
                                    .until(() -> Thread.currentThread().isInterrupted());
                            throw new IllegalStateException("interrupted");
                        },
                        null);
        cut.start();
        await().atMost(SOON).until(() -> working.getCount() == 0);
        cut.close();
        ConditionHosts failing =
                new ConditionHosts(
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        null);
        failing.start();
        await().atMost(SOON).until(() -> !faults().isEmpty());
        failing.close();
        assertThat(faults())
                .containsExactly("The hosts that conditions ask for could not be asked");
    }

    /** Just after a start most is under way: policies are checked, types and servers are asked. */
    @Test
    @Requirement("OPS-61")
    void a_stop_soon_after_a_start_tells_of_no_fault() throws Exception {
        try (HomeServer home = new HomeServer(folder, Map.of())) {
            home.virtualHost("lab", List.of("web-1", "web-2"));
            for (int i = 0; i < 3; i++) {
                home.restart(Map.of());
                log.list.clear();
                home.stop();
                assertThat(faults()).isEmpty();
            }
        }
    }
}
