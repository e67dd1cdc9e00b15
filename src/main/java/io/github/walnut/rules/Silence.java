package io.github.walnut.rules;

import io.github.walnut.policy.FactAge;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** When the facts of each UPS become too old. */
final class Silence {
    private final FactAge age;
    private final Map<String, Instant> ends = new HashMap<>();
    private final TreeMap<Instant, Set<String>> inOrder = new TreeMap<>();
    private final Set<String> silent = new TreeSet<>();

    Silence(FactAge age) {
        this.age = age;
    }

    /** Takes in the latest facts; true when they end a silence. */
    boolean heard(UpsFacts latest, Instant now) {
        boolean tooOld = age.tooOld(latest, now);
        if (!silent.contains(latest.upsId()) || !tooOld) {
            set(latest.upsId(), age.tooOldFrom(latest));
        }
        return !tooOld && silent.remove(latest.upsId());
    }

    private void set(String upsId, Instant end) {
        Instant old = end == null ? ends.remove(upsId) : ends.put(upsId, end);
        if (java.util.Objects.equals(old, end)) {
            return;
        }
        if (old != null) {
            inOrder.computeIfPresent(old, (at, set) -> without(set, upsId));
        }
        if (end != null) {
            inOrder.computeIfAbsent(end, at -> new TreeSet<>()).add(upsId);
        }
    }

    private static Set<String> without(Set<String> set, String upsId) {
        set.remove(upsId);
        return set.isEmpty() ? null : set;
    }

    void forget(String upsId) {
        set(upsId, null);
        silent.remove(upsId);
    }

    Optional<Instant> next() {
        return inOrder.isEmpty() ? Optional.empty() : Optional.of(inOrder.firstKey());
    }

    /** What became too old by now, as facts. */
    List<Object> newly(Instant now) {
        List<Object> news = new ArrayList<>();
        while (!inOrder.isEmpty() && !inOrder.firstKey().isAfter(now)) {
            for (String upsId : List.copyOf(inOrder.firstEntry().getValue())) {
                set(upsId, null);
                if (silent.add(upsId)) {
                    news.add(new Silent(upsId));
                }
            }
        }
        return news;
    }

    void shift(Duration by) {
        Map<String, Instant> all = new HashMap<>(ends);
        all.forEach((upsId, end) -> set(upsId, end.plus(by)));
    }
}
