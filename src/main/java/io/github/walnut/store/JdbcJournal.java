package io.github.walnut.store;

import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The journal in the tables {@code policy_executions} and {@code policy_actions}. */
public final class JdbcJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcJournal.class);
    private static final int KEPT_PER_POLICY = 30;
    private static final int SWEEP_ROWS = 500;
    private static final int RUNS_AT_ONCE = 500;
    private static final Set<String> CUT_SHORT = Set.of("held", "reversed", "cancelled");

    private final Database database;
    private final WindowRepository windows;
    private final TriggerStates triggers;

    /**
     * @param triggers what waits there for a run is written together with it
     */
    public JdbcJournal(Database database, TriggerStates triggers) {
        this.database = database;
        this.windows = new WindowRepository(database);
        this.triggers = triggers;
    }

    @Override
    public long epoch() {
        return database.epoch();
    }

    @Override
    public void create(Run run, List<Step> steps, List<Obligation> takenUp) {
        TriggerStates.Cause cause = triggers.of(run);
        write(
                "run " + run.id(),
                tx -> {
                    RunRows.columns(run, epoch()).insert(tx, RunRows.TABLE);
                    insertSteps(steps);
                    putObligations(takenUp);
                    windows.put(cause.states());
                    if (cause.decision() != null) {
                        DecisionLog.insert(tx, List.of(cause.decision()));
                    }
                });
        triggers.written(run, cause);
    }

    @Override
    public void update(Run run, List<Step> changed, List<Obligation> owed) {
        write(
                "run " + run.id(),
                tx -> {
                    RunRows.columns(run, epoch()).put(tx, RunRows.TABLE, "id");
                    updateSteps(changed);
                    putObligations(owed);
                });
    }

    @Override
    public void update(List<Step> changed, List<Obligation> owed) {
        write(
                changed.size() + " steps and " + owed.size() + " obligations",
                tx -> {
                    updateSteps(changed);
                    putObligations(owed);
                });
    }

    /**
     * Writes a made-up run as one is written at its begin and at its end, and takes it all back:
     * the first real one then meets code that is loaded and compiled.
     */
    public void rehearse(Entry entry) {
        try {
            database.write(
                    Lane.JOURNAL,
                    tx -> {
                        RunRows.columns(entry.run(), epoch()).insert(tx, RunRows.TABLE);
                        insertSteps(entry.steps());
                        RunRows.columns(entry.run(), epoch()).put(tx, RunRows.TABLE, "id");
                        updateSteps(entry.steps());
                        throw new TakenBack();
                    });
        } catch (TakenBack e) {
            LOG.debug("{} made-up steps were written and taken back", entry.steps().size());
        }
    }

    /** Ends a transaction of which nothing is to stay. */
    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1;

        TakenBack() {
            super("taken back", null, false, false);
        }
    }

    /**
     * Writes what an emergency file held, trouble or not, in one transaction. A run that a later
     * server has written since is left as it is. With nothing to write it still proves that the
     * store takes writes.
     *
     * @throws StoreUnavailableException when the store does not take it
     * @throws DataAccessException likewise
     */
    void merge(Unmerged part) {
        database.attempt(
                tx -> {
                    Epochs.require(tx, epoch());
                    Epochs.touch(tx);
                    Unmerged ours = part.without(run -> passedOn(tx, run, part.epoch()));
                    ours.runs()
                            .forEach(
                                    run ->
                                            RunRows.columns(run, epoch())
                                                    .put(tx, RunRows.TABLE, "id"));
                    putSteps(ours.steps());
                    putObligations(ours.obligations());
                    windows.put(ours.triggers());
                    ours.rows().forEach(row -> merge(tx, row));
                    DecisionLog.insertMissing(tx, ours.decisions());
                    return null;
                });
    }

    /** What it belongs to may be gone; then it is gone too. */
    private static void merge(JdbcClient tx, KeptRow row) {
        try {
            row.write(tx);
        } catch (DataAccessException e) {
            if (StoreTrouble.ofTheFile(e)) {
                throw e;
            }
            LOG.error("{} of the emergency journal is left out: {}", row.place(), e.getMessage());
        }
    }

    private static boolean passedOn(JdbcClient tx, UUID run, long epoch) {
        return tx.sql("SELECT count(*) FROM policy_executions WHERE id = ? AND epoch > ?")
                        .param(run.toString())
                        .param(epoch)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void putObligations(List<Obligation> all) {
        List<Columns> rows = all.stream().map(ObligationRows::columns).toList();
        Columns.putAll(database, rows, ObligationRows.TABLE, "id");
    }

    private void insertSteps(List<Step> steps) {
        List<Columns> rows = steps.stream().map(StepRows::columns).toList();
        Columns.insertAll(database, rows, StepRows.TABLE);
    }

    private void putSteps(List<Step> steps) {
        List<Columns> rows = steps.stream().map(StepRows::columns).toList();
        Columns.putAll(database, rows, StepRows.TABLE, "id");
    }

    /** Most are there already, and of those only what changes is written. */
    private void updateSteps(List<Step> steps) {
        List<Columns> rows = steps.stream().map(StepRows::changing).toList();
        int[] found = Columns.updateAll(database, rows, StepRows.TABLE, "id", ids(steps));
        putSteps(
                IntStream.range(0, steps.size())
                        .filter(i -> found[i] == 0)
                        .mapToObj(steps::get)
                        .toList());
    }

    private static List<UUID> ids(List<Step> steps) {
        return steps.stream().map(Step::id).toList();
    }

    private void write(String what, Consumer<JdbcClient> work) {
        try {
            database.writePromptly(
                    Lane.JOURNAL,
                    tx -> {
                        Epochs.require(tx, epoch());
                        work.accept(tx);
                        return null;
                    });
        } catch (DataAccessException | StoreUnavailableException e) {
            throw new UnavailableException(
                    "the journal cannot take " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<Entry> unfinished() {
        List<Run> runs =
                database.reader()
                        .sql(
                                """
                                SELECT * FROM policy_executions
                                WHERE state NOT IN ('suppressed', 'done', 'cancelled')
                                ORDER BY priority, created_at, id
                                """)
                        .query(Row.to(RunRows::read))
                        .list();
        return entries(runs);
    }

    @Override
    public List<Obligation> obligations() {
        return database.reader()
                .sql(
                        """
                        SELECT * FROM obligations WHERE status IN ('open', 'restoring', 'failed')
                        ORDER BY opened_at, position, id
                        """)
                .query(Row.to(ObligationRows::read))
                .list();
    }

    @Override
    public List<Obligation> doubtedSince(Instant since) {
        return database.reader()
                .sql(
                        """
                        SELECT * FROM obligations
                        WHERE status = 'void' AND reason = 'not_confirmed' AND updated_at >= ?
                        ORDER BY opened_at, position, id
                        """)
                .param(since.toEpochMilli())
                .query(Row.to(ObligationRows::read))
                .list();
    }

    @Override
    public List<Entry> endedSince(Instant since) {
        List<Run> runs =
                database.reader()
                        .sql(
                                """
                                SELECT * FROM policy_executions
                                WHERE mode = 'live' AND ended_at >= ? ORDER BY ended_at, id
                                """)
                        .param(since.toEpochMilli())
                        .query(Row.to(RunRows::read))
                        .list();
        return entries(runs);
    }

    @Override
    public Optional<Entry> find(UUID runId) {
        List<Run> runs =
                database.reader()
                        .sql("SELECT * FROM policy_executions WHERE id = ?")
                        .param(runId.toString())
                        .query(Row.to(RunRows::read))
                        .list();
        return entries(runs).stream().findFirst();
    }

    /** The same runs with all their steps, in the same order. */
    List<Entry> entries(List<Run> runs) {
        Map<UUID, List<Step>> steps = new HashMap<>();
        for (int first = 0; first < runs.size(); first += RUNS_AT_ONCE) {
            List<Run> some = runs.subList(first, Math.min(runs.size(), first + RUNS_AT_ONCE));
            for (Step step : stepsOf(some)) {
                steps.computeIfAbsent(step.runId(), id -> new ArrayList<>()).add(step);
            }
        }
        return runs.stream()
                .map(run -> new Entry(run, steps.getOrDefault(run.id(), List.of())))
                .toList();
    }

    private List<Step> stepsOf(List<Run> runs) {
        return new Where()
                .in("execution_id", runs.stream().map(Run::id).toList())
                .statement(
                        database.reader(),
                        "SELECT * FROM policy_actions",
                        "ORDER BY execution_id, position")
                .query(Row.to(StepRows::read))
                .list();
    }

    /** The same condition as in {@link #lastDispatch}. */
    static boolean countsAsDispatch(Run run) {
        return run.firstDispatchAt() != null
                && run.state() == RunState.DONE
                && run.kind() == Run.Kind.EVENT
                && (run.result() == null || !CUT_SHORT.contains(run.result()));
    }

    /** Runs that power return or a person cut short do not count. */
    @Override
    public Optional<Instant> lastDispatch(UUID policyId, String upsId, Run.Mode mode) {
        return database.reader()
                .sql(
                        """
                        SELECT created_at FROM policy_executions
                        WHERE policy_id = :policy AND mode = :mode
                          AND coalesce(ups_id, '') = coalesce(:ups, '')
                          AND first_dispatch_at IS NOT NULL
                          AND state = 'done' AND kind = 'event'
                          AND coalesce(result, '') NOT IN ('held', 'reversed', 'cancelled')
                        ORDER BY created_at DESC LIMIT 1
                        """)
                .param("policy", policyId.toString())
                .param("ups", upsId)
                .param("mode", mode.word())
                .query(Row.to(row -> row.instant("created_at")))
                .optional();
    }

    @Override
    public Optional<Step> lastSent(String idempotencyKey, Run.Mode mode, Instant since) {
        return database.reader()
                .sql(
                        """
                        SELECT s.* FROM policy_actions s
                        JOIN policy_executions r ON r.id = s.execution_id
                        WHERE s.key = :key AND s.sent_at >= :since AND r.mode = :mode
                        ORDER BY s.sent_at DESC, s.id DESC LIMIT 1
                        """)
                .param("key", idempotencyKey)
                .param("since", since.toEpochMilli())
                .param("mode", mode.word())
                .query(Row.to(StepRows::read))
                .optional();
    }

    /**
     * Deletes at most one batch of final runs that ended before this moment, with their steps. Of
     * each policy the last thirty live runs stay, and every run that still owes something.
     *
     * @param live runs of mode live, else those of the other modes
     */
    int forget(boolean live, Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql(
                                        """
                                        DELETE FROM policy_executions WHERE id IN (
                                          SELECT id FROM (
                                            SELECT id, ended_at, mode, row_number() OVER (
                                              PARTITION BY policy_id, mode = 'live'
                                              ORDER BY created_at DESC) AS place
                                            FROM policy_executions)
                                          WHERE ended_at < :before AND (mode = 'live') = :live
                                            AND (mode <> 'live' OR place > :kept)
                                            AND id NOT IN (
                                              SELECT execution_id FROM obligations
                                              WHERE status IN ('open', 'restoring', 'failed'))
                                          LIMIT :rows)
                                        """)
                                .param("before", before.toEpochMilli())
                                .param("live", live ? 1 : 0)
                                .param("kept", KEPT_PER_POLICY)
                                .param("rows", SWEEP_ROWS)
                                .update());
    }
}
