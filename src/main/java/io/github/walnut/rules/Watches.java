package io.github.walnut.rules;

import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerEvaluator;
import io.github.walnut.policy.TriggerGroup;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.rules.Reading.Slot;
import io.github.walnut.ups.UpsFacts;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The policies of a session as facts: their watches, what these listen to and wait for. */
final class Watches {
    private static final Comparator<Watch> ORDER =
            Comparator.comparingInt((Watch watch) -> watch.policy().priority())
                    .thenComparing(Watch::policyId, Watches::textually)
                    .thenComparing(Watch::lane);

    private final Matchers matchers;
    private final TriggerEvaluator evaluator;
    private final Obstacles obstacles = new Obstacles();
    private final Map<UUID, PolicyEntry> entries = new LinkedHashMap<>();
    private final WindowQueue windows;
    private final MemoryBook memories;
    private final Set<Watch> freed = new LinkedHashSet<>();
    private final Map<Changed, Integer> listeners = new HashMap<>();
    private final Set<Watch> inOrder = new TreeSet<>(ORDER);
    private boolean unsorted;

    Watches(Matchers matchers, TriggerEvaluator evaluator, MemoryBook memories) {
        this.matchers = matchers;
        this.evaluator = evaluator;
        this.memories = memories;
        this.windows = new WindowQueue(matchers);
    }

    /** As their texts are ordered, without making these. */
    private static int textually(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    void put(StoredPolicy stored, Map<String, UpsFacts> facts, Instant at) {
        PolicyEntry old = entries.get(stored.id());
        if (old != null) {
            keepMemory(old, stored);
            remove(stored.id());
        }
        boolean acts = stored.inForce();
        if (!acts) {
            return;
        }
        PolicyEntry entry = new PolicyEntry(stored);
        entries.put(stored.id(), entry);
        facts.keySet().forEach(ups -> introduce(entry, ups, facts.get(ups), at));
        refreshObstacles(stored.id(), at);
    }

    /** A policy that behaves as before goes on where it was. */
    private void keepMemory(PolicyEntry old, StoredPolicy stored) {
        boolean newlyArmed = stored.armed() && !old.stored().armed();
        if (!newlyArmed && Objects.equals(old.stored().behaviourHash(), stored.behaviourHash())) {
            old.watches().forEach(memories::keep);
        }
    }

    void remove(UUID policyId) {
        PolicyEntry entry = entries.remove(policyId);
        if (entry == null) {
            return;
        }
        entry.listens().forEach(this::unlisten);
        entry.obstacles().forEach(matchers::delete);
        entry.watches().forEach(watch -> windows.set(watch, null));
        entry.watches().forEach(freed::remove);
        entry.watches().forEach(inOrder::remove);
        memories.forget(policyId);
    }

    /** A UPS that may be new to the policies. */
    void introduce(String upsId, Map<String, UpsFacts> facts, Instant at) {
        entries.values().forEach(entry -> introduce(entry, upsId, facts.get(upsId), at));
    }

    private void introduce(PolicyEntry entry, String upsId, UpsFacts facts, Instant at) {
        if (!entry.subjects().add(upsId)) {
            return;
        }
        for (TriggerGroup group : entry.groups()) {
            List<Integer> concerned =
                    group.indexes().stream()
                            .filter(i -> entry.trigger(i).ups().includes(upsId))
                            .toList();
            if (!concerned.isEmpty()) {
                Watch watch = watch(entry, group, group.joint() ? Watch.JOINT : upsId);
                concerned.forEach(index -> follow(entry, watch, new Slot(index, upsId), facts, at));
                windows.set(watch, due(watch, entry, at));
            }
        }
    }

    private Watch watch(PolicyEntry entry, TriggerGroup group, String lane) {
        for (Watch watch : entry.watches()) {
            if (watch.group().equals(group) && watch.lane().equals(lane)) {
                return watch;
            }
        }
        Watch watch = new Watch(entry.stored(), group, lane);
        entry.watches().add(watch);
        inOrder.add(watch);
        unsorted = true;
        return watch;
    }

    private void follow(PolicyEntry entry, Watch watch, Slot slot, UpsFacts facts, Instant at) {
        Trigger trigger = watch.trigger(slot.index());
        Optional<TriggerMemory> memory = memories.recall(watch, slot);
        watch.progress()
                .put(
                        slot,
                        memory.map(TriggerMemory::progress)
                                .orElseGet(() -> evaluator.begin(trigger, facts, at)));
        if (memory.map(TriggerMemory::owed).orElse(false)) {
            watch.owed().add(slot.index());
            freed.add(watch);
        }
        memories.remember(watch, slot);
        for (String topic : Topics.of(trigger)) {
            Listens listens = new Listens(slot.upsId(), topic, watch);
            if (!entry.listens().contains(listens)) {
                entry.listens().add(listens);
                listeners.merge(new Changed(slot.upsId(), topic), 1, Integer::sum);
                matchers.insert(listens);
            }
        }
    }

    private void unlisten(Listens listens) {
        matchers.delete(listens);
        listeners.computeIfPresent(
                new Changed(listens.upsId(), listens.topic()),
                (topic, count) -> count == 1 ? null : count - 1);
    }

    /** Those changes that a policy listens to. */
    List<Object> heard(List<Changed> changes) {
        return changes.stream().filter(listeners::containsKey).<Object>map(c -> c).toList();
    }

    void suppress(UUID policyId, String subject, String mode, Instant until, Instant at) {
        obstacles.suppress(policyId, subject, mode, until);
        refreshObstacles(policyId, at);
    }

    void runOpen(UUID policyId, String subject, String runId, Instant at) {
        obstacles.runOpen(policyId, subject, runId);
        refreshObstacles(policyId, at);
    }

    void runClosed(UUID policyId, String subject, Instant at) {
        obstacles.runClosed(policyId, subject);
        refreshObstacles(policyId, at);
        PolicyEntry entry = entries.get(policyId);
        if (entry != null) {
            entry.watches().stream().filter(watch -> !watch.owed().isEmpty()).forEach(freed::add);
        }
    }

    private void refreshObstacles(UUID policyId, Instant at) {
        obstacles.forgetBefore(at);
        PolicyEntry entry = entries.get(policyId);
        if (entry == null) {
            return;
        }
        entry.obstacles().forEach(matchers::delete);
        entry.obstacles(obstacles.facts(policyId, entry.joint()));
        entry.obstacles().forEach(matchers::insert);
        entry.watches().forEach(watch -> windows.set(watch, due(watch, entry, at)));
    }

    /** When the watch has to look again: a window of a trigger, or the end of a suppression. */
    private static Instant due(Watch watch, PolicyEntry entry, Instant at) {
        Optional<Instant> pending =
                watch.progress().values().stream()
                        .map(TriggerProgress::dueAt)
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo);
        Optional<Instant> suppressed =
                watch.owed().isEmpty()
                        ? Optional.empty()
                        : Obstacles.end(entry.obstacles(), watch.lane(), at);
        return java.util.stream.Stream.concat(pending.stream(), suppressed.stream())
                .min(Instant::compareTo)
                .orElse(null);
    }

