package io.github.walnut.rules;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerGroup;
import io.github.walnut.policy.TriggerGroup.Span;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A policy in the session: what it was compiled into. */
final class PolicyEntry {
    private final StoredPolicy stored;
    private final List<TriggerGroup> groups;
    private final Map<String, Feeds> feeds = new LinkedHashMap<>();
    private final Set<String> names;
    private final Map<String, Watch> watches = new LinkedHashMap<>();
    private List<Object> obstacles = List.of();

    PolicyEntry(StoredPolicy stored, Function<String, Optional<Feeds>> topology) {
        this.stored = stored;
        this.groups = TriggerGroup.of(stored.policy());
        if (groups.stream().anyMatch(group -> group.span() == Span.HOST)) {
            stored.policy().actions().stream()
                    .filter(Policy.Action::enabled)
                    .map(Policy.Action::hostId)
                    .distinct()
                    .forEach(h -> topology.apply(h).ifPresent(found -> feeds.put(h, found)));
        }
        this.names = namesOf(stored.policy());
    }

    /** Null when a trigger is about every UPS. */
    private Set<String> namesOf(Policy policy) {
        Set<String> all = new HashSet<>();
        for (Trigger trigger : policy.triggers()) {
            Trigger.UpsScope scope = trigger.ups();
            if (trigger.aboutUps() && scope.names().isEmpty() && !scope.feeds()) {
                return null;
            }
            if (trigger.aboutUps()) {
                scope.names().forEach(name -> all.add(UpsDirectory.key(name)));
            }
        }
        feeds.values().forEach(f -> f.sources().forEach(n -> all.add(UpsDirectory.key(n))));
        return all;
    }

    StoredPolicy stored() {
        return stored;
    }

    List<TriggerGroup> groups() {
        return groups;
    }

    /** Where the power of each host comes from, when a trigger asks for it. */
    Map<String, Feeds> feeds() {
        return feeds;
    }

    /** The UPSs that it names, in lower case, or null for every one. */
    Set<String> names() {
        return names;
    }

    Collection<Watch> watches() {
        return watches.values();
    }

    /** Null when there is none yet. */
    Watch watch(TriggerGroup group, String lane) {
        return watches.get(key(group, lane));
    }

    void add(Watch watch) {
        watches.put(key(watch.group(), watch.lane()), watch);
    }

    void remove(Watch watch) {
        watches.remove(key(watch.group(), watch.lane()));
    }

    private static String key(TriggerGroup group, String lane) {
        return group.span() + " " + lane;
    }

    List<Object> obstacles() {
        return obstacles;
    }

    void obstacles(List<Object> now) {
        obstacles = now;
    }

    /** The lane of a run of which only the UPS is known, or null when it may be any. */
    String lane(String subject) {
        if (groups.size() > 1 || groups.get(0).span() == Span.HOST) {
            return null;
        }
        return switch (groups.get(0).span()) {
            case SEVERAL -> Watch.JOINT;
            case NONE -> Watch.NOBODY;
            default -> subject;
        };
    }
}
