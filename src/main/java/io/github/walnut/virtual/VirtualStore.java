package io.github.walnut.virtual;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.road.MatchingMemory;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.UpsMonitor;
import io.github.walnut.ups.UpsUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a store keeps, in memory. The states that led to a match are written with its run, as in the
 * real store; everything else at once.
 */
public final class VirtualStore extends MemoryJournal implements MatchingMemory {

    /** Facts without news are stored this often. */
    private static final Duration REFRESH = Duration.ofSeconds(60);

    private record Slot(UUID policyId, int index, String upsId) {
        static Slot of(TriggerMemory state) {
            return new Slot(state.policyId(), state.index(), state.upsId());
        }
    }

    private record Match(UUID policyId, String subject) {}

    private final Map<UUID, StoredPolicy> policies = new LinkedHashMap<>();
    private final Map<Slot, TriggerMemory> triggers = new LinkedHashMap<>();
    private final Map<Match, Map<Slot, TriggerMemory>> waiting = new LinkedHashMap<>();
    private final Map<Match, Decision> made = new LinkedHashMap<>();
    private final Map<String, UpsMonitor.Stored> facts = new LinkedHashMap<>();
    private final Map<String, Instant> storedAt = new LinkedHashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<UUID, Instant> released = new LinkedHashMap<>();

    public void put(StoredPolicy policy) {
        policies.put(policy.id(), policy);
    }

    /** Whatever a process had not written is lost with it. */
    void died() {
        waiting.clear();
        made.clear();
        storedAt.clear();
    }

    void record(UpsUpdate update, Instant now) {
        String ups = update.facts().upsId();
        boolean news = !update.events().isEmpty() || !update.outages().isEmpty();
        Instant last = storedAt.get(ups);
        if (!news && last != null && last.plus(REFRESH).isAfter(now)) {
            return;
        }
        storedAt.put(ups, now);
        write(
                () ->
                        facts.put(
                                ups,
                                new UpsMonitor.Stored(
                                        update.facts(), update.memory(), openOutage(update))));
    }

    private Outage openOutage(UpsUpdate update) {
        UpsMonitor.Stored before = facts.get(update.facts().upsId());
        Outage latest = update.outage().orElse(before == null ? null : before.openOutage());
        return latest != null && latest.open() ? latest : null;
    }

    List<UpsMonitor.Stored> facts() {
        return List.copyOf(facts.values());
    }

    /** Every decision that was ever made. */
    public List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    @Override
    public List<StoredPolicy> policies() {
        return List.copyOf(policies.values());
    }

    @Override
    public List<TriggerMemory> triggers() {
        return List.copyOf(triggers.values());
    }

    @Override
    public List<Run> openRuns() {
        return unfinished().stream().map(Journal.Entry::run).toList();
    }

    @Override
    public List<Run> lastDispatches(Instant since) {
        return all().stream()
                .filter(run -> !run.createdAt().isBefore(since))
                .filter(MemoryJournal::counts)
                .toList();
    }

    @Override
    public List<Run> suppressed(Instant since) {
        return all().stream()
                .filter(run -> run.state() == RunState.SUPPRESSED)
                .filter(run -> !run.createdAt().isBefore(since))
                .toList();
    }

    @Override
    public List<Run> cancelled() {
        Set<UUID> open =
                facts.values().stream()
                        .map(UpsMonitor.Stored::openOutage)
                        .filter(Objects::nonNull)
                        .map(Outage::id)
                        .collect(Collectors.toSet());
        return all().stream()
                .filter(run -> run.state() == RunState.CANCELLED && open.contains(run.outageId()))
                .filter(
                        run ->
                                run.endedAt()
                                        .isAfter(
                                                released.getOrDefault(run.policyId(), Instant.MIN)))
                .toList();
    }

    @Override
    public void released(UUID policyId, Instant at) {
        write(() -> released.put(policyId, at));
    }

    @Override
    public void changed(List<TriggerMemory> states) {
        if (!states.isEmpty()) {
            write(() -> states.forEach(state -> place(Slot.of(state)).put(Slot.of(state), state)));
        }
    }

    private Map<Slot, TriggerMemory> place(Slot slot) {
        return waiting.values().stream()
                .filter(held -> held.containsKey(slot))
                .findFirst()
                .orElse(triggers);
    }

    @Override
    public void matched(Decision decision, List<TriggerMemory> states) {
        Match match = new Match(decision.policyId(), decision.subject());
        made.put(match, decision);
        Map<Slot, TriggerMemory> held =
                waiting.computeIfAbsent(match, each -> new LinkedHashMap<>());
        states.forEach(state -> held.put(Slot.of(state), state));
    }

    @Override
    public void notStarted(UUID policyId, String subject) {
        waiting.remove(new Match(policyId, subject));
        made.remove(new Match(policyId, subject));
    }

    @Override
    public void stopped(UUID policyId, String subject) {
        made.remove(new Match(policyId, subject));
        Map<Slot, TriggerMemory> held = waiting.remove(new Match(policyId, subject));
        if (held != null) {
            write(() -> triggers.putAll(held));
        }
    }

    @Override
    public void decided(List<Decision> made) {
        decisions.addAll(made);
    }

    @Override
    protected void commit(List<Run> changedRuns, List<Step> changedSteps, List<Obligation> owed) {
        super.commit(changedRuns, changedSteps, owed);
        for (Run run : changedRuns) {
            if (run.state() == RunState.SUPPRESSED) {
                continue;
            }
            Match match = new Match(run.policyId(), run.upsId());
            Map<Slot, TriggerMemory> held = waiting.remove(match);
            if (held != null) {
                triggers.putAll(held);
            }
            Decision decision = made.remove(match);
            if (decision != null) {
                decisions.add(decision.ran(run.id()));
            }
        }
    }
}
