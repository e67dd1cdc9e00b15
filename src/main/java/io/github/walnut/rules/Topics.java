package io.github.walnut.rules;

import io.github.walnut.policy.ConditionFields;
import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What triggers listen to: the states of a UPS, and its numbers and variables, by name. */
final class Topics {
    private Topics() {}

    static Set<String> of(Trigger trigger) {
        if (trigger instanceof Trigger.InState in) {
            return Set.of(in.state().name());
        }
        if (trigger instanceof Trigger.Threshold limit) {
            return Set.of(limit.field());
        }
        Trigger.Transition transition = (Trigger.Transition) trigger;
        Set<String> topics = new TreeSet<>();
        Stream.of(transition.from(), transition.to())
                .filter(Objects::nonNull)
                .forEach(state -> topics.add(state.name()));
        return topics;
    }

    /**
     * What is other than before.
     *
     * @param before null when nothing was known, so that everything is new
     */
    static List<Changed> between(UpsFacts before, UpsFacts now) {
        List<Changed> changes = new ArrayList<>();
        for (UpsState state : UpsState.values()) {
            if (before == null || differs(state, before, now)) {
                changes.add(new Changed(now.upsId(), state.name()));
            }
        }
        Stream.concat(ConditionFields.numbers().stream(), variables(before, now))
                .filter(field -> before == null || differs(field, before, now))
                .forEach(field -> changes.add(new Changed(now.upsId(), field)));
        return changes;
    }

    private static Stream<String> variables(UpsFacts before, UpsFacts now) {
        return Stream.of(before, now)
                .filter(facts -> facts != null && facts.known())
                .flatMap(facts -> facts.last().variables().keySet().stream())
                .distinct()
                .map(name -> ConditionFields.VARIABLE_PREFIX + name);
    }

    private static boolean differs(UpsState state, UpsFacts before, UpsFacts now) {
        boolean otherCause =
                state == UpsState.COMM_LOST && !Objects.equals(before.cause(), now.cause());
        return otherCause || !Objects.equals(before.states().get(state), now.states().get(state));
    }

    private static boolean differs(String field, UpsFacts before, UpsFacts now) {
        return !Objects.equals(
                ConditionFields.measure(before, field), ConditionFields.measure(now, field));
    }
}
