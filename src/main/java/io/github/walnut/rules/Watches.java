package io.github.walnut.rules;

import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.Policy;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The policies of a session as facts: their watches, what these listen to and wait for. */
final class Watches {
    private record MemoryKey(UUID policyId, int index, String upsId) {}

    private static final Comparator<Watch> ORDER =
            Comparator.comparingInt((Watch watch) -> watch.policy().priority())
                    .thenComparing(watch -> watch.policyId().toString())
                    .thenComparing(Watch::lane);

    private final Matchers matchers;
    private final TriggerEvaluator evaluator;
    private final Obstacles obstacles = new Obstacles();
    private final Map<UUID, PolicyEntry> entries = new LinkedHashMap<>();
    private final Map<Watch, Window> windows = new IdentityHashMap<>();
    private final TreeMap<Instant, Set<Watch>> dues = new TreeMap<>();
    private final Set<Watch> freed = new LinkedHashSet<>();
    private final Map<MemoryKey, TriggerMemory> restored = new HashMap<>();
    private final Map<MemoryKey, TriggerMemory> changes = new LinkedHashMap<>();
    private final Map<Changed, Integer> listeners = new HashMap<>();
    private boolean unsorted;

    Watches(Matchers matchers, TriggerEvaluator evaluator) {
        this.matchers = matchers;
        this.evaluator = evaluator;
    }

    void restore(Collection<TriggerMemory> memories) {
        for (TriggerMemory memory : memories) {
            restored.put(key(memory), memory);
        }
    }

    private static MemoryKey key(TriggerMemory memory) {
        return new MemoryKey(memory.policyId(), memory.index(), memory.upsId());
    }

    void put(StoredPolicy stored, Map<String, UpsFacts> facts, Instant at) {
        PolicyEntry old = entries.get(stored.id());
        if (old != null) {
            keepMemory(old, stored);
            remove(stored.id());
        }
        boolean acts = stored.status() != StoredPolicy.Status.DISABLED && stored.policy() != null;
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
            restore(memories(old));
        }
    }

    void remove(UUID policyId) {
        PolicyEntry entry = entries.remove(policyId);
        if (entry == null) {
            return;
        }
        entry.listens().forEach(this::unlisten);
        entry.obstacles().forEach(matchers::delete);
        entry.watches().forEach(watch -> setWindow(watch, null));
        freed.removeAll(entry.watches());
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
                            .filter(
                                    i ->
                                            entry.stored()
                                                    .policy()
                                                    .triggers()
                                                    .get(i)
                                                    .ups()
                                                    .includes(upsId))
                            .toList();
            if (!concerned.isEmpty()) {
                Watch watch = watch(entry, group, group.joint() ? Watch.JOINT : upsId);
                concerned.forEach(index -> follow(entry, watch, new Slot(index, upsId), facts, at));
                setWindow(watch, due(watch, entry, at));
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
        unsorted = true;
        return watch;
    }

    private void follow(PolicyEntry entry, Watch watch, Slot slot, UpsFacts facts, Instant at) {
        Trigger trigger = watch.trigger(slot.index());
        TriggerMemory memory =
                restored.remove(new MemoryKey(watch.policyId(), slot.index(), slot.upsId()));
        boolean goesOn =
                memory != null
                        && Objects.equals(memory.behaviourHash(), entry.stored().behaviourHash());
        watch.progress()
                .put(slot, goesOn ? memory.progress() : evaluator.begin(trigger, facts, at));
        if (goesOn && memory.owed()) {
            watch.owed().add(slot.index());
            freed.add(watch);
        }
        remember(watch, slot);
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
        entry.watches().forEach(watch -> setWindow(watch, due(watch, entry, at)));
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

    private void setWindow(Watch watch, Instant dueAt) {
        Window old = windows.get(watch);
        if (old != null && old.dueAt().equals(dueAt)) {
            return;
        }
        if (old != null) {
            windows.remove(watch);
            matchers.delete(old);
            dues.computeIfPresent(
                    old.dueAt(),
                    (at, set) -> {
                        set.remove(watch);
                        return set.isEmpty() ? null : set;
                    });
        }
        if (dueAt != null) {
            Window window = new Window(dueAt, watch);
            windows.put(watch, window);
            matchers.insert(window);
            dues.computeIfAbsent(dueAt, key -> new HashSet<>()).add(watch);
        }
    }

    boolean anyDue(Instant at) {
        return !dues.isEmpty() && !dues.firstKey().isAfter(at);
    }

    Optional<Instant> nextDue(Instant at) {
        if (!freed.isEmpty()) {
            return Optional.of(at);
        }
        return dues.isEmpty() ? Optional.empty() : Optional.of(dues.firstKey());
    }

    /** Watches whose obstacle ended since the last round, or ends now. */
    List<Object> freed(Instant at) {
        Set<Watch> all = new LinkedHashSet<>(freed);
        dues.headMap(at, true).values().stream()
                .flatMap(Set::stream)
                .filter(watch -> !watch.owed().isEmpty())
                .forEach(all::add);
        freed.clear();
        return all.stream().<Object>map(Freed::new).toList();
    }

    void sort() {
        if (!unsorted) {
            return;
        }
        List<Watch> all =
                entries.values().stream()
                        .flatMap(entry -> entry.watches().stream())
                        .sorted(ORDER)
                        .toList();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).rank(i);
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
                                setWindow(watch, null);
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
        settle(candidate, kind);
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
                                remember(watch, slot);
                            }
                        });
        setWindow(watch, due(watch, entries.get(watch.policyId()), at));
    }

    /** Which matches are still owed after this decision. */
    private static void settle(Candidate candidate, Kind kind) {
        Watch watch = candidate.watch();
        Reading reading = candidate.reading();
        if (watch.policy().logic() == Policy.Logic.ALL
                && !reading.met().containsAll(watch.group().indexes())) {
            watch.owed().clear();
        }
        watch.owed().retainAll(reading.met());
        if (kind == Kind.SUPPRESSED_WINDOW || kind == Kind.ALREADY_RUNNING) {
            watch.owed().addAll(reading.turned());
        } else if (candidate.ready()) {
            watch.owed().clear();
        }
    }

    private void remember(Watch watch, Slot slot) {
        TriggerMemory memory = memory(watch, slot);
        changes.put(key(memory), memory);
    }

    private static TriggerMemory memory(Watch watch, Slot slot) {
        return new TriggerMemory(
                watch.policyId(),
                watch.stored().behaviourHash(),
                slot.index(),
                slot.upsId(),
                watch.progress().get(slot),
                watch.owed().contains(slot.index()));
    }

    private static List<TriggerMemory> memories(PolicyEntry entry) {
        List<TriggerMemory> memories = new ArrayList<>();
        entry.watches()
                .forEach(
                        watch ->
                                watch.progress()
                                        .keySet()
                                        .forEach(slot -> memories.add(memory(watch, slot))));
        return memories;
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

    List<TriggerMemory> takeChanges() {
        List<TriggerMemory> taken = List.copyOf(changes.values());
        changes.clear();
        return taken;
    }
}
