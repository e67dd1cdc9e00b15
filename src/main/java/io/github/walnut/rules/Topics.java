package io.github.walnut.rules;

import io.github.walnut.policy.ConditionFields;
import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What triggers listen to, by name: the states of a UPS, its numbers and variables, and webhooks.
 */
final class Topics {
    private static final String WEBHOOK_PREFIX = "webhook:";

    private Topics() {}

    static List<String> of(Trigger trigger) {
        if (trigger instanceof Trigger.InState in) {
            return List.of(in.state().name());
        }
        if (trigger instanceof Trigger.Threshold limit) {
            return List.of(limit.field());
        }
        if (trigger instanceof Trigger.Transition transition) {
            return Stream.of(transition.from(), transition.to())
                    .filter(Objects::nonNull)
                    .map(UpsState::name)
                    .distinct()
                    .toList();
        }
        if (trigger instanceof Trigger.After after) {
            return List.of(after.state() == null ? webhook(after.webhook()) : after.state().name());
        }
        return trigger instanceof Trigger.Webhook call ? List.of(webhook(call.name())) : List.of();
    }

    static String webhook(String name) {
        return WEBHOOK_PREFIX + name;
    }

    /**
     * Whether the topic is other than before.
     *
     * @param before null when nothing was known, so that everything is new
     */
    static boolean differs(String topic, UpsFacts before, UpsFacts now) {
        if (before == null) {
            return true;
        }
        UpsState state = STATES.get(topic);
        return state == null ? numberDiffers(topic, before, now) : stateDiffers(state, before, now);
    }

    /** Whether anything that the trigger listens to is other than before. */
    static boolean differ(Trigger trigger, UpsFacts before, UpsFacts now) {
        return of(trigger).stream().anyMatch(topic -> differs(topic, before, now));
    }

    private static final java.util.Map<String, UpsState> STATES =
            Stream.of(UpsState.values())
                    .collect(
                            java.util.stream.Collectors.toUnmodifiableMap(
                                    UpsState::name, state -> state));

    private static boolean stateDiffers(UpsState state, UpsFacts before, UpsFacts now) {
        boolean otherCause =
                state == UpsState.COMM_LOST && !Objects.equals(before.cause(), now.cause());
        return otherCause || !Objects.equals(before.states().get(state), now.states().get(state));
    }

    private static boolean numberDiffers(String field, UpsFacts before, UpsFacts now) {
        return !Objects.equals(
                ConditionFields.measure(before, field), ConditionFields.measure(now, field));
    }
}
