package io.github.walnut.rules;

import io.github.walnut.policy.Sight;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerEvaluator;
import io.github.walnut.policy.TriggerGroup.Span;
import io.github.walnut.policy.TriggerProgress;
import java.time.Instant;
import java.util.function.IntPredicate;

/** Looks at a watch: where its triggers stand now, and which of them are newly met. */
final class WatchReader {
    private final TriggerEvaluator evaluator;

    WatchReader(TriggerEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    Reading read(Watch watch, Knowledge known, Instant at) {
        TriggerProgress[] after = new TriggerProgress[watch.size()];
        boolean changed = false;
        Instant pendingUntil = null;
        for (int i = 0; i < after.length; i++) {
            after[i] = look(watch, i, known, at);
            changed |= !after[i].sameStateAs(watch.progress(i));
            if (after[i].state() == Trigger.State.PENDING) {
                pendingUntil = earlier(pendingUntil, after[i].dueAt());
            }
        }
        int met = met(watch, i -> after[i].met());
        int before = met(watch, i -> stayedMet(watch.progress(i), after[i]));
        return new Reading(
                watch,
                after,
                changed,
                turned(watch, met, before),
                met,
                pendingUntil,
                subject(watch, after));
    }

    /** Whether the match of the watch would still be made, but for what it remembers. */
    boolean stillMet(Watch watch, Knowledge known, Instant at) {
        int met = met(watch, i -> stillHolds(watch, i, known, at));
        return watch.mustBeWhole() ? met == watch.every() : met != 0;
    }

    private boolean stillHolds(Watch watch, int i, Knowledge known, Instant at) {
        Reading.Slot slot = watch.slot(i);
        Sight sight = new Sight(known.ups(slot.upsId()), known.calls(), at);
        return evaluator.stillHolds(watch.trigger(slot.index()), watch.progress(i), sight);
    }

    private TriggerProgress look(Watch watch, int i, Knowledge known, Instant at) {
        Reading.Slot slot = watch.slot(i);
        Sight sight = new Sight(known.ups(slot.upsId()), known.calls(), at);
        return evaluator.look(watch.trigger(slot.index()), watch.progress(i), sight);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a == null || b.isBefore(a) ? b : a;
    }

    private static boolean stayedMet(TriggerProgress before, TriggerProgress after) {
        return before.met() && !after.turnedMetSince(before);
    }

    private static int turned(Watch watch, int met, int metBefore) {
        if (!watch.mustBeWhole()) {
            return met & ~metBefore;
        }
        boolean newly = met == watch.every() && metBefore != watch.every();
        return newly ? met : 0;
    }

    /** The triggers that as many UPSs as they ask for fulfil. */
    private static int met(Watch watch, IntPredicate fulfils) {
        int met = 0;
        int count = 0;
        for (int i = 0; i < watch.size(); i++) {
            int index = watch.slot(i).index();
            count = i > 0 && watch.slot(i - 1).index() == index ? count : 0;
            count += fulfils.test(i) ? 1 : 0;
            if (count >= watch.needed(index)) {
                met |= 1 << index;
            }
        }
        return met;
    }

    /**
     * For one over several UPSs: the one that is newly met, else one that changed, else one met.
     */
    private static String subject(Watch watch, TriggerProgress[] after) {
        if (watch.group().span() == Span.ONE_UPS) {
            return watch.lane();
        }
        String turned = first(watch, i -> after[i].turnedMetSince(watch.progress(i)));
        if (turned != null) {
            return turned;
        }
        String changed = first(watch, i -> !after[i].sameStateAs(watch.progress(i)));
        if (changed != null) {
            return changed;
        }
        String met = first(watch, i -> after[i].met());
        return met != null ? met : first(watch, i -> true);
    }

    private static String first(Watch watch, IntPredicate wanted) {
        String first = null;
        for (int i = 0; i < watch.size(); i++) {
            String ups = watch.slot(i).upsId();
            boolean earlier = first == null || ups.compareTo(first) < 0;
            if (!ups.equals(Watch.NOBODY) && earlier && wanted.test(i)) {
                first = ups;
            }
        }
        return first;
    }
}
