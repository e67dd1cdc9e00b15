package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the samples of a day take in the file, with all that is made of them. */
class GrowthTest {

    private static final int SECONDS = 5;
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir Path folder;

    @Test
    @Requirement("OPS-90")
    void a_day_of_samples_of_a_ups_takes_at_most_a_mebibyte_and_a_half() {
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
        }
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
