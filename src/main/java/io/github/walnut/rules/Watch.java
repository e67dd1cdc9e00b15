package io.github.walnut.rules;

import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerGroup;
import io.github.walnut.policy.TriggerGroup.Span;
import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.rules.Reading.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * One group of triggers of one policy for one subject. It remembers how far each trigger is; only
 * {@link PolicySession} changes it, between rounds.
 */
public final class Watch {
    /** The lane of a watch over several UPSs at once. */
    static final String JOINT = "*";

    /** The lane of a watch that is about no UPS. */
    static final String NOBODY = "";

    private final StoredPolicy stored;
    private final TriggerGroup group;
    private final String lane;
    private final int every;
    private final int[] needed;
    private Slot[] slots = {};
    private TriggerProgress[] progress = {};
    private int owed;
    private int rank;
    private boolean opposed;

    Watch(StoredPolicy stored, TriggerGroup group, String lane) {
        this.stored = stored;
        this.group = group;
        this.lane = lane;
        this.needed =
                stored.policy().triggers().stream().mapToInt(t -> t.ups().atLeast()).toArray();
        int mask = 0;
        for (int index : group.indexes()) {
            mask |= 1 << index;
        }
        this.every = mask;
    }

    public UUID policyId() {
        return stored.id();
    }

    /** UPS id, host id, {@link #JOINT} or {@link #NOBODY}. */
    public String lane() {
        return lane;
    }

    /** Its place among the candidates of the round: by priority, then id, then lane. */
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

    boolean mustBeWhole() {
        return policy().logic() == Policy.Logic.ALL;
    }

    /** All its triggers, a bit each. */
    int every() {
        return every;
    }

    Trigger trigger(int index) {
        return policy().triggers().get(index);
    }

    /** How many of its UPSs must meet this trigger. */
    int needed(int index) {
        return needed[index];
    }

    void needed(int index, int count) {
        needed[index] = count;
    }

    int size() {
        return slots.length;
    }

    Slot slot(int i) {
        return slots[i];
    }

    TriggerProgress progress(int i) {
        return progress[i];
    }

    void progress(int i, TriggerProgress now) {
        progress[i] = now;
    }

    void follow(Slot slot, TriggerProgress begin) {
        int at = -Arrays.binarySearch(slots, slot) - 1;
        List<Slot> moreSlots = new ArrayList<>(List.of(slots));
        List<TriggerProgress> more = new ArrayList<>(List.of(progress));
        moreSlots.add(at, slot);
        more.add(at, begin);
        slots = moreSlots.toArray(Slot[]::new);
        progress = more.toArray(TriggerProgress[]::new);
    }

    void unfollow(String upsId) {
        List<Slot> left = new ArrayList<>();
        List<TriggerProgress> kept = new ArrayList<>();
        for (int i = 0; i < slots.length; i++) {
            if (!slots[i].upsId().equals(upsId)) {
                left.add(slots[i]);
                kept.add(progress[i]);
            }
        }
        slots = left.toArray(Slot[]::new);
        progress = kept.toArray(TriggerProgress[]::new);
    }

    /** Under which subject a slot is stored: a host's view of a UPS is not that of another. */
    String subjectOf(Slot slot) {
        return group.span() == Span.HOST ? slot.upsId() + " for " + lane : slot.upsId();
    }

    List<TriggerState> states() {
        return Reading.states(slots, progress);
    }

    /** Those of this UPS whose window runs. */
    List<TriggerState> pendingFor(String upsId) {
        List<TriggerState> pending = new ArrayList<>();
        for (int i = 0; i < slots.length; i++) {
            if (slots[i].upsId().equalsIgnoreCase(upsId)
                    && progress[i].state() == Trigger.State.PENDING) {
                pending.add(Reading.state(slots[i], progress[i]));
            }
        }
        return pending;
    }

    /** Whether anything stands against its matches. */
    boolean opposed() {
        return opposed;
    }

    void opposed(boolean isSo) {
        opposed = isSo;
    }

    /** Triggers whose match was held back and is still to be made, a bit each. */
    int owed() {
        return owed;
    }

    boolean owes(int index) {
        return (owed & 1 << index) != 0;
    }

    void owe(int index) {
        owed |= 1 << index;
    }

    /** Tells which matches are still owed after this decision. */
    void settle(Candidate candidate, Kind kind) {
        Reading reading = candidate.reading();
        boolean broken = mustBeWhole() && (reading.met() & every) != every;
        owed &= broken ? 0 : reading.met();
        if (Kind.HOLDING_BACK.contains(kind)) {
            owed |= reading.turned();
        } else if (candidate.ready()) {
            owed = 0;
        }
    }
}
