package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionSweepTest {

    private static final Instant T = TestClock.START;

    @TempDir Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private SampleStore samples;
    private RollupStore rollups;
    private OutageRepository outages;
    private EventStore events;
    private JdbcJournal journal;
    private RetentionSweep sweep;
    private boolean runInProgress;

    @BeforeEach
    void open() {
        database = Database.open(Stores.config(folder), clock);
        samples = new SampleStore(database);
        rollups = new RollupStore(database);
        outages = new OutageRepository(database);
        events = new EventStore(database, new FactsRepository(database), outages, samples);
        journal = Stores.journal(database);
        sweep =
                new RetentionSweep(
                        database,
                        new RetentionSweep.Tables(
                                samples,
                                rollups,
                                events,
                                outages,
                                new DecisionLog(database),
                                journal,
                                new SessionRepository(database),
                                new AuditLog(database, Stores.KEY.toCharArray()),
                                new JobRepository(database),
                                new HostHealth(database),
                                new TokenRepository(database),
                                new ThrottleRepository(database),
                                new OutboxRepository(database)),
                        () -> RetentionSweep.Periods.DEFAULT,
                        () -> runInProgress);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void minuteSamples(Instant from, Instant to) {
        List<Sample> round = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plusSeconds(60)) {
            round.add(Samples.at(at, "OL", Map.of(Metric.BATTERY_PERCENT, 90.0)));
        }
        samples.insert(round);
    }

    private List<Instant> times() {
        return samples
                .raw(
                        Samples.UPS,
                        T.minus(Duration.ofDays(900)),
                        T.plus(Duration.ofDays(900)),
                        true,
                        null,
                        20_000)
                .items()
                .stream()
                .map(Sample::at)
                .toList();
    }

    private void outage(Instant from, Instant to) {
        events.record(
                new EventStore.Change(
                        List.of(),
                        List.of(),
                        List.of(
                                new Outage(
                                        UUID.randomUUID(),
                                        UUID.randomUUID(),
                                        Samples.UPS,
                                        from,
                                        to,
                                        1,
                                        null,
                                        null,
                                        null,
                                        null))));
    }

    @Test
    @Requirement("NUT-80")
    void makes_roll_ups_before_samples_go() {
        minuteSamples(T.minus(Duration.ofHours(30)), T);
        sweep.sweep();
        assertThat(times()).hasSize(24 * 60).first().isEqualTo(T.minus(Duration.ofHours(24)));
        List<Bucket> hours = rollups.read(Samples.UPS, 3600, T.minus(Duration.ofHours(30)), T);
        assertThat(hours).hasSize(30).allMatch(bucket -> bucket.count() == 60);
        assertThat(rollups.read(Samples.UPS, 300, T.minus(Duration.ofHours(30)), T)).hasSize(360);
    }

    @Test
    @Requirement("NUT-80")
    void a_second_sweep_adds_only_what_is_new() {
        minuteSamples(T.minus(Duration.ofHours(2)), T);
        sweep.sweep();
        minuteSamples(T, T.plus(Duration.ofHours(1)));
        clock.move(Duration.ofHours(1));
        sweep.sweep();
        assertThat(
                        rollups.read(
                                Samples.UPS,
                                3600,
                                T.minus(Duration.ofHours(3)),
                                T.plus(Duration.ofHours(2))))
                .hasSize(3)
                .allMatch(bucket -> bucket.count() == 60);
    }

    @Test
    @Requirement("NUT-80")
    void keeps_full_rate_from_ten_minutes_before_to_an_hour_after_an_outage() {
        Instant begin = T.minus(Duration.ofHours(40));
        Instant end = begin.plus(Duration.ofMinutes(5));
        minuteSamples(begin.minus(Duration.ofHours(2)), end.plus(Duration.ofHours(3)));
        outage(begin, end);
        sweep.sweep();
        assertThat(times())
                .contains(begin.minus(Duration.ofMinutes(10)), end.plus(Duration.ofMinutes(60)))
                .hasSizeBetween(76, 76 + 2 * 15)
                .allMatch(at -> at.isAfter(begin.minus(Duration.ofMinutes(26))))
                .allMatch(at -> at.isBefore(end.plus(Duration.ofMinutes(76))));
        assertThat(samples.variables(Samples.UPS, begin)).containsEntry("ups.status", "OL");
    }

    @Test
    @Requirement("NUT-80")
    void keeps_everything_since_the_begin_of_an_outage_that_goes_on() {
        Instant begin = T.minus(Duration.ofHours(40));
        minuteSamples(begin, begin.plus(Duration.ofHours(2)));
        outage(begin, null);
        sweep.sweep();
        assertThat(times()).hasSize(120);
    }

    @Test
    @Requirement("NUT-80")
    void drops_what_an_outage_kept_after_a_year() {
        Instant begin = T.minus(Duration.ofDays(366));
        minuteSamples(begin, begin.plus(Duration.ofMinutes(30)));
        outage(begin, begin.plus(Duration.ofMinutes(30)));
        sweep.sweep();
        assertThat(times()).isEmpty();
        assertThat(outages.between(null, begin, T, 10)).hasSize(1);
    }

    @Test
    @Requirement("NUT-81")
    void deletes_in_batches_of_at_most_five_thousand() {
        minuteSamples(T.minus(Duration.ofDays(6)), T.minus(Duration.ofDays(2)));
        samples.packAll(T);
        int blocks = 0;
        for (int gone = samples.forget(T); gone > 0; gone = samples.forget(T)) {
            assertThat(gone * 15 * 12).isLessThanOrEqualTo(5_000); // at a sample each five seconds
            blocks += gone;
        }
        assertThat(blocks).isEqualTo(4 * 24 * 4);
    }

    @Test
    @Requirement("NUT-81")
    void waits_while_a_run_is_in_progress() {
        minuteSamples(T.minus(Duration.ofHours(30)), T.minus(Duration.ofHours(29)));
        runInProgress = true;
        assertThat(sweep.sweep()).isZero();
        assertThat(times()).hasSize(60);
        runInProgress = false;
        sweep.sweep();
        assertThat(times()).isEmpty();
    }

    @Test
    @Requirement("NUT-81")
    void forgets_events_after_a_year() {
        events.record(
                new EventStore.Change(
                        List.of(Runs.event(UUID.randomUUID(), "e")), List.of(), List.of()));
        clock.move(Duration.ofDays(364));
        sweep.sweep();
        assertThat(events.count(EventFilter.ANY)).isEqualTo(1);
        clock.move(Duration.ofDays(2));
        sweep.sweep();
        assertThat(events.count(EventFilter.ANY)).isZero();
    }

    @Test
    @Requirement("EXE-75")
    void forgets_old_runs_but_neither_open_ones_nor_the_last_thirty_of_a_policy() {
        IntStream.range(0, 35)
                .forEach(
                        i ->
                                journal.create(
                                        Runs.run(RunState.DONE, 1, T.plusSeconds(i)), List.of()));
        journal.create(Runs.run(RunState.RUNNING, 1, T.minusSeconds(1)), List.of());
        clock.move(Duration.ofDays(366));
        sweep.sweep();
        assertThat(
                        database.reader()
                                .sql("SELECT count(*) FROM policy_executions")
                                .query(Long.class)
                                .single())
                .isEqualTo(31);
        assertThat(journal.unfinished()).hasSize(1);
    }

    @Test
    @Requirement("EXE-75")
    void keeps_a_run_for_as_long_as_it_owes_a_start() {
        Run owing = Runs.run(RunState.DONE, 1, T);
        Step stop = Runs.step(owing, 0, StepState.CONFIRMED, "k", T);
        Obligation owed = Runs.obligation(owing, stop);
        journal.create(owing, List.of(stop), List.of(owed));
        IntStream.range(1, 40)
                .forEach(
                        i ->
                                journal.create(
                                        Runs.run(RunState.DONE, 1, T.plusSeconds(i)), List.of()));
        clock.move(Duration.ofDays(366));
        sweep.sweep();
        assertThat(journal.find(owing.id())).isPresent();
        journal.update(List.of(), List.of(owed.with(Obligation.Status.DISMISSED, "sold", T)));
        sweep.sweep();
        assertThat(journal.find(owing.id())).isEmpty();
    }
}
