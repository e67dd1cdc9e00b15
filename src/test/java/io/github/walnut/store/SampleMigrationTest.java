package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples of a file from before there were blocks. */
class SampleMigrationTest {

    private static final Instant T = TestClock.START.minus(Duration.ofHours(1));
    private static final String UPS = "rack@lab";

    @TempDir Path folder;

    private final List<Sample> old = new ArrayList<>();

    @BeforeEach
    void writeAsFormerly() throws SQLException {
        JitteryUps ups = new JitteryUps(UPS, 3);
        try (FormerSamples former = new FormerSamples(folder)) {
            for (int i = 0; i < 500; i++) {
                Sample sample = ups.poll(T.plusSeconds(5L * i));
                old.add(sample);
                former.write(sample, i < 60);
            }
        }
    }

    private static Sample doubtful(Sample sample) {
        return new Sample(
                sample.upsId(),
                sample.at(),
                sample.seq(),
                sample.poll(),
                sample.values(),
                sample.flags(),
                sample.status(),
                sample.variables(),
                List.of(Metric.POWER_VA));
    }

    private static void assertStored(SampleStore samples, List<Sample> expected) {
        assertThat(
                        samples.raw(
                                        UPS,
                                        T.minusSeconds(1),
                                        T.plus(Duration.ofDays(1)),
                                        true,
                                        null,
                                        2_000)
                                .items())
                .isEqualTo(expected.stream().map(Samples::withoutVariables).toList());
        for (int i = 0; i < expected.size(); i += 23) {
            Sample one = expected.get(i);
            assertThat(samples.variables(UPS, one.at())).isEqualTo(one.variables());
        }
    }

    @Test
    @Requirement("OPS-30")
    void rows_of_samples_become_blocks_that_read_the_same() {
        List<Sample> expected = old.stream().map(SampleMigrationTest::doubtful).toList();
        try (Database database = Stores.open(folder)) {
            SampleStore samples = new SampleStore(database);
            assertStored(samples, expected);
            assertThat(
                            database.reader()
                                    .sql("SELECT pinned FROM ups_sample_blocks ORDER BY at")
                                    .query(Integer.class)
                                    .list())
                    .containsExactly(1, 0, 0);
        }
    }

    @Test
    @Requirement("OPS-30")
    void what_comes_later_joins_the_block_that_was_under_way() {
        List<Sample> expected =
                new ArrayList<>(old.stream().map(SampleMigrationTest::doubtful).toList());
        JitteryUps ups = new JitteryUps(UPS, 4);
        try (Database database = Stores.open(folder)) {
            SampleStore samples = new SampleStore(database);
            for (int i = 500; i < 800; i++) {
                Sample sample = ups.poll(T.plusSeconds(5L * i));
                expected.add(sample);
                samples.insert(List.of(sample));
            }
            assertStored(samples, expected);
            samples.packAll(T.plus(Duration.ofDays(1)));
            assertStored(samples, expected);
        }
    }
}
