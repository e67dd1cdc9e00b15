package io.github.walnut.rules;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.Sight;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerEvaluator;
import io.github.walnut.policy.TriggerGroup;
import io.github.walnut.policy.TriggerGroup.Span;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.rules.Reading.Slot;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The policies of a session as facts: their watches, what these listen to and wait for. */
final class Watches {
    private final Matchers matchers;
    private final TriggerEvaluator evaluator;
    private final Knowledge known;
    private final MemoryBook memories;
    private final Function<String, Optional<Feeds>> topology;
    private final Listeners listeners;
    private final WindowQueue windows = new WindowQueue();
    private final UpsDirectory directory = new UpsDirectory();
    private final Map<UUID, PolicyEntry> entries = new LinkedHashMap<>();
    private final Map<UUID, Obstacles> obstacles = new LinkedHashMap<>();
    private final Set<Watch> freed = new LinkedHashSet<>();
    private final Standstills standstills;

    Watches(
            Matchers matchers,
            TriggerEvaluator evaluator,
            Knowledge known,
            MemoryBook memories,
            Function<String, Optional<Feeds>> topology) {
        this.matchers = matchers;
        this.evaluator = evaluator;
        this.known = known;
        this.memories = memories;
        this.topology = topology;
        this.listeners = new Listeners(matchers);
        this.standstills = new Standstills(known);
    }

    Listeners listeners() {
        return listeners;
    }

    void put(StoredPolicy stored, Instant at) {
        PolicyEntry old = entries.get(stored.id());
        if (old != null && goesOn(old.stored(), stored)) {
            old.watches().forEach(memories::keep);
        } else if (old != null || !stored.inForce()) {
            memories.drop(stored.id());
        }
        remove(stored.id());
        if (!stored.inForce()) {
            return;
        }
        PolicyEntry entry = new PolicyEntry(stored, topology);
        entries.put(stored.id(), entry);
        directory.add(entry);
        entry.groups().stream()
                .filter(group -> group.span() == Span.NONE)
                .forEach(group -> watch(entry, group, Watch.NOBODY, at));
        directory.of(entry).forEach(ups -> introduce(entry, ups, at));
        refreshObstacles(entry, at);
    }

    /** A policy that behaves as before goes on where it was. */
    private static boolean goesOn(StoredPolicy before, StoredPolicy now) {
        boolean newlyArmed = now.armed() && !before.armed();
        return now.inForce()
                && !newlyArmed
                && Objects.equals(before.behaviourHash(), now.behaviourHash());
    }

    void remove(UUID policyId) {
        PolicyEntry entry = entries.remove(policyId);
        if (entry == null) {
            return;
        }
        directory.remove(entry);
        entry.obstacles().forEach(matchers::delete);
        entry.watches().forEach(this::dismiss);
        memories.forget(policyId);
    }

    private void dismiss(Watch watch) {
        listeners.remove(watch);
        windows.set(watch, null);
        freed.remove(watch);
        standstills.dismiss(watch);
    }

    /** The policies whose hosts are fed by UPSs look anew at who feeds them. */
    void topologyChanged(Instant at) {
        for (PolicyEntry entry : List.copyOf(entries.values())) {
            if (entry.groups().stream().anyMatch(group -> group.span() == Span.HOST)) {
                put(entry.stored(), at);
            }
        }
    }

    /** A UPS that may be new to the policies. */
    void introduce(String upsId, Instant at) {
        if (directory.add(upsId)) {
            for (PolicyEntry entry : directory.of(upsId)) {
                introduce(entry, upsId, at);
                refreshObstacles(entry, at);
            }
        }
    }

    private void introduce(PolicyEntry entry, String upsId, Instant at) {
        for (TriggerGroup group : entry.groups()) {
            if (group.span() == Span.HOST) {
                entry.feeds().forEach((host, feeds) -> feed(entry, group, host, feeds, upsId, at));
            } else if (group.span() != Span.NONE) {
                follow(entry, group, upsId, at);
            }
        }
    }

