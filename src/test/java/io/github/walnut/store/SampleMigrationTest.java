package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.VariableChanges;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        DatabasePath path = DatabasePath.of(folder.resolve("walnut.db").toString(), folder);
        JitteryUps ups = new JitteryUps(UPS, 3);
        try (Connection connection = new Cipher(path, Stores.config(folder)).openPlain()) {
            Migrations.to(connection, 33).migrate(path);
            connection.setAutoCommit(false);
            Map<String, String> before = null;
            for (int i = 0; i < 500; i++) {
                Sample sample = ups.poll(T.plusSeconds(5L * i));
                old.add(sample);
                insert(connection, sample, i < 60);
                Map<String, String> changes =
                        i % 70 == 0
                                ? sample.variables()
                                : VariableChanges.between(before, sample.variables());
                insert(connection, sample, i % 70 == 0, changes);
                before = sample.variables();
            }
            connection.commit();
        }
    }

    private static void insert(Connection connection, Sample sample, boolean pinned)
            throws SQLException {
        List<Metric> metrics = Arrays.asList(Metric.values());
        String columns = metrics.stream().map(Metric::field).collect(Collectors.joining(", "));
        String marks = String.join(", ", Collections.nCopies(metrics.size(), "?"));
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO ups_samples (ups_id, at, seq, poll, status, suspect, pinned, "
                                + columns
                                + ") VALUES (?, ?, ?, 'full', ?, '[\"POWER_VA\"]', ?, "
                                + marks
                                + ")")) {
            insert.setString(1, sample.upsId());
            insert.setLong(2, sample.at().toEpochMilli());
            insert.setLong(3, sample.seq());
            insert.setString(4, sample.status());
            insert.setInt(5, pinned ? 1 : 0);
            for (Metric metric : metrics) {
                insert.setObject(6 + metric.ordinal(), sample.value(metric));
            }
            insert.executeUpdate();
        }
    }

    private static void insert(
            Connection connection, Sample sample, boolean complete, Map<String, String> changes)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO ups_variables VALUES (?, ?, ?, ?)")) {
            insert.setString(1, sample.upsId());
            insert.setLong(2, sample.at().toEpochMilli());
            insert.setInt(3, complete ? 1 : 0);
            insert.setString(4, Json.write(changes));
            insert.executeUpdate();
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
