package io.github.walnut.rules;

import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** When each watch has to look again, as facts and in order of time. */
final class WindowQueue {
    private final Matchers matchers;
    private final Map<Watch, Window> windows = new IdentityHashMap<>();
    private final TreeMap<Instant, Set<Watch>> dues = new TreeMap<>();

    WindowQueue(Matchers matchers) {
        this.matchers = matchers;
    }

    /**
     * @param dueAt null when the watch waits for nothing
     */
    void set(Watch watch, Instant dueAt) {
        Window old = windows.get(watch);
        if (old != null && old.dueAt().equals(dueAt)) {
            return;
        }
        if (old != null) {
            windows.remove(watch);
            matchers.delete(old);
            dues.computeIfPresent(old.dueAt(), (at, watches) -> without(watches, watch));
        }
        if (dueAt != null) {
            Window window = new Window(dueAt, watch);
            windows.put(watch, window);
            matchers.insert(window);
            dues.computeIfAbsent(dueAt, key -> new LinkedHashSet<>()).add(watch);
        }
    }

    private static Set<Watch> without(Set<Watch> watches, Watch watch) {
        watches.remove(watch);
        return watches.isEmpty() ? null : watches;
    }

    Optional<Instant> first() {
        return dues.isEmpty() ? Optional.empty() : Optional.of(dues.firstKey());
    }

    Stream<Watch> dueBy(Instant at) {
        return dues.headMap(at, true).values().stream().flatMap(Set::stream);
    }
}
