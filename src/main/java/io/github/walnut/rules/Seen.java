package io.github.walnut.rules;

import io.github.walnut.policy.ConditionFields;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the triggers of one evaluation looked at, for the record of its decisions. */
final class Seen {
    private final Function<String, UpsFacts> facts;
    private final Instant at;
    private final Map<String, String> flags = new HashMap<>();

    Seen(Function<String, UpsFacts> facts, Instant at) {
        this.facts = facts;
        this.at = at;
    }

    List<TriggerState> by(Watch watch, List<TriggerState> states) {
        List<TriggerState> seen = new ArrayList<>(states.size());
        for (TriggerState state : states) {
            seen.add(by(watch.trigger(state.index()), state));
        }
        return seen;
    }

    private TriggerState by(Trigger trigger, TriggerState state) {
        UpsFacts ups = state.subject() == null ? null : facts.apply(state.subject());
        if (ups == null || !trigger.aboutUps()) {
            return state;
        }
        Object value =
                trigger instanceof Trigger.Threshold limit
                        ? ConditionFields.measure(ups, limit.field())
                        : flags.computeIfAbsent(ups.upsId(), id -> flags(ups));
        Double age =
                ups.lastGoodAt() == null
                        ? null
                        : Duration.between(ups.lastGoodAt(), at).toMillis() / 1000.0;
        return state.seen(value, age);
    }

    private static String flags(UpsFacts ups) {
        String all =
                ups.states().keySet().stream()
                        .map(UpsState::name)
                        .sorted()
                        .collect(Collectors.joining(" "));
        return ups.cause() == null ? all : all + " (" + ups.cause() + ")";
    }
}
