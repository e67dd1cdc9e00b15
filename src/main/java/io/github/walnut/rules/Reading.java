package io.github.walnut.rules;

import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.policy.TriggerState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one look at a watch found.
 *
 * @param after of every trigger and UPS of the watch
 * @param changed whether the state of any trigger is another than before
 * @param turned triggers that are newly met; of a group that must be met whole: all or none
 * @param met triggers that are met now
 * @param pendingUntil when the next window is over, or null
 * @param subject the UPS it is about
 */
public record Reading(
        Map<Slot, TriggerProgress> after,
        boolean changed,
        Set<Integer> turned,
        Set<Integer> met,
        Instant pendingUntil,
        String subject) {
    public Reading {
        after = Map.copyOf(after);
        turned = Set.copyOf(turned);
        met = Set.copyOf(met);
    }

    /** One trigger and one UPS. */
    public record Slot(int index, String upsId) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byIndex = Integer.compare(index, other.index);
            return byIndex != 0 ? byIndex : upsId.compareTo(other.upsId);
        }
    }

    List<TriggerState> states() {
        return states(after);
    }

    static List<TriggerState> states(Map<Slot, TriggerProgress> progress) {
        return progress.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> state(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static TriggerState state(Slot slot, TriggerProgress progress) {
        return new TriggerState(
                slot.index(), slot.upsId(), progress.state(), progress.since(), progress.dueAt());
    }
}