    private void follow(PolicyEntry entry, TriggerGroup group, String upsId, Instant at) {
        List<Integer> concerned = new ArrayList<>();
        for (int index : group.indexes()) {
            Trigger trigger = entry.stored().policy().triggers().get(index);
            if (trigger.aboutUps() && trigger.ups().includes(upsId)) {
                concerned.add(index);
            }
        }
        if (!concerned.isEmpty()) {
            String lane = group.span() == Span.SEVERAL ? Watch.JOINT : upsId;
            Watch watch = watch(entry, group, lane, at);
            concerned.forEach(index -> follow(watch, new Slot(index, upsId), at));
            windows.set(watch, due(watch, entry, at));
        }
    }

    /** Fewer sources outside the state than are needed: that many must be inside. */
    private void feed(
            PolicyEntry entry,
            TriggerGroup group,
            String host,
            Feeds feeds,
            String upsId,
            Instant at) {
        boolean source = feeds.sources().stream().anyMatch(s -> Trigger.UpsScope.matches(s, upsId));
        List<Slot> slots = new ArrayList<>();
        for (int index : group.indexes()) {
            Trigger trigger = entry.stored().policy().triggers().get(index);
            boolean concerned = trigger.ups().feeds() ? source : trigger.ups().includes(upsId);
            if (trigger.aboutUps() && concerned) {
                slots.add(new Slot(index, upsId));
            }
        }
        if (!slots.isEmpty()) {
            Watch watch = watch(entry, group, host, at);
            for (int index : group.indexes()) {
                if (watch.trigger(index).ups().feeds()) {
                    watch.needed(index, feeds.sources().size() - feeds.need() + 1);
                }
            }
            slots.forEach(slot -> follow(watch, slot, at));
            windows.set(watch, due(watch, entry, at));
        }
    }

    /** A new one begins with its triggers that are about no UPS. */
    private Watch watch(PolicyEntry entry, TriggerGroup group, String lane, Instant at) {
        Watch known = entry.watch(group, lane);
        if (known != null) {
            return known;
        }
        Watch watch = new Watch(entry.stored(), group, lane);
        entry.add(watch);
        String subject = group.span() == Span.ONE_UPS ? lane : Watch.NOBODY;
        for (int index : group.indexes()) {
            if (!watch.trigger(index).aboutUps()) {
                follow(watch, new Slot(index, subject), at);
            }
        }
        windows.set(watch, due(watch, entry, at));
        return watch;
    }

    private void follow(Watch watch, Slot slot, Instant at) {
        Trigger trigger = watch.trigger(slot.index());
        Optional<TriggerMemory> memory = memories.recall(watch, slot);
        Sight sight = new Sight(known.ups(slot.upsId()), known.calls(), at);
        watch.follow(
                slot,
                memory.map(TriggerMemory::progress)
                        .orElseGet(() -> evaluator.begin(trigger, sight)));
        if (memory.map(TriggerMemory::owed).orElse(false)) {
            watch.owe(slot.index());
            freed.add(watch);
        }
        listeners.add(watch, slot);
        memories.remember(watch);
    }

    /**
     * Lets the triggers about one UPS remember that it was so at an earlier moment, as far as that
     * is other than what is known. Nothing is decided, and no other trigger is looked at.
     */
    void recall(UpsFacts earlier, Instant then, Instant at) {
        UpsFacts present = known.ups(earlier.upsId());
        for (PolicyEntry entry : List.copyOf(directory.of(earlier.upsId()))) {
            for (Watch watch : entry.watches()) {
                for (int i = 0; i < watch.size(); i++) {
                    Trigger trigger = watch.trigger(watch.slot(i).index());
                    if (trigger.aboutUps()
                            && watch.slot(i).upsId().equals(earlier.upsId())
                            && Topics.differ(trigger, present, earlier)) {
                        TriggerProgress before = watch.progress(i);
                        TriggerProgress seen =
                                evaluator.look(
                                        trigger, before, new Sight(earlier, known.calls(), then));
                        boolean news =
                                seen.state() != Trigger.State.UNMET && !seen.sameStateAs(before);
                        watch.progress(i, news ? seen.unnoticed() : seen);
                    }
                }
                windows.set(watch, due(watch, entry, at));
            }
        }
    }

