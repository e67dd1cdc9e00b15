package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file that another connection locks, or that has no room left. */
class EmergencyJournalTest {

    private static final Duration LIMIT = TestLimits.WAIT;

    @TempDir Path folder;

    private Database database;
    private TriggerStates triggers;
    private EmergencyJournal journal;
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        triggers = new TriggerStates(new WindowRepository(database));
        journal = new EmergencyJournal(database, triggers, Stores.KEY.toCharArray());
        journal.watch(
                new StoreWatch() {
                    @Override
                    public void degraded(String why) {
                        told.add("degraded");
                    }

                    @Override
                    public void restored(int entries) {
                        told.add("restored " + entries);
                    }
                });
    }

    @AfterEach
    void close() {
        journal.close();
        database.close();
    }

    private static Run run(RunState state) {
        return Runs.run(state, 100, Runs.AT);
    }

    private static Step step(Run run, int position) {
        return Runs.step(run, position, StepState.PLANNED, "key-" + position, null);
    }

    private static Step sent(Step step) {
        Step sent =
                Runs.step(
                        Runs.run(step.runId(), RunState.RUNNING, 100, Runs.AT, null, null),
                        step.position(),
                        StepState.SENT,
                        step.idempotencyKey(),
                        Runs.AT);
        return Runs.withId(sent, step.id());
    }

    private void restored() {
        await().atMost(LIMIT).until(() -> !journal.degraded());
    }

    @Test
    @Requirement("EXE-43")
    void a_locked_store_holds_a_write_for_two_seconds_and_the_next_one_not_at_all() {
        Run run = run(RunState.RUNNING);
        Step planned = step(run, 0);
        try (LockedStore lock = new LockedStore(folder)) {
            long begun = System.nanoTime();
            journal.create(run, List.of(planned));
            assertThat(seconds(begun)).isBetween(1.5, 10.0);

            begun = System.nanoTime();
            journal.update(List.of(sent(planned)), List.of());
            assertThat(seconds(begun)).isLessThan(1.5);

            assertThat(journal.degraded()).isTrue();
            assertThat(journal.find(run.id()).orElseThrow().steps()).containsExactly(sent(planned));
            assertThat(journal.unfinished()).extracting(Journal.Entry::run).containsExactly(run);
            assertThat(journal.stored().find(run.id())).isEmpty();
            await().atMost(LIMIT).until(() -> told.contains("degraded"));
        }
        restored();
        assertThat(journal.stored().find(run.id()))
                .contains(new Journal.Entry(run, List.of(sent(planned))));
        await().atMost(LIMIT).until(() -> told.size() == 2);
        assertThat(told).containsExactly("degraded", "restored 2");
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    @Test
    @Requirement({"EXE-43", "OPS-27"})
    void a_full_store_is_followed_by_the_file_at_once() {
        Run before = run(RunState.RUNNING);
        journal.create(before, List.of(step(before, 0)));
        long pages = limitPages(0);
        limitPages(pages);
        Run run = run(RunState.RUNNING);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            steps.add(step(run, i));
        }
        journal.create(run, steps);

        assertThat(journal.degraded()).isTrue();
        assertThat(journal.stored().find(run.id())).isEmpty();
        assertThatThrownBy(() -> database.write(Lane.JOURNAL, tx -> null))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("in trouble");

        limitPages(1_000_000);
        restored();
        assertThat(journal.stored().find(run.id())).contains(new Journal.Entry(run, steps));
    }

    /** How many pages the file has, after limiting them. */
    private long limitPages(long most) {
        return database.attempt(
                tx -> {
                    tx.sql("PRAGMA max_page_count = " + most).query(Long.class).single();
                    return tx.sql("PRAGMA page_count").query(Long.class).single();
                });
    }

    @Test
    @Requirement({"EXE-43", "OPS-27"})
    void the_next_process_merges_before_it_reads_what_a_killed_one_wrote_to_the_file()
            throws Exception {
        journal.close();
        database.close();
        List<UUID> promised = new ArrayList<>();
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledEmergencyWriter.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        LockedStore lock = null;
        try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("open")) {
                    lock = new LockedStore(folder);
                    writer.outputWriter().append('\n').flush();
                } else if (line.length() == 36) {
                    promised.add(UUID.fromString(line));
                }
                if (promised.size() == 30) {
                    writer.toHandle().destroyForcibly();
                }
            }
        } finally {
            writer.destroyForcibly();
            if (lock != null) {
                lock.close();
            }
        }
        assertThat(writer.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();

        open();

        assertThat(journal.degraded()).isFalse();
        assertThat(promised).hasSizeGreaterThanOrEqualTo(30);
        for (UUID id : promised) {
            assertThat(journal.stored().find(id).orElseThrow().steps())
                    .extracting(Step::state)
                    .containsExactly(StepState.INTENT);
        }
    }

    @Test
    @Requirement("EXE-43")
    void merging_again_after_a_crash_in_between_neither_doubles_nor_turns_back() throws Exception {
        Run run = run(RunState.RUNNING);
        Step planned = step(run, 0);
        Path file = folder.resolve(EmergencyJournal.FILE);
        Path held = folder.resolve("held");
        try (LockedStore lock = new LockedStore(folder)) {
            journal.create(run, List.of(planned));
            Files.copy(file, held);
        }
        restored();
        close();
        open();
        Run done = Runs.run(run.id(), RunState.DONE, 100, Runs.AT, Runs.AT, "succeeded");
        journal.update(done, List.of(sent(planned)), List.of());
        close();
        Files.move(held, file, StandardCopyOption.REPLACE_EXISTING);
        open();

        assertThat(journal.degraded()).isFalse();
        Journal.Entry now = journal.stored().find(run.id()).orElseThrow();
        assertThat(now.run().state()).isEqualTo(RunState.DONE);
        assertThat(now.steps()).containsExactly(sent(planned));
    }

    @Test
    @Requirement("EXE-43")
    void what_triggers_and_obligations_came_to_is_in_the_file_with_the_run() {
        Run run = run(RunState.RUNNING);
        Step stop = Runs.step(run, 0, StepState.INTENT, "key", null);
        Obligation owed = Runs.obligation(run, stop);
        TriggerMemory state = new TriggerMemory(run.policyId(), "b", 0, run.upsId(), met(), false);
        triggers.hold(match(run), List.of(state));
        try (LockedStore lock = new LockedStore(folder)) {
            journal.create(run, List.of(stop));
            journal.update(run, List.of(stop), List.of(owed));
            assertThat(journal.obligations()).containsExactly(owed);
            assertThat(triggers.of(run).states()).isEmpty();
        }
        restored();
        assertThat(journal.stored().obligations()).containsExactly(owed);
        assertThat(new DecisionLog(database).of(run.policyId(), 10))
                .extracting(Decision::detail)
                .containsExactly(run.id().toString());
    }

    static Decision match(Run run) {
        return new Decision(
                run.policyId(),
                run.upsId(),
                Runs.AT,
                null,
                Decision.Kind.MATCHED,
                null,
                null,
                List.of(),
                List.of());
    }

    private static TriggerProgress met() {
        return new TriggerProgress(
                Trigger.State.MET, Runs.AT, null, 1L, null, null, null, null, false, false);
    }

    @Test
    @Requirement("EXE-43")
    void orders_in_the_file_count_for_repeats_and_windows() {
        Run run = Runs.run(UUID.randomUUID(), RunState.DONE, 100, Runs.AT, Runs.AT, "succeeded");
        Step stop = Runs.step(run, 0, StepState.CONFIRMED, "key", Runs.AT);
        try (LockedStore lock = new LockedStore(folder)) {
            journal.create(run, List.of(stop));
            assertThat(journal.lastSent("key", Run.Mode.LIVE, Runs.AT)).contains(stop);
            assertThat(journal.lastSent("key", Run.Mode.LIVE, Runs.AT.plusMillis(1))).isEmpty();
            assertThat(journal.lastSent("key", Run.Mode.DRY_RUN, Runs.AT)).isEmpty();
            assertThat(journal.lastDispatch(run.policyId(), run.upsId(), Run.Mode.LIVE))
                    .contains(Runs.AT);
        }
        restored();
        assertThat(journal.lastSent("key", Run.Mode.LIVE, Runs.AT)).contains(stop);
    }

    @Test
    @Requirement("EXE-43")
    void a_row_that_can_never_be_written_is_no_trouble_of_the_store() {
        Run run = run(RunState.RUNNING);
        Step one = step(run, 0);
        assertThatThrownBy(() -> journal.create(run, List.of(one, one)))
                .isInstanceOf(Journal.UnavailableException.class);
        assertThat(journal.degraded()).isFalse();
    }

    @Test
    @Requirement("EXE-43")
    void events_do_not_wait_for_a_store_in_trouble() {
        EventStore events =
                new EventStore(
                        database,
                        new FactsRepository(database),
                        new OutageRepository(database),
                        new SampleStore(database));
        EventStore.Change change =
                new EventStore.Change(
                        List.of(Runs.event(UUID.randomUUID(), "edge")), List.of(), List.of());
        try (LockedStore lock = new LockedStore(folder)) {
            assertThatThrownBy(() -> events.record(change))
                    .isInstanceOf(StoreUnavailableException.class);
            long begun = System.nanoTime();
            assertThatThrownBy(() -> events.record(change))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(seconds(begun)).isLessThan(1.5);
            assertThat(journal.degraded()).isTrue();
        }
        restored();
        events.record(change);
        assertThat(events.find(change.events().get(0).id())).isPresent();
    }

    @Test
    @Requirement("EXE-43")
    void trouble_that_lasts_is_waited_for_once_and_not_by_each() {
        AuditLog audit = new AuditLog(database, Stores.KEY.toCharArray());
        try (LockedStore lock = new LockedStore(folder)) {
            journal.create(run(RunState.RUNNING), List.of());
            long begun = System.nanoTime();
            audit.settle();
            assertThat(seconds(begun)).isBetween(2.0, 10.0);

            begun = System.nanoTime();
            audit.settle();
            assertThat(seconds(begun)).isLessThan(1.5);
            assertThat(journal.degraded()).isTrue();
        }
        restored();
    }

    @Test
    @Requirement("EXE-43")
    void a_change_that_has_begun_is_not_broken_off_by_trouble_that_passes() {
        AuditLog audit = new AuditLog(database, Stores.KEY.toCharArray());
        SettingsRepository settings = new SettingsRepository(database);
        AuditEntry row =
                new AuditEntry("op", "user", "::1", "tried", null, "ok", null, null, "1", null);
        try (AuditScope scope = AuditScope.begin(audit, diff -> row)) {
            settings.save("one", Map.of(), 0, "op");
            assertThat(scope.written()).isTrue();
            database.trouble().begin("tested");
            settings.save("two", Map.of(), 0, "op");
        }
        assertThat(settings.find("two")).isPresent();
        assertThat(journal.degraded()).isFalse();
    }

    @Test
    @Requirement("EXE-43")
    void the_hold_of_all_waits_two_seconds_and_is_stored_over_whatever_stands_there() {
        SettingsRepository settings = new SettingsRepository(database);
        settings.replacePromptly("hold", Map.of("reason", "first"), "op");
        try (LockedStore lock = new LockedStore(folder)) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> settings.replacePromptly("hold", Map.of(), "op"))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(seconds(begun)).isBetween(1.5, 10.0);
            assertThat(journal.degraded()).isTrue();
        }
        restored();
        settings.replacePromptly("hold", Map.of("reason", "second"), "op");
        assertThat(settings.find("hold").orElseThrow().values()).containsEntry("reason", "second");
    }

    @Test
    @Requirement("EXE-43")
    void a_command_beside_the_server_leaves_the_file_alone() {
        try (Database other =
                        Database.open(
                                Stores.config(folder).withMode(DatabaseConfig.Mode.COMMAND),
                                new TestClock());
                EmergencyJournal beside =
                        new EmergencyJournal(
                                other,
                                new TriggerStates(new WindowRepository(other)),
                                Stores.KEY.toCharArray())) {
            Run run = run(RunState.RUNNING);
            beside.create(run, List.of());
            assertThat(journal.find(run.id())).isPresent();
            assertThat(beside.degraded()).isFalse();
        }
    }
}
