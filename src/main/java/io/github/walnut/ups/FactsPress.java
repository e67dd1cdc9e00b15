package io.github.walnut.ups;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Makes the facts out of a step. */
final class FactsPress {

    private FactsPress() {}

    static UpsFacts print(Step step, boolean absent) {
        return new UpsFacts(
                step.before.upsId(),
                states(step),
                step.latest(),
                step.polled() ? step.now : step.before.lastGoodAt(),
                step.reachable(),
                step.reachable() ? null : step.cause,
                step.powerSource,
                step.outage == null ? null : step.outage.id(),
                step.outage == null ? 0 : step.outage.episodes(),
                BatteryTime.ofOutage(step),
                BatteryTime.ofLastHour(step),
                step.memory.edges.size(),
                absent,
                step.now,
                standstill(step.memory));
    }

    private static UpsFacts.Standstill standstill(Scratch memory) {
        return memory.interrupted || memory.unobservedMillis > 0
                ? new UpsFacts.Standstill(
                        Duration.ofMillis(memory.unobservedMillis), memory.interrupted)
                : null;
    }

    /** What the device said is only the last thing known while it is silent. */
    private static Map<UpsState, Holding> states(Step step) {
        String source = step.reachable() ? Step.REPORTED : Step.LAST_KNOWN;
        Map<UpsState, Holding> states = new EnumMap<>(UpsState.class);
        step.states.forEach(
                (state, h) ->
                        states.put(
                                state,
                                h.source().equals(Step.DEDUCED)
                                        ? h
                                        : new Holding(
                                                h.since(),
                                                h.epoch(),
                                                h.excused(),
                                                source,
                                                h.initial())));
        return states;
    }
}
