package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Since when each part of the program fares as it does, and who hears when that changes. */
final class ComponentMemory {

    private final Map<String, Component> known = new HashMap<>();
    private volatile Consumer<Component> listener = part -> {};

    /** Hears of each part that came to another status, after the first look. */
    void onChange(Consumer<Component> newListener) {
        listener = newListener;
    }

    /**
     * @param now all parts as they are seen
     * @return the same, each with the time since which it has its status
     */
    List<Component> seen(List<Component> now, Instant at) {
        List<Component> news = new ArrayList<>();
        List<Component> dated = dated(now, at, news);
        news.forEach(listener);
        return dated;
    }

    private synchronized List<Component> dated(
            List<Component> now, Instant at, List<Component> news) {
        boolean first = known.isEmpty();
        Set<String> names = now.stream().map(Component::name).collect(Collectors.toSet());
        known.keySet().retainAll(names);
        return now.stream()
                .map(
                        part -> {
                            Component before = known.get(part.name());
                            boolean same = before != null && before.status().equals(part.status());
                            Component dated =
                                    part.since() != null
                                            ? part
                                            : part.since(same ? before.since() : at);
                            known.put(part.name(), dated);
                            if (!same && !first) {
                                news.add(dated);
                            }
                            return dated;
                        })
                .toList();
    }
}
