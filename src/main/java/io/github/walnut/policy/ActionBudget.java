package io.github.walnut.policy;

import io.github.walnut.inventory.Capability;
import java.time.Duration;
import java.util.Map;

/** How long one verb of an action may take, from when it could start until it is confirmed. */
public final class ActionBudget {
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private ActionBudget() {}

    /**
     * The action's own, else the verb's, and never less than what the target itself was given plus
     * 30 s.
     */
    public static Duration of(Policy.Action action, Capability.Verb verb) {
        Duration wished = action.timeout() != null ? action.timeout() : verb.budget();
        Duration patience = patience(action.params(), verb);
        return wished.compareTo(patience) >= 0 ? wished : patience;
    }

    private static Duration patience(Map<String, Object> params, Capability.Verb verb) {
        if (!(verb.params().get("properties") instanceof Map<?, ?> known)
                || !(known.get("timeout_s") instanceof Map<?, ?> schema)) {
            return Duration.ZERO;
        }
        Object given = params.get("timeout_s");
        Object seconds = given != null ? given : schema.get("default");
        return seconds instanceof Number number
                ? Duration.ofSeconds(number.longValue()).plus(MARGIN)
                : Duration.ZERO;
    }
}
