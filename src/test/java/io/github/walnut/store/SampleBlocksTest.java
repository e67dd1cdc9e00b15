package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples stay what they were on their way from rows into blocks. */
class SampleBlocksTest {

    private static final Instant T = TestClock.START;
    private static final String UPS = "rack@lab";

    @TempDir Path folder;

    private Database database;
    private SampleStore samples;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        samples = new SampleStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static List<Sample> polls(Instant from, int count) {
        JitteryUps ups = new JitteryUps(UPS, from.getEpochSecond());
        List<Sample> polls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            polls.add(ups.poll(from.plusSeconds(5L * i)));
        }
        return polls;
    }

    private long count(String table) {
        return database.reader().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    /** Both ways, page by page; variables of some moments. */
    private void assertStored(List<Sample> expected) {
        List<Sample> inOrder = new ArrayList<>(expected);
        inOrder.sort(Comparator.comparing(Sample::at));
        for (int i = 0; i < inOrder.size(); i += 19) {
            Sample one = inOrder.get(i);
            assertThat(samples.variables(UPS, one.at())).isEqualTo(one.variables());
        }
        assertThat(samples.latest(UPS)).contains(inOrder.get(inOrder.size() - 1));
        inOrder.replaceAll(Samples::withoutVariables);
        assertThat(read(true)).isEqualTo(inOrder);
        Collections.reverse(inOrder);
        assertThat(read(false)).isEqualTo(inOrder);
    }

    private List<Sample> read(boolean ascending) {
        List<Sample> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<Sample> page =
                    samples.raw(
                            UPS,
                            T.minus(Duration.ofDays(1)),
                            T.plus(Duration.ofDays(1)),
                            ascending,
                            cursor,
                            77);
            all.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        return all;
    }

    @Test
    @Requirement({"NUT-80", "NUT-82"})
    void a_quarter_of_an_hour_that_is_over_becomes_a_block_and_reads_as_before() {
        List<Sample> polls = polls(T.plusSeconds(7), 420);
        for (int i = 0; i < polls.size(); i += 7) {
            samples.insert(polls.subList(i, i + 7));
        }
        assertStored(polls);
        samples.pack();
        assertThat(count("ups_sample_blocks")).isEqualTo(2);
        assertThat(count("ups_samples")).isBetween(1L, 179L);
        assertStored(polls);
    }

    @Test
    @Requirement("NUT-82")
    void goes_on_after_a_restart_in_the_middle_of_a_block() {
        List<Sample> polls = polls(T, 300);
        samples.insert(polls.subList(0, 100));
        database.close();
        open();
        samples.insert(polls.subList(100, 300));
        samples.pack();
        assertThat(count("ups_sample_blocks")).isEqualTo(1);
        assertStored(polls);
    }

    @Test
    void what_was_written_twice_is_read_once() {
        List<Sample> polls = polls(T, 250);
        samples.insert(polls.subList(0, 20));
        samples.insert(polls.subList(10, 250));
        assertStored(polls);
        samples.pack();
        assertStored(polls);
    }

    @Test
    void a_clock_that_steps_back_loses_nothing() {
        List<Sample> all = new ArrayList<>(polls(T, 250));
        samples.insert(all);
        samples.pack();
        List<Sample> again = polls(T.minusMillis(1_500).minus(Duration.ofMinutes(5)), 300);
        for (int i = 0; i < again.size(); i += 10) {
            samples.insert(again.subList(i, i + 10));
            samples.pack();
        }
        all.addAll(again);
        assertStored(all);
        samples.packAll(T.plus(Duration.ofHours(4)));
        assertThat(count("ups_samples")).isZero();
        assertStored(all);
    }

    @Test
    void a_round_that_failed_leaves_nothing_that_later_ones_build_on() {
        List<Sample> polls = polls(T, 30);
        samples.insert(polls.subList(0, 10));
        execute(
                "CREATE TRIGGER full BEFORE INSERT ON ups_samples WHEN NEW.seq >= 15"
                        + " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
        assertThatThrownBy(() -> samples.insert(polls.subList(10, 20)))
                .hasMessageContaining("the disk is full");
        execute("DROP TRIGGER full");
        samples.insert(polls.subList(20, 30));
        List<Sample> kept = new ArrayList<>(polls.subList(0, 10));
        kept.addAll(polls.subList(20, 30));
        assertStored(kept);
    }

    private void execute(String sql) {
        database.write(Lane.JOURNAL, tx -> tx.sql(sql).update());
    }

    @Test
    void a_chart_is_the_same_before_and_after() {
        samples.insert(polls(T, 500));
        SeriesReader series = new SeriesReader(database, new RollupStore(database));
        Instant end = T.plus(Duration.ofHours(1));
        List<Metric> all = List.of(Metric.values());
        Series before = series.read(UPS, all, T.plusSeconds(100), end, 60);
        samples.packAll(end);
        assertThat(series.read(UPS, all, T.plusSeconds(100), end, 60)).isEqualTo(before);
        assertThat(before.buckets()).hasSizeGreaterThan(30);
    }

    @Test
    void packs_a_few_at_a_time_and_comes_to_an_end() {
        List<Sample> round = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 130; i++) {
            JitteryUps ups = new JitteryUps("ups" + i + "@lab", random.nextLong());
            round.add(ups.poll(T));
            round.add(ups.poll(T.plus(SampleBlocks.LENGTH)));
        }
        samples.insert(round);
        samples.pack();
        assertThat(count("ups_sample_blocks")).isEqualTo(2);
        for (int i = 0; i < 130; i++) {
            samples.pack();
        }
        assertThat(count("ups_sample_blocks")).isEqualTo(130);
        assertThat(count("ups_variables")).isEqualTo(130);
        assertThat(count("ups_samples")).isEqualTo(130);
    }

    @Test
    @Requirement("NUT-80")
    void the_variables_of_a_block_go_with_it() {
        samples.insert(polls(T, 400));
        samples.packAll(T.plus(Duration.ofHours(4)));
        assertThat(samples.forget(T.plus(Duration.ofMinutes(31)))).isEqualTo(2);
        assertThat(count("ups_variables")).isEqualTo(count("ups_sample_blocks")).isEqualTo(1);
        assertThat(samples.variables(UPS, T.plusSeconds(60))).isEmpty();
    }

    @Test
    void does_not_read_a_form_that_it_does_not_know() {
        assertThatThrownBy(() -> Squeezed.release(new byte[] {9, 1, 2}))
                .hasMessageContaining("unknown form 9");
    }
}
