package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the samples of a day take in the file, with all that is made of them. */
class GrowthTest {

    private static final int SECONDS = 5;
    private static final int ROUNDS = 20;
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir Path folder;

    @Test
    @Requirement({"OPS-90", "OPS-91"})
    void a_day_of_samples_of_a_ups_takes_at_most_a_mebibyte_and_a_half_and_is_read_fast() {
        TestClock clock = new TestClock();
        try (Database database = Database.open(Stores.config(folder), clock)) {
            SampleStore samples = new SampleStore(database);
            RollupStore rollups = new RollupStore(database);
            JitteryUps ups = new JitteryUps("rack@lab", 1);
            Instant begin = clock.now();
            long before = bytes(database);

            while (clock.now().isBefore(begin.plus(DAY))) {
                minute(clock, samples, ups);
                if (clock.now().getEpochSecond() % 3_600 == 0) {
                    rollups.rollUp(clock.now());
                }
            }

            double mebibytes = (bytes(database) - before) / 1024.0 / 1024;
            assertThat(mebibytes).isBetween(0.5, 1.5);
            assertThat(stored(samples, begin)).isEqualTo(DAY.toSeconds() / SECONDS);
            assertFast(database, samples, begin);
        }
    }

    /** Processor time, since others may be at work; five times the budgets. */
    private static void assertFast(Database database, SampleStore samples, Instant begin) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long writer = writer(threads);
        SeriesReader series = new SeriesReader(database, new RollupStore(database));
        List<JitteryUps> upss =
                IntStream.range(0, 100).mapToObj(n -> new JitteryUps("u" + n + "@lab", n)).toList();
        List<Long> inserts = new ArrayList<>();
        List<Long> charts = new ArrayList<>();
        for (int n = 0; n < ROUNDS; n++) {
            Instant at = begin.plus(DAY).plusSeconds((long) n * SECONDS);
            long before = threads.getThreadCpuTime(writer);
            samples.insert(upss.stream().map(ups -> ups.poll(at)).toList());
            inserts.add(threads.getThreadCpuTime(writer) - before);
            before = threads.getCurrentThreadCpuTime();
            series.read("rack@lab", List.of(Metric.values()), begin, begin.plus(DAY), 300);
            charts.add(threads.getCurrentThreadCpuTime() - before);
        }
        assertThat(median(inserts)).as("a round of 100 samples").isLessThan(50_000_000);
        assertThat(median(charts)).as("a chart of 24 h").isLessThan(75_000_000);
    }

    private static long writer(ThreadMXBean threads) {
        return Arrays.stream(threads.dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().equals("store-writer"))
                .mapToLong(ThreadInfo::getThreadId)
                .max()
                .orElseThrow();
    }

    private static long median(List<Long> nanos) {
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
    }

    /** Its rounds, written together so that the test is fast. */
    private static void minute(TestClock clock, SampleStore samples, JitteryUps ups) {
        List<Sample> minute = new ArrayList<>();
        for (int second = 0; second < 60; second += SECONDS) {
            minute.add(ups.poll(clock.now().plusSeconds(second)));
        }
        samples.insert(minute);
        clock.move(Duration.ofMinutes(1));
        samples.pack();
    }

    private static long stored(SampleStore samples, Instant begin) {
        return samples.raw("rack@lab", begin, begin.plus(DAY), true, null, 20_000).items().size();
    }

    private static long bytes(Database database) {
        return database.reader()
                .sql(
                        "SELECT (page_count - freelist_count) * 4096"
                                + " FROM pragma_page_count, pragma_freelist_count")
                .query(Long.class)
                .single();
    }
}
