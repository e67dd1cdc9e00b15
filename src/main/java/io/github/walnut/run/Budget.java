package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.policy.Policy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long steps and stages may take. */
final class Budget {

    private static final Duration MARGIN = Duration.ofSeconds(30);

    private Budget() {}

    /**
     * The budget of one verb of one step: the action's own, else the verb's, and never less than
     * what the target itself was given plus 30 s.
     */
    static Duration of(Policy.Action action, Capability.Verb verb) {
        Duration wished = action.timeout() != null ? action.timeout() : verb.budget();
        return longer(wished, patience(action.params(), verb));
    }

    /** From the opening of a stage to the moment at which the next one opens in any case. */
    static Duration ofStage(List<Step> steps) {
        return steps.stream()
                .map(step -> step.delay().plus(step.budget().multipliedBy(verbs(step))))
                .reduce(Duration.ZERO, Budget::longer);
    }

    /** Verbs tried so far, the present one, and those still to be tried. */
    private static long verbs(Step step) {
        Set<String> tried = new HashSet<>(Set.of(step.verb()));
        step.attempts().forEach(attempt -> tried.add(attempt.verb()));
        return tried.size() + step.escalate().size();
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

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
