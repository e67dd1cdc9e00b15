package io.github.walnut.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** When each watch has to look again, in order of time. */
final class WindowQueue {
    private final Map<Watch, Instant> dues = new IdentityHashMap<>();
    private final TreeMap<Instant, Set<Watch>> inOrder = new TreeMap<>();

    /**
     * @param dueAt null when the watch waits for nothing
     */
    void set(Watch watch, Instant dueAt) {
        Instant old = dueAt == null ? dues.remove(watch) : dues.put(watch, dueAt);
        if (java.util.Objects.equals(old, dueAt)) {
            return;
        }
        if (old != null) {
            inOrder.computeIfPresent(old, (at, watches) -> without(watches, watch));
        }
        if (dueAt != null) {
            inOrder.computeIfAbsent(dueAt, key -> new LinkedHashSet<>()).add(watch);
        }
    }

    private static Set<Watch> without(Set<Watch> watches, Watch watch) {
        watches.remove(watch);
        return watches.isEmpty() ? null : watches;
    }

    Optional<Instant> first() {
        return inOrder.isEmpty() ? Optional.empty() : Optional.of(inOrder.firstKey());
    }

    /** Those that have to look by now. */
    List<Watch> dueBy(Instant at) {
        List<Watch> due = new ArrayList<>();
        if (!inOrder.isEmpty() && !inOrder.firstKey().isAfter(at)) {
            inOrder.headMap(at, true).values().forEach(due::addAll);
        }
        return due;
    }

    /** All that wait, nearest first. */
    Collection<Watch> waiting() {
        List<Watch> waiting = new ArrayList<>(dues.size());
        inOrder.values().forEach(waiting::addAll);
        return waiting;
    }

    void shift(Duration by) {
        Map<Watch, Instant> all = new IdentityHashMap<>(dues);
        dues.clear();
        inOrder.clear();
        all.forEach((watch, due) -> set(watch, due.plus(by)));
    }
}
