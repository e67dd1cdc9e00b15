package io.github.walnut.api;

import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.Course;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRefusedException;
import io.github.walnut.run.RunRefusedException.Why;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Runs in memory. Its cursor is the id of the last run shown. */
final class MemoryRuns
        implements RunReads, RunControl, PolicyDryRuns, PolicyPreflights, ManualRuns {

    /** Of every policy that ran. */
    static final String DOCUMENT = "{\"name\":\"Stage 1\",\"host\":\"pve\",\"enabled\":false}";

    private final Map<UUID, Journal.Entry> runs = new ConcurrentHashMap<>();
    private final TestClock clock;
    boolean critical;
    Instant heldUntil;

    /** Live starts are refused. */
    volatile boolean inMaintenance;

    MemoryRuns(TestClock clock) {
        this.clock = clock;
    }

    void put(Run run, List<Step> steps) {
        runs.put(run.id(), new Journal.Entry(run, steps));
    }

    @Override
    public long count(RunFilter filter) {
        return runs.values().stream().filter(entry -> asked(filter, entry.run())).count();
    }

    @Override
    public Page<Journal.Entry> page(RunFilter filter, String cursor, int limit) {
        List<Journal.Entry> found =
                new ArrayList<>(
                        runs.values().stream()
                                .filter(entry -> asked(filter, entry.run()))
                                .sorted(
                                        Comparator.comparing(
                                                        (Journal.Entry e) -> e.run().createdAt())
                                                .thenComparing(e -> e.run().id())
                                                .reversed())
                                .toList());
        while (cursor != null && !found.isEmpty()) {
            if (found.remove(0).run().id().toString().equals(cursor)) {
                break;
            }
        }
        List<Journal.Entry> shown = found.subList(0, Math.min(limit, found.size()));
        boolean more = shown.size() < found.size();
        return new Page<>(shown, more ? shown.get(shown.size() - 1).run().id().toString() : null);
    }

    private static boolean asked(RunFilter filter, Run run) {
        return (filter.policyId() == null || filter.policyId().equals(run.policyId()))
                && (filter.outageId() == null || filter.outageId().equals(run.outageId()))
                && (filter.mode() == null || filter.mode() == run.mode())
                && (filter.state() == null || filter.state() == run.state())
                && (filter.eventId() == null
                        || run.event() != null && filter.eventId().equals(run.event().id()))
                && (filter.open() == null || filter.open() != run.state().terminal());
    }

    @Override
    public Optional<Journal.Entry> find(UUID id) {
        return Optional.ofNullable(runs.get(id));
    }

    @Override
    public Optional<Run> last(UUID policyId) {
        return page(RunFilter.ofPolicy(policyId), null, 1).items().stream()
                .map(Journal.Entry::run)
                .findFirst();
    }

    @Override
    public void cancel(UUID runId, String reason, String actor) {
        Journal.Entry entry = runs.get(runId);
        refuseClosed(entry.run());
        if (entry.run().state() == RunState.COMMITTED) {
            throw new RunRefusedException(Why.COMMITTED, "too late");
        }
        put(
                run(runId, entry.run().policyId(), entry.run().mode(), RunState.CANCELLED),
                entry.steps());
    }

    private static void refuseClosed(Run run) {
        if (run.state().terminal()) {
            throw new RunRefusedException(Why.CLOSED, "over");
        }
    }

    @Override
    public Instant hold(UUID runId, Duration time, String reason, String actor) {
        refuseClosed(runs.get(runId).run());
        if (critical) {
            throw new RunRefusedException(Why.CONFLICT, "critical");
        }
        return clock.instant().plus(time);
    }

    @Override
    public void resume(UUID runId) {
        refuseClosed(runs.get(runId).run());
    }

    @Override
    public void holdAll(Duration time, String reason, String actor) {
        heldUntil = clock.instant().plus(time);
    }

    @Override
    public void resumeAll() {
        if (heldUntil == null) {
            throw new RunRefusedException(Why.CONFLICT, "no hold");
        }
        heldUntil = null;
    }

    @Override
    public Postponed postpone(UUID runId, Duration by) {
        refuseClosed(runs.get(runId).run());
        return new Postponed(clock.instant().plus(by), 120);
    }

    final List<Countdown> ends = new ArrayList<>();

    @Override
    public List<Countdown> countdowns(UUID runId) {
        return ends;
    }

    @Override
    public void skip(UUID runId, UUID stepId) {
        refuseClosed(runs.get(runId).run());
    }

    @Override
    public UUID retry(Run run, Step step, String reason, String confirmed, String actor) {
        if (!run.state().terminal()) {
            throw new RunRefusedException(Why.CONFLICT, "not over");
        }
        return begun(run.policyId(), run.mode());
    }

    @Override
    public UUID act(StoredPolicy wish, String hostId, String reason, String actor) {
        return start(wish, new Wish(Run.Mode.LIVE, null, reason, false), actor);
    }

    @Override
    public UUID start(StoredPolicy policy, Wish wish, String actor) {
        Run.Mode mode = wish.mode();
        if (mode == Run.Mode.LIVE && inMaintenance) {
            throw new RunRefusedException(Why.MAINTENANCE, "in maintenance");
        }
        if (mode == Run.Mode.LIVE && !policy.armed()) {
            throw new RunRefusedException(Why.NOT_ARMED, "not armed");
        }
        return begun(policy.id(), mode);
    }

    private UUID begun(UUID policyId, Run.Mode mode) {
        UUID id = UUID.randomUUID();
        put(run(id, policyId, mode, RunState.RUNNING), List.of());
        return id;
    }

    @Override
    public Journal.Entry run(StoredPolicy policy, String upsId, boolean refresh, String actor) {
        Run run = run(UUID.randomUUID(), policy.id(), Run.Mode.DRY_RUN, RunState.DONE);
        put(run, List.of());
        return runs.get(run.id());
    }

    @Override
    public PolicyChecks.Preflight run(StoredPolicy policy, String actor) {
        return new PolicyChecks.Preflight(
                clock.instant(), policy.behaviourHash(), Severity.INFO, List.of());
    }

    Run run(UUID id, UUID policyId, Run.Mode mode, RunState state) {
        Instant now = clock.instant();
        return new Run(
                id,
                Run.Kind.EVENT,
                mode,
                policyId,
                "Stage 1",
                10,
                1,
                "b",
                DOCUMENT,
                null,
                state,
                null,
                state.terminal() ? "succeeded" : null,
                Severity.INFO,
                null,
                "One step",
                "rack@lab",
                null,
                id,
                null,
                1,
                null,
                List.of(),
                List.of(),
                List.of(),
                "system",
                1,
                1,
                Course.NONE,
                now,
                null,
                null,
                state.terminal() ? now : null);
    }

    @Override
    public int callsInFlight() {
        return 10;
    }

    @Override
    public io.github.walnut.policy.LearnedTimes times() {
        return io.github.walnut.policy.LearnedTimes.NONE;
    }
}