    /** What was known of a UPS that is gone counts no more. */
    void forget(String upsId, Instant at) {
        for (PolicyEntry entry : List.copyOf(directory.of(upsId))) {
            for (Watch watch : List.copyOf(entry.watches())) {
                if (watch.lane().equals(upsId) && watch.group().span() == Span.ONE_UPS) {
                    dismiss(watch);
                    entry.remove(watch);
                } else {
                    listeners.remove(watch);
                    watch.unfollow(upsId);
                    for (int i = 0; i < watch.size(); i++) {
                        listeners.add(watch, watch.slot(i));
                    }
                    windows.set(watch, due(watch, entry, at));
                }
            }
            refreshObstacles(entry, at);
        }
        directory.remove(upsId);
    }

    /** Changes what stands against a policy. */
    void oppose(UUID policyId, Instant at, Consumer<Obstacles> change) {
        Obstacles against = obstacles.computeIfAbsent(policyId, id -> new Obstacles());
        change.accept(against);
        against.forgetBefore(at);
        PolicyEntry entry = entries.get(policyId);
        if (entry != null) {
            refreshObstacles(entry, at);
        }
        if (against.isEmpty()) {
            obstacles.remove(policyId);
        }
    }

    /** As {@link #oppose}; what was held back is looked at again. */
    void free(UUID policyId, Instant at, Consumer<Obstacles> change) {
        oppose(policyId, at, change);
        PolicyEntry entry = entries.get(policyId);
        if (entry != null) {
            entry.watches().stream().filter(watch -> watch.owed() != 0).forEach(freed::add);
        }
    }

    /** The policies against which anything stands. */
    Collection<UUID> opposed() {
        return List.copyOf(obstacles.keySet());
    }

    /** The lane of a run of which only the UPS is known, or null when it may be any. */
    String lane(UUID policyId, String subject) {
        PolicyEntry entry = entries.get(policyId);
        return entry == null ? null : entry.lane(subject);
    }

    private void refreshObstacles(PolicyEntry entry, Instant at) {
        Obstacles against = obstacles.get(entry.stored().id());
        if (against == null && entry.obstacles().isEmpty()) {
            return;
        }
        entry.obstacles().forEach(matchers::delete);
        entry.obstacles(
                against == null
                        ? List.of()
                        : against.facts(
                                entry.stored().id(),
                                entry.watches().stream().map(Watch::lane).distinct().toList()));
        entry.obstacles().forEach(matchers::insert);
        for (Watch watch : entry.watches()) {
            watch.opposed(entry.obstacles().stream().anyMatch(fact -> isOf(fact, watch.lane())));
            windows.set(watch, due(watch, entry, at));
        }
    }

    private static boolean isOf(Object fact, String lane) {
        return fact instanceof Suppressed window && window.lane().equals(lane)
                || fact instanceof UnderWay run && run.lane().equals(lane)
                || fact instanceof Barred bar && bar.lane().equals(lane);
    }

    /** When the watch has to look again: a window of a trigger, or the end of a suppression. */
    private static Instant due(Watch watch, PolicyEntry entry, Instant at) {
        Instant due = watch.owed() == 0 ? null : Obstacles.end(entry.obstacles(), watch.lane(), at);
        for (int i = 0; i < watch.size(); i++) {
            Instant other = watch.progress(i).dueAt();
            due = due == null || (other != null && other.isBefore(due)) ? other : due;
        }
        return due;
    }