    boolean anyDue(Instant at) {
        return windows.dueBy(at).findAny().isPresent();
    }

    Optional<Instant> nextDue(Instant at) {
        if (!freed.isEmpty()) {
            return Optional.of(at);
        }
        return windows.first();
    }

    /** Watches whose obstacle ended since the last round, or ends now. */
    List<Object> freed(Instant at) {
        Set<Watch> all = new LinkedHashSet<>(freed);
        windows.dueBy(at).filter(watch -> !watch.owed().isEmpty()).forEach(all::add);
        freed.clear();
        return all.stream().<Object>map(Freed::new).toList();
    }

    void sort() {
        if (!unsorted) {
            return;
        }
        int rank = 0;
        for (Watch watch : inOrder) {
            watch.rank(rank++);
        }
        unsorted = false;
    }

    /** Takes over what the round found; what it left undecided is looked at again. */
    void commit(Round round, List<Ruling> rulings, Instant at) {
        Map<Watch, Kind> decided = new IdentityHashMap<>();
        rulings.forEach(ruling -> decided.put(ruling.candidate().watch(), ruling.kind()));
        round.looked()
                .forEach(
                        (watch, candidate) -> {
                            if (candidate == null) {
                                windows.set(watch, null);
                            } else if (candidate.ready() && !decided.containsKey(watch)) {
                                freed.add(watch);
                            } else {
                                commit(candidate, decided.get(watch), at);
                            }
                        });
    }

    private void commit(Candidate candidate, Kind kind, Instant at) {
        Watch watch = candidate.watch();
        Set<Integer> owedBefore = Set.copyOf(watch.owed());
        watch.settle(candidate, kind);
        candidate
                .reading()
                .after()
                .forEach(
                        (slot, after) -> {
                            TriggerProgress before = watch.progress().put(slot, after);
                            boolean owedChanged =
                                    owedBefore.contains(slot.index())
                                            != watch.owed().contains(slot.index());
                            if (owedChanged || !after.equals(before)) {
                                memories.remember(watch, slot);
                            }
                        });
        windows.set(watch, due(watch, entries.get(watch.policyId()), at));
    }

    StoredPolicy stored(UUID policyId) {
        PolicyEntry entry = entries.get(policyId);
        return entry == null ? null : entry.stored();
    }

    List<TriggerState> states(UUID policyId) {
        PolicyEntry entry = entries.get(policyId);
        if (entry == null) {
            return List.of();
        }
        Map<Slot, TriggerProgress> all = new TreeMap<>();
        entry.watches().forEach(watch -> all.putAll(watch.progress()));
        return Reading.states(all);
    }
}
