package io.github.walnut.rules;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A policy in the session: what it was compiled into. */
final class PolicyEntry {
    private final StoredPolicy stored;
    private final List<TriggerGroup> groups;
    private final List<Watch> watches = new ArrayList<>();
    private final List<Listens> listens = new ArrayList<>();
    private final Set<String> subjects = new TreeSet<>();
    private List<Object> obstacles = List.of();

    PolicyEntry(StoredPolicy stored) {
        this.stored = stored;
        this.groups = TriggerGroup.of(stored.policy());
    }

    StoredPolicy stored() {
        return stored;
    }

    Trigger trigger(int index) {
        return stored.policy().triggers().get(index);
    }

    List<TriggerGroup> groups() {
        return groups;
    }

    List<Watch> watches() {
        return watches;
    }

    List<Listens> listens() {
        return listens;
    }

    /** UPSs that it has been told of. */
    Set<String> subjects() {
        return subjects;
    }

    List<Object> obstacles() {
        return obstacles;
    }

    void obstacles(List<Object> now) {
        obstacles = now;
    }

    /** Whether it is judged over several UPSs at once only, so that all its runs share one lane. */
    boolean joint() {
        return groups.stream().allMatch(TriggerGroup::joint);
    }
}
