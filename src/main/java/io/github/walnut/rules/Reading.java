package io.github.walnut.rules;

import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.policy.TriggerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one look at a watch found.
 *
 * @param after of every slot of the watch, in its order
 * @param changed whether the state of any trigger is another than before
 * @param turned triggers that are newly met, a bit each; of a group that must be met whole: all or
 *     none
 * @param met triggers that are met now, a bit each
 * @param pendingUntil when the next window is over, or null
 * @param subject the UPS it is about, or null
 */
record Reading(
        Watch watch,
        TriggerProgress[] after,
        boolean changed,
        int turned,
        int met,
        Instant pendingUntil,
        String subject) {

    /**
     * One trigger and one UPS.
     *
     * @param upsId or {@link Watch#NOBODY}
     */
    record Slot(int index, String upsId) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byIndex = Integer.compare(index, other.index);
            return byIndex != 0 ? byIndex : upsId.compareTo(other.upsId);
        }
    }

    List<TriggerState> states() {
        Slot[] slots = new Slot[after.length];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = watch.slot(i);
        }
        return states(slots, after);
    }

    static List<TriggerState> states(Slot[] slots, TriggerProgress[] progress) {
        List<TriggerState> states = new ArrayList<>(slots.length);
        for (int i = 0; i < slots.length; i++) {
            states.add(state(slots[i], progress[i]));
        }
        return states;
    }

    static TriggerState state(Slot slot, TriggerProgress progress) {
        return new TriggerState(
                slot.index(),
                slot.upsId().equals(Watch.NOBODY) ? null : slot.upsId(),
                progress.state(),
                progress.since(),
                progress.dueAt());
    }
}
