package io.github.walnut.virtual;

import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A journal in memory: what was written outlives a virtual crash, and nothing else does. */
public class MemoryJournal implements Journal {

    /** What happens at a write, for instance a crash. */
    public interface Fault {
        Fault NONE = (number, committed) -> {};

        void at(int number, boolean committed);
    }

    private final Map<UUID, Run> runs = new LinkedHashMap<>();
    private final Map<UUID, Map<UUID, Step>> steps = new LinkedHashMap<>();
    private final Map<UUID, Obligation> obligations = new LinkedHashMap<>();
    private Fault fault = Fault.NONE;
    private int writes;
    private long epoch = 1;

    public void fault(Fault next) {
        fault = next;
    }

    public int writes() {
        return writes;
    }

    /** Every run that was ever written. */
    public synchronized List<Run> all() {
        return List.copyOf(runs.values());
    }

    @Override
    public long epoch() {
        return epoch;
    }

    /** Another process begins on what an earlier one has written. */
    public void begun(long next) {
        epoch = next;
    }

    @Override
    public synchronized void create(Run run, List<Step> all, List<Obligation> takenUp) {
        write(List.of(run), all, takenUp);
    }

    @Override
    public synchronized void update(Run run, List<Step> changed, List<Obligation> owed) {
        write(List.of(run), changed, owed);
    }

    @Override
    public synchronized void update(List<Step> changed, List<Obligation> owed) {
        write(List.of(), changed, owed);
    }

    @Override
    public synchronized List<Obligation> obligations() {
        return everOwed().stream().filter(owed -> !owed.closed()).toList();
    }

    /** Every obligation that was ever written, in its last form. */
    public synchronized List<Obligation> everOwed() {
        return List.copyOf(obligations.values());
    }

    @Override
    public synchronized List<Obligation> doubtedSince(Instant since) {
        return everOwed().stream()
                .filter(Obligation::doubted)
                .filter(owed -> !owed.updatedAt().isBefore(since))
                .toList();
    }

    @Override
    public synchronized List<Entry> endedSince(Instant since) {
        return runs.values().stream()
                .filter(run -> run.mode() == Run.Mode.LIVE && run.endedAt() != null)
                .filter(run -> !run.endedAt().isBefore(since))
                .sorted(Comparator.comparing(Run::endedAt))
                .map(this::entry)
                .toList();
    }

    @Override
    public synchronized List<Entry> unfinished() {
        return runs.values().stream()
                .filter(run -> !run.state().terminal())
                .sorted(Comparator.comparingInt(Run::priority).thenComparing(Run::createdAt))
                .map(this::entry)
                .toList();
    }

    @Override
    public synchronized Optional<Entry> find(UUID runId) {
        return Optional.ofNullable(runs.get(runId)).map(this::entry);
    }

    @Override
    public synchronized Optional<Instant> lastDispatch(UUID policyId, String upsId, Run.Mode mode) {
        return runs.values().stream()
                .filter(run -> run.policyId().equals(policyId) && run.mode() == mode)
                .filter(run -> Objects.equals(run.upsId(), upsId))
                .filter(MemoryJournal::counts)
                .map(Run::createdAt)
                .max(Comparator.naturalOrder());
    }

    /** It dispatched something and was not cut short. */
    static boolean counts(Run run) {
        return run.kind() == Run.Kind.EVENT
                && run.firstDispatchAt() != null
                && run.state() == RunState.DONE
                && !run.cutShort();
    }

    @Override
    public synchronized Optional<Step> lastSent(
            String idempotencyKey, Run.Mode mode, Instant since) {
        return runs.values().stream()
                .filter(run -> run.mode() == mode)
                .flatMap(run -> steps.getOrDefault(run.id(), Map.of()).values().stream())
                .filter(step -> step.idempotencyKey().equals(idempotencyKey))
                .filter(step -> step.sentAt() != null && !step.sentAt().isBefore(since))
                .max(Comparator.comparing(Step::sentAt));
    }

    private Entry entry(Run run) {
        return new Entry(
                run,
                steps.getOrDefault(run.id(), Map.of()).values().stream()
                        .sorted(Comparator.comparingInt(Step::position))
                        .toList());
    }

    private void write(List<Run> changedRuns, List<Step> changedSteps, List<Obligation> owed) {
        write(() -> commit(changedRuns, changedSteps, owed));
    }

    /** Whatever is written comes through here, and may be hit by the fault before or after. */
    final void write(Runnable transaction) {
        int number = ++writes;
        fault.at(number, false);
        transaction.run();
        fault.at(number, true);
    }

    /** One transaction. */
    protected void commit(List<Run> changedRuns, List<Step> changedSteps, List<Obligation> owed) {
        owed.forEach(each -> obligations.put(each.id(), each));
        changedRuns.forEach(run -> runs.put(run.id(), run));
        changedSteps.forEach(
                step ->
                        steps.computeIfAbsent(step.runId(), id -> new LinkedHashMap<>())
                                .put(step.id(), step));
    }
}
