package io.github.walnut.rules;

import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerEvaluator;
import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.rules.Reading.Slot;
import io.github.walnut.ups.UpsFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Looks at a watch: where its triggers stand now, and which of them are newly met. */
final class WatchReader {
    private final TriggerEvaluator evaluator;

    WatchReader(TriggerEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    Reading read(Watch watch, Map<String, UpsFacts> facts, Instant at) {
        Map<Slot, TriggerProgress> before = watch.progress();
        Map<Slot, TriggerProgress> after = new TreeMap<>();
        before.forEach(
                (slot, progress) ->
                        after.put(
                                slot,
                                evaluator.look(
                                        watch.trigger(slot.index()),
                                        progress,
                                        facts.get(slot.upsId()),
                                        at)));
        Set<Integer> met = met(watch, after, slot -> after.get(slot).met());
        Set<Integer> metBefore = met(watch, after, slot -> stayedMet(before, after, slot));
        boolean changed =
                after.entrySet().stream()
                        .anyMatch(
                                entry -> !entry.getValue().sameStateAs(before.get(entry.getKey())));
        return new Reading(
                after,
                changed,
                turned(watch, met, metBefore),
                met,
                pendingUntil(after),
                subject(watch, before, after));
    }

    private static boolean stayedMet(
            Map<Slot, TriggerProgress> before, Map<Slot, TriggerProgress> after, Slot slot) {
        return before.get(slot).met() && !after.get(slot).turnedMetSince(before.get(slot));
    }

    private static Set<Integer> turned(Watch watch, Set<Integer> met, Set<Integer> metBefore) {
        List<Integer> every = watch.group().indexes();
        if (watch.policy().logic() == Policy.Logic.ALL) {
            boolean newly = met.containsAll(every) && !metBefore.containsAll(every);
            return newly ? met : Set.of();
        }
        Set<Integer> turned = new TreeSet<>(met);
        turned.removeAll(metBefore);
        return turned;
    }

    /** The triggers that as many UPSs as they ask for fulfil. */
    private static Set<Integer> met(
            Watch watch, Map<Slot, TriggerProgress> slots, Predicate<Slot> fulfils) {
        Set<Integer> met = new TreeSet<>();
        for (int index : watch.group().indexes()) {
            Trigger trigger = watch.trigger(index);
            long count =
                    slots.keySet().stream()
                            .filter(slot -> slot.index() == index)
                            .filter(fulfils)
                            .count();
            if (count >= trigger.ups().atLeast()) {
                met.add(index);
            }
        }
        return met;
    }

    private static Instant pendingUntil(Map<Slot, TriggerProgress> after) {
        return after.values().stream()
                .map(TriggerProgress::dueAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /**
     * For one over several UPSs: the one that is newly met, else one that changed, else one met.
     */
    private static String subject(
            Watch watch, Map<Slot, TriggerProgress> before, Map<Slot, TriggerProgress> after) {
        if (!watch.group().joint()) {
            return watch.lane();
        }
        return first(after, slot -> after.get(slot).turnedMetSince(before.get(slot)))
                .or(() -> first(after, slot -> !after.get(slot).sameStateAs(before.get(slot))))
                .or(() -> first(after, slot -> after.get(slot).met()))
                .or(() -> first(after, slot -> true))
                .orElse(watch.lane());
    }

    private static java.util.Optional<String> first(
            Map<Slot, TriggerProgress> slots, Predicate<Slot> wanted) {
        return slots.keySet().stream().filter(wanted).map(Slot::upsId).sorted().findFirst();
    }
}