    /** Those whose window is over, and those that had to wait for a poll until now. */
    List<Watch> due(Instant at) {
        Set<Watch> due = new LinkedHashSet<>(standstills.takeReleased());
        windows.dueBy(at).stream().filter(watch -> !standstills.hold(watch)).forEach(due::add);
        return List.copyOf(due);
    }

    /** These cannot be looked at yet, but what they have to remember goes on. */
    void postpone(Collection<Watch> held, Instant at) {
        standstills.postpone(held);
        for (Watch watch : held) {
            for (int i = 0; i < watch.size(); i++) {
                Slot slot = watch.slot(i);
                Sight sight = new Sight(known.ups(slot.upsId()), known.calls(), at);
                TriggerProgress before = watch.progress(i);
                TriggerProgress after =
                        evaluator.follow(watch.trigger(slot.index()), before, sight);
                if (!after.equals(before)) {
                    watch.progress(i, after);
                    memories.remember(watch, i);
                }
            }
        }
    }

    Standstills standstills() {
        return standstills;
    }

    /** Those that wait for a time, nearest first. */
    Collection<Watch> waiting() {
        return windows.waiting();
    }

    Optional<Instant> nextDue(Instant at) {
        return freed.isEmpty() ? windows.first() : Optional.of(at);
    }

    /** Watches whose obstacle ended since the last round, or ends now. */
    Set<Watch> takeFreed(List<Watch> due) {
        Set<Watch> all = new LinkedHashSet<>();
        freed.stream().filter(watch -> !standstills.hold(watch)).forEach(all::add);
        freed.removeAll(all);
        due.stream().filter(watch -> watch.owed() != 0).forEach(all::add);
        return all;
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
        int owedBefore = watch.owed();
        watch.settle(candidate, kind);
        for (int i = 0; i < watch.size(); i++) {
            TriggerProgress after = candidate.reading().after()[i];
            if (kind == Kind.MATCHED && watch.trigger(watch.slot(i).index()).usedUp()) {
                after = after.met() ? after.spent(at) : after;
            }
            TriggerProgress before = watch.progress(i);
            watch.progress(i, after);
            int bit = 1 << watch.slot(i).index();
            if ((owedBefore & bit) != (watch.owed() & bit) || !after.equals(before)) {
                memories.remember(watch, i);
            }
        }
        windows.set(watch, due(watch, entries.get(watch.policyId()), at));
    }

    /** The clock was set: what waited goes on waiting as long as before. */
    void shift(Duration by, Instant at) {
        for (PolicyEntry entry : entries.values()) {
            for (Watch watch : entry.watches()) {
                for (int i = 0; i < watch.size(); i++) {
                    Trigger trigger = watch.trigger(watch.slot(i).index());
                    if (!trigger.byTheClock()) {
                        watch.progress(i, watch.progress(i).shifted(by));
                        memories.remember(watch, i);
                    } else if (!watch.progress(i).met()) {
                        watch.progress(i, watch.progress(i).lookAgainAt(at));
                    }
                }
                windows.set(watch, due(watch, entry, at));
            }
        }
        for (UUID policyId : opposed()) {
            oppose(policyId, at, against -> against.shift(by));
        }
    }

    PolicyEntry entry(UUID policyId) {
        return entries.get(policyId);
    }

    /** Those of the policy that a match for this UPS, or for none, can have come from. */
    List<Watch> of(UUID policyId, String subject) {
        PolicyEntry entry = entries.get(policyId);
        String lane = subject == null ? Watch.NOBODY : subject;
        return entry == null
                ? List.of()
                : entry.watches().stream()
                        .filter(
                                watch ->
                                        watch.group().span() != Span.ONE_UPS
                                                || watch.lane().equalsIgnoreCase(lane))
                        .toList();
    }

    Collection<PolicyEntry> all() {
        return entries.values();
    }
}
