package io.github.walnut.rules;

import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerGroup;
import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.rules.Reading.Slot;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One group of triggers of one policy for one UPS, or for several together. It remembers how far
 * each trigger is; only {@link PolicySession} changes it, between rounds.
 */
public final class Watch {
    /** The lane of a watch over several UPSs at once. */
    public static final String JOINT = "*";

    private final StoredPolicy stored;
    private final TriggerGroup group;
    private final String lane;
    private final Map<Slot, TriggerProgress> progress = new TreeMap<>();
    private final Set<Integer> owed = new TreeSet<>();
    private int rank;

    Watch(StoredPolicy stored, TriggerGroup group, String lane) {
        this.stored = stored;
        this.group = group;
        this.lane = lane;
    }

    public UUID policyId() {
        return stored.id();
    }

    public String lane() {
        return lane;
    }

    /** Its place in the order of all: priority, then id, then UPS. */
    public int rank() {
        return rank;
    }

    void rank(int newRank) {
        rank = newRank;
    }

    StoredPolicy stored() {
        return stored;
    }

    Policy policy() {
        return stored.policy();
    }

    TriggerGroup group() {
        return group;
    }

    Trigger trigger(int index) {
        return policy().triggers().get(index);
    }

    Map<Slot, TriggerProgress> progress() {
        return progress;
    }

    /** Triggers whose match was held back and is still to be made. */
    Set<Integer> owed() {
        return owed;
    }

    /** Tells which matches are still owed after this decision. */
    void settle(Candidate candidate, Kind kind) {
        Set<Integer> met = candidate.reading().met();
        boolean whole = met.containsAll(group.indexes());
        owed.removeIf(
                index -> !met.contains(index) || (policy().logic() == Policy.Logic.ALL && !whole));
        if (kind == Kind.SUPPRESSED_WINDOW || kind == Kind.ALREADY_RUNNING) {
            owed.addAll(candidate.reading().turned());
        } else if (candidate.ready()) {
            owed.clear();
        }
    }
}
