package io.github.walnut.ups;

import java.time.Instant;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Limits: crossed after their time, cleared past their hysteresis, silent about the unknown. */
final class ThresholdWatch {

    private static final String PREFIX = "threshold:";

    /**
     * @param facts the numbers as they are now
     */
    void look(Step step, UpsFacts facts) {
        forgetOthers(step);
        for (Threshold threshold : step.config.thresholds()) {
            OptionalDouble value = UpsNumbers.read(facts, threshold.metric());
            if (threshold.onBatteryOnly() && !step.holds(UpsState.OB)) {
                step.memory.pending.remove(threshold.key());
                clear(step, threshold, value);
            } else if (value.isPresent()) {
                compare(step, threshold, value.getAsDouble());
            }
        }
    }

    private static void compare(Step step, Threshold threshold, double value) {
        String key = threshold.key();
        if (step.memory.crossed.containsKey(key)) {
            if (threshold.clearedBy(value)) {
                clear(step, threshold, OptionalDouble.of(value));
            }
            return;
        }
        step.settled(key, threshold.violatedBy(value), false, threshold.holdFor())
                .ifPresent(
                        since -> {
                            step.memory.crossed.put(key, since);
                            step.nextEpoch(key);
                            raise(step, threshold, OptionalDouble.of(value), true, since);
                        });
    }

    private static void clear(Step step, Threshold threshold, OptionalDouble value) {
        if (step.memory.crossed.remove(threshold.key()) != null) {
            raise(step, threshold, value, false, step.now);
        }
    }

    private static void raise(
            Step step, Threshold threshold, OptionalDouble value, boolean crossed, Instant since) {
        Draft draft =
                new Draft(
                        Draft.Rank.THRESHOLD,
                        threshold.metric(),
                        crossed ? EventName.THRESHOLD_CROSSED : EventName.THRESHOLD_CLEARED,
                        crossed ? threshold.severity() : Severity.INFO,
                        step.epoch(threshold.key()));
        draft.limit = threshold.limit();
        draft.edgeDetail = threshold.key();
        draft.with("metric", threshold.metric())
                .with("op", threshold.op().sign())
                .with("limit", threshold.limit())
                .with("value", value.isPresent() ? value.getAsDouble() : null)
                .with("for_s", threshold.holdFor().toMillis() / 1000.0)
                .with("crossed", crossed)
                .with("initial", crossed && since.equals(step.memory.firstGoodAt))
                .with("since", Timestamps.text(since));
        step.raise(draft);
    }

    /** A threshold that nobody asks for any more is neither pending nor crossed. */
    private static void forgetOthers(Step step) {
        Set<String> keys =
                step.config.thresholds().stream().map(Threshold::key).collect(Collectors.toSet());
        step.memory.crossed.keySet().retainAll(keys);
        step.memory.pending.keySet().removeIf(key -> key.startsWith(PREFIX) && !keys.contains(key));
    }
}
