package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.api.LiveLog.Line;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.LiveMessageRepository;
import io.github.walnut.store.SettingsRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sockets were told outlives the process, in a real file. */
@Requirement("API-95")
class StoredLiveTest {

    private static final char[] KEY = "canary-Tr0ub4dor&3-and-a-second-sentence".toCharArray();

    @TempDir Path folder;
    private Database database;
    private LiveNumbers numbers;
    private StoredLive log;

    @BeforeEach
    void open() {
        database =
                Database.open(
                        DatabaseConfig.server(folder.resolve("walnut.db"), KEY, "test:1")
                                .withKdfIterations(DatabaseConfig.LEAST_KDF_ITERATIONS),
                        new SystemClock());
        begin();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void begin() {
        numbers = new LiveNumbers(new SettingsRepository(database));
        log = new StoredLive(new LiveMessageRepository(database), numbers);
    }

    private long tell(String text) {
        long seq = numbers.getAsLong();
        log.append(
                new Line(
                        seq,
                        Instant.ofEpochMilli(seq),
                        "events",
                        "event",
                        "rack@lab",
                        "warn",
                        "{\"n\":\"" + text + "\"}"));
        return seq;
    }

    @Test
    void after_an_orderly_stop_everything_is_there() throws Exception {
        long first = tell("a");
        long second = tell("b");
        log.close();
        begin();
        long third = tell("c");
        log.close();
        begin();

        assertThat(log.completeSince()).isLessThan(first);
        List<Line> after = log.after(first, 10);
        assertThat(after).extracting(Line::seq).containsExactly(second, third);
        assertThat(after.get(0))
                .isEqualTo(
                        new Line(
                                second,
                                Instant.ofEpochMilli(second),
                                "events",
                                "event",
                                "rack@lab",
                                "warn",
                                "{\"n\":\"b\"}"));
        assertThat(log.after(first, 1)).hasSize(1);
    }

    @Test
    void after_a_kill_nothing_of_before_is_promised() {
        long told = tell("a");
        begin();

        assertThat(log.completeSince()).isGreaterThanOrEqualTo(told);
        assertThat(numbers.getAsLong()).isGreaterThan(log.completeSince());
    }

    @Test
    void the_newest_ten_thousand_are_kept() {
        for (int i = 0; i < 11; i++) {
            for (int j = 0; j < 1_000; j++) {
                tell("x");
            }
            long last = numbers.getAsLong();
            await().atMost(TestLimits.WAIT).until(() -> !log.after(last - 2, 1).isEmpty());
        }

        await().atMost(TestLimits.WAIT).until(() -> log.completeSince() > 0);
        assertThat(log.after(0, 20_000)).hasSize(10_000);
        assertThat(log.after(log.completeSince(), 20_000)).hasSize(10_000);
    }

    @Test
    void what_comes_after_the_end_is_missing_and_breaks_nothing() throws Exception {
        tell("a");
        log.close();
        long late = tell("b");

        assertThat(log.completeSince()).isEqualTo(late);
    }
}
