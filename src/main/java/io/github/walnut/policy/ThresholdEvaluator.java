package io.github.walnut.policy;

import io.github.walnut.policy.Trigger.Threshold;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Instant;

/**
 * Tells how far a trigger over a number is. A crossing goes on until the value has passed back by
 * the hysteresis, so that a value which trembles around its limit crosses it once.
 */
final class ThresholdEvaluator {
    private final FactAge age;

    ThresholdEvaluator(FactAge age) {
        this.age = age;
    }

    /** A limit that is crossed already counts from now on battery, else it must be crossed anew. */
    TriggerProgress begin(Threshold trigger, UpsFacts facts, Instant at) {
        TriggerProgress start = TriggerProgress.unmetSince(at);
        Double value = value(trigger, facts, at);
        if (value == null || !crossed(trigger, value)) {
            return start;
        }
        boolean counts = facts.holds(UpsState.OB);
        TriggerProgress under = start.entered(1, counts).from(1L, at);
        return counts ? under.pending(trigger.holdFor(), at) : under;
    }

    TriggerProgress look(Threshold trigger, TriggerProgress before, UpsFacts facts, Instant at) {
        Double value = value(trigger, facts, at);
        if (value == null) {
            return before.ignored() ? before : before.from(null, null).unmet(at, false);
        }
        boolean under = before.fromEpoch() != null;
        if (under ? cleared(trigger, value) : !crossed(trigger, value)) {
            return before.from(null, null).unmet(at, false);
        }
        TriggerProgress seen = under ? before : crossing(before, facts);
        return seen.ignored()
                ? seen.unmet(at, false)
                : seen.holding(seen.leftAt().plus(facts.unobserved()), trigger.holdFor(), at);
    }

    private static TriggerProgress crossing(TriggerProgress before, UpsFacts facts) {
        long epoch = before.epoch() == null ? 1 : before.epoch() + 1;
        return before.entered(epoch, true).from(epoch, facts.lastGoodAt());
    }

    private Double value(Threshold trigger, UpsFacts facts, Instant at) {
        return !facts.known() || age.tooOld(facts, at)
                ? null
                : ConditionFields.measure(facts, trigger.field());
    }

    private static boolean crossed(Threshold trigger, double value) {
        return Comparison.holds(trigger.op(), value, trigger.value().doubleValue());
    }

    private static boolean cleared(Threshold trigger, double value) {
        double limit = trigger.value().doubleValue();
        double back = hysteresis(trigger.field(), limit);
        return switch (trigger.op()) {
            case LT, LE -> value >= limit + back;
            case GT, GE -> value <= limit - back;
            default -> !crossed(trigger, value);
        };
    }

    private static double hysteresis(String field, double limit) {
        return switch (field) {
            case "charge_pct" -> 2;
            case "load_pct" -> 3;
            case "runtime_seconds", "runtime_minutes" -> Math.abs(limit) * 0.1;
            case "input_voltage", "output_voltage", "battery_voltage" -> 2;
            default -> Math.abs(limit) * 0.02;
        };
    }
}
