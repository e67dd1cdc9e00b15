package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Decision;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcJournalTest {

    @TempDir Path folder;

    private Database database;
    private JdbcJournal journal;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        journal = Stores.journal(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Step step(Run run, int position) {
        return Runs.step(run, position, StepState.PLANNED, "key-" + position, null);
    }

    @Test
    @Requirement("EXE-42")
    void returns_runs_and_steps_as_they_were_written() {
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        List<Step> steps = List.of(step(run, 0), step(run, 1));
        journal.create(run, steps);
        assertThat(journal.find(run.id())).contains(new Journal.Entry(run, steps));
    }

    @Test
    @Requirement("EXE-42")
    void the_decision_that_became_a_run_is_written_with_it_or_not_at_all() {
        TriggerStates triggers = new TriggerStates(new WindowRepository(database));
        journal = new JdbcJournal(database, triggers);
        DecisionLog decisions = new DecisionLog(database);
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        triggers.hold(EmergencyJournalTest.match(run), List.of());
        Step twice = step(run, 0);
        assertThatThrownBy(() -> journal.create(run, List.of(twice, twice)))
                .isInstanceOf(Journal.UnavailableException.class);
        assertThat(decisions.of(run.policyId(), 10)).isEmpty();
        journal.create(run, List.of(twice));
        assertThat(decisions.of(run.policyId(), 10))
                .extracting(Decision::detail)
                .containsExactly(run.id().toString());
    }

    @Test
    @Requirement({"EXE-42", "OPS-23"})
    void shows_after_reopening_whatever_a_call_returned_from() {
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        Step planned = step(run, 0);
        journal.create(run, List.of(planned));
        Step sent = Runs.step(run, 0, StepState.SENT, "key-0", Runs.AT);
        Step moved = Runs.withId(sent, planned.id());
        journal.update(List.of(moved), List.of());
        database.close();
        open();
        assertThat(journal.unfinished()).hasSize(1);
        assertThat(journal.unfinished().get(0).steps()).containsExactly(moved);
    }

    @Test
    @Requirement("OPS-91")
    void takes_back_what_it_wrote_for_practice() {
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        journal.rehearse(new Journal.Entry(run, List.of(step(run, 0), step(run, 1))));
        assertThat(journal.find(run.id())).isEmpty();
        journal.create(run, List.of(step(run, 0)));
        assertThat(journal.find(run.id())).isPresent();
    }

    @Test
    void writes_a_run_and_its_steps_together_or_not_at_all() {
        Run run = Runs.run(RunState.ACCEPTED, 100, Runs.AT);
        Step one = step(run, 0);
        assertThatThrownBy(() -> journal.create(run, List.of(one, one)))
                .isInstanceOf(Journal.UnavailableException.class)
                .hasMessageContaining(run.id().toString());
        assertThat(journal.find(run.id())).isEmpty();
    }

    @Test
    @Requirement("EXE-51")
    void keeps_what_is_owed_until_it_is_closed() {
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        Step stop = Runs.step(run, 0, StepState.INTENT, "key", null);
        Obligation owed = Runs.obligation(run, stop);
        journal.create(run, List.of());
        journal.update(run, List.of(stop), List.of(owed));
        assertThat(journal.obligations()).containsExactly(owed);
        Obligation restored =
                owed.claimed(run.id(), Runs.AT.plusSeconds(5))
                        .with(Obligation.Status.RESTORED, null, Runs.AT.plusSeconds(9));
        journal.update(List.of(), List.of(restored));
        assertThat(journal.obligations()).isEmpty();
        ObligationQueries queries = new ObligationQueries(database);
        assertThat(queries.find(owed.id())).contains(restored);
        assertThat(queries.list("esx-1", false, 10)).containsExactly(restored);
        assertThat(queries.list(null, true, 10)).isEmpty();
    }

    @Test
    @Requirement("EXE-36")
    void knows_the_live_runs_that_ended_lately_and_the_stops_it_gave_up() {
        Run old = Runs.run(UUID.randomUUID(), RunState.DONE, 100, Runs.AT, Runs.AT, "failed");
        Instant later = Runs.AT.plusSeconds(60);
        Run run = Runs.run(UUID.randomUUID(), RunState.DONE, 100, later, later, "failed");
        Step stop = Runs.step(run, 0, StepState.TIMED_OUT, "key", later);
        Obligation owed = Runs.obligation(run, stop);
        journal.create(old, List.of());
        journal.create(Runs.run(RunState.RUNNING, 100, Runs.AT), List.of());
        journal.create(
                run,
                List.of(stop),
                List.of(owed.with(Obligation.Status.VOID, "not_confirmed", later)));

        assertThat(journal.endedSince(run.endedAt()))
                .containsExactly(new Journal.Entry(run, List.of(stop)));
        assertThat(journal.doubtedSince(later))
                .extracting(Obligation::id)
                .containsExactly(owed.id());
        assertThat(journal.doubtedSince(later.plusMillis(1))).isEmpty();
    }

    @Test
    @Requirement("EXE-51")
    void an_obligation_is_written_with_its_intent_or_not_at_all() {
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        journal.create(run, List.of());
        Step stop = Runs.step(run, 0, StepState.INTENT, "key", null);
        Step samePlace = Runs.step(run, 0, StepState.INTENT, "key", null);
        Obligation owed = Runs.obligation(run, stop);
        assertThatThrownBy(() -> journal.update(run, List.of(stop, samePlace), List.of(owed)))
                .isInstanceOf(Journal.UnavailableException.class);
        assertThat(journal.obligations()).isEmpty();
    }

    @Test
    void lists_unfinished_runs_by_priority_then_age() {
        Run late = Runs.run(RunState.RUNNING, 10, Runs.AT.plusSeconds(5));
        Run early = Runs.run(RunState.HELD, 10, Runs.AT);
        Run lowly = Runs.run(RunState.ACCEPTED, 500, Runs.AT.minusSeconds(60));
        Run done = Runs.run(RunState.DONE, 1, Runs.AT);
        Run suppressed = Runs.run(RunState.SUPPRESSED, 1, Runs.AT);
        List.of(late, lowly, done, early, suppressed)
                .forEach(run -> journal.create(run, List.of()));
        assertThat(journal.unfinished())
                .extracting(entry -> entry.run().id())
                .containsExactly(early.id(), late.id(), lowly.id());
    }

    @Test
    void keeps_the_order_of_the_plan() {
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        journal.create(run, List.of(step(run, 2), step(run, 0), step(run, 1)));
        assertThat(journal.unfinished().get(0).steps())
                .extracting(Step::position)
                .containsExactly(0, 1, 2);
    }

    @Test
    void an_update_adds_steps_that_were_planned_later() {
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        journal.create(run, List.of(step(run, 0)));
        journal.update(run, List.of(step(run, 1)), List.of());
        assertThat(journal.find(run.id()).orElseThrow().steps()).hasSize(2);
    }

    @Test
    @Requirement("EXE-10")
    void the_last_dispatch_is_the_match_time_of_a_run_that_sent_something() {
        dispatched(RunState.DONE, 10, "succeeded");
        Run sent = dispatched(RunState.DONE, 20, "partial");
        dispatched(RunState.RUNNING, 30, null);
        journal.create(Runs.run(RunState.DONE, 100, Runs.AT.plusSeconds(90)), List.of());
        dispatched(RunState.CANCELLED, 40, "cancelled");
        dispatched(RunState.DONE, 50, "reversed");
        assertThat(journal.lastDispatch(Runs.POLICY, "rack@lab", Run.Mode.LIVE))
                .contains(sent.createdAt());
        assertThat(journal.lastDispatch(Runs.POLICY, "rack@lab", Run.Mode.DRY_RUN)).isEmpty();
        assertThat(journal.lastDispatch(Runs.POLICY, "other@lab", Run.Mode.LIVE)).isEmpty();
    }

    private Run dispatched(RunState state, int seconds, String result) {
        Run run =
                Runs.run(
                        UUID.randomUUID(),
                        state,
                        100,
                        Runs.AT.plusSeconds(seconds),
                        Runs.AT.plusSeconds(seconds + 1),
                        result);
        journal.create(run, List.of());
        return run;
    }

    @Test
    @Requirement("EXE-14")
    void the_last_sent_step_of_a_key_is_looked_for_within_its_mode_and_window() {
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        Step older = Runs.step(run, 0, StepState.CONFIRMED, "k", Runs.AT);
        Step newer = Runs.step(run, 1, StepState.SENT, "k", Runs.AT.plusSeconds(30));
        journal.create(run, List.of(older, newer));
        assertThat(journal.lastSent("k", Run.Mode.LIVE, Runs.AT)).contains(newer);
        assertThat(journal.lastSent("k", Run.Mode.LIVE, Runs.AT.plusSeconds(30))).contains(newer);
        assertThat(journal.lastSent("k", Run.Mode.LIVE, Runs.AT.plusSeconds(31))).isEmpty();
        assertThat(journal.lastSent("k", Run.Mode.TEST, Runs.AT)).isEmpty();
    }

    @Test
    @Requirement("OPS-29")
    void writes_nothing_once_another_server_has_taken_over() {
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        new Epochs(database).raise("standby:2", Runs.AT);
        assertThatThrownBy(() -> journal.create(run, List.of()))
                .isInstanceOf(Journal.EpochLostException.class)
                .hasMessageContaining("standby:2");
        assertThat(journal.find(run.id())).isEmpty();
    }

    @Test
    @Requirement("API-7")
    void lists_runs_newest_first_by_what_they_act_on() {
        RunQueries queries = new RunQueries(database);
        List<Run> runs =
                java.util.stream.IntStream.range(0, 5)
                        .mapToObj(i -> Runs.run(RunState.DONE, 1, Runs.AT.plusSeconds(i / 2)))
                        .toList();
        runs.forEach(run -> journal.create(run, List.of(step(run, runs.indexOf(run)))));
        Page<Run> first = queries.page(RunFilter.ANY, null, 3);
        Page<Run> second = queries.page(RunFilter.ANY, first.nextCursor(), 3);
        assertThat(first.items()).containsExactly(runs.get(4), runs.get(3), runs.get(2));
        assertThat(second.items()).containsExactly(runs.get(1), runs.get(0));
        assertThat(second.nextCursor()).isNull();
        assertThat(found(queries, filter(null, null, null, "web-3", List.of())))
                .containsExactly(runs.get(3));
        assertThat(found(queries, filter(null, null, null, "vm:102", List.of())))
                .containsExactly(runs.get(2));
        assertThat(found(queries, filter(null, null, "esx-1", null, List.of()))).hasSize(5);
        assertThat(found(queries, filter(null, null, "esx-2", null, List.of()))).isEmpty();
        assertThat(found(queries, filter(null, runs.get(1).event().id(), null, null, List.of())))
                .containsExactly(runs.get(1));
        assertThat(queries.count(filter(Runs.POLICY, null, null, null, List.of()))).isEqualTo(5);
        assertThat(queries.count(filter(null, null, null, null, List.of(RunState.HELD)))).isZero();
    }

    private static RunFilter filter(
            UUID policy, UUID event, String host, String target, List<RunState> states) {
        return new RunFilter(
                null, null, states, null, policy, null, null, event, null, null, host, target, null,
                null);
    }

    private static List<Run> found(RunQueries queries, RunFilter filter) {
        return queries.page(filter, null, 50).items();
    }

    @Test
    void says_that_it_is_unavailable_when_the_store_is_closed() {
        database.close();
        Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
        assertThatThrownBy(() -> journal.create(run, List.of()))
                .isInstanceOf(Journal.UnavailableException.class);
    }
}
