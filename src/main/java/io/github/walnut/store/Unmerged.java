package io.github.walnut.store;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The latest form of everything that the store has still to take. Not safe for several threads. */
final class Unmerged {

    private final Map<UUID, Run> runs = new LinkedHashMap<>();
    private final Map<UUID, Step> steps = new LinkedHashMap<>();
    private final Map<UUID, Obligation> obligations = new LinkedHashMap<>();
    private final Map<List<Object>, TriggerMemory> triggers = new LinkedHashMap<>();
    private final Map<UUID, Decision> decisions = new LinkedHashMap<>();
    private final Map<KeptRow.Place, KeptRow> rows = new LinkedHashMap<>();
    private long epoch;

    /**
     * One write of the journal.
     *
     * @param epoch under which it was made
     * @param run null when only steps changed
     * @param decision that became the run, or null
     * @param rows of other tables; null in files of earlier versions
     */
    record Entry(
            long epoch,
            Run run,
            List<Step> steps,
            List<Obligation> obligations,
            List<TriggerMemory> triggers,
            Decision decision,
            List<KeptRow> rows) {
        Entry {
            rows = rows == null ? List.of() : List.copyOf(rows);
        }
    }

    void add(Entry entry) {
        epoch = entry.epoch();
        if (entry.run() != null) {
            runs.put(entry.run().id(), entry.run());
        }
        entry.steps().forEach(step -> steps.put(step.id(), step));
        entry.obligations().forEach(owed -> obligations.put(owed.id(), owed));
        entry.triggers().forEach(state -> triggers.put(key(state), state));
        if (entry.decision() != null) {
            decisions.put(entry.run().id(), entry.decision());
        }
        entry.rows().forEach(row -> rows.merge(row.place(), row, KeptRow::changedBy));
    }

    private static List<Object> key(TriggerMemory state) {
        return List.of(state.policyId(), state.index(), state.upsId());
    }

    Unmerged copy() {
        return without(run -> false);
    }

    /** The same without these runs and what belongs to them. */
    Unmerged without(Predicate<UUID> left) {
        Unmerged rest = new Unmerged();
        rest.epoch = epoch;
        runs.values().stream()
                .filter(run -> !left.test(run.id()))
                .forEach(run -> rest.runs.put(run.id(), run));
        steps.values().stream()
                .filter(step -> !left.test(step.runId()))
                .forEach(step -> rest.steps.put(step.id(), step));
        obligations.values().stream()
                .filter(owed -> !left.test(owed.runId()))
                .forEach(owed -> rest.obligations.put(owed.id(), owed));
        rest.triggers.putAll(triggers);
        rest.rows.putAll(rows);
        decisions.forEach(
                (run, decision) -> {
                    if (!left.test(run)) {
                        rest.decisions.put(run, decision);
                    }
                });
        return rest;
    }

    /** What is still as it was in this part is in the store now. */
    void remove(Unmerged part) {
        part.runs.forEach(runs::remove);
        part.steps.forEach(steps::remove);
        part.obligations.forEach(obligations::remove);
        part.triggers.forEach(triggers::remove);
        part.decisions.forEach(decisions::remove);
        part.rows.forEach(rows::remove);
    }

    boolean isEmpty() {
        return runs.isEmpty()
                && steps.isEmpty()
                && obligations.isEmpty()
                && triggers.isEmpty()
                && decisions.isEmpty()
                && rows.isEmpty();
    }

    int size() {
        return runs.size() + steps.size() + obligations.size() + triggers.size() + rows.size();
    }

    long epoch() {
        return epoch;
    }

    List<Run> runs() {
        return List.copyOf(runs.values());
    }

    List<Step> steps() {
        return List.copyOf(steps.values());
    }

    List<Obligation> obligations() {
        return List.copyOf(obligations.values());
    }

    List<TriggerMemory> triggers() {
        return List.copyOf(triggers.values());
    }

    List<Decision> decisions() {
        return List.copyOf(decisions.values());
    }

    List<KeptRow> rows() {
        return List.copyOf(rows.values());
    }

    /** Stored obligations in their latest form, and those that are not stored yet. */
    Stream<Obligation> over(Collection<Obligation> stored) {
        Map<UUID, Obligation> all = new LinkedHashMap<>();
        stored.forEach(owed -> all.put(owed.id(), owed));
        all.putAll(obligations);
        return all.values().stream();
    }

    /**
     * A run in its latest form with all its steps in plan order.
     *
     * @param stored null when the store does not have it
     * @return null when it is nowhere
     */
    Journal.Entry over(UUID id, Supplier<Journal.Entry> stored) {
        Journal.Entry old = stored.get();
        Run run = runs.getOrDefault(id, old == null ? null : old.run());
        if (run == null) {
            return null;
        }
        Map<UUID, Step> all = new LinkedHashMap<>();
        if (old != null) {
            old.steps().forEach(step -> all.put(step.id(), step));
        }
        steps.values().stream()
                .filter(step -> step.runId().equals(id))
                .forEach(step -> all.put(step.id(), step));
        List<Step> inOrder = new ArrayList<>(all.values());
        inOrder.sort(Comparator.comparingInt(Step::position));
        return new Journal.Entry(run, inOrder);
    }
}
