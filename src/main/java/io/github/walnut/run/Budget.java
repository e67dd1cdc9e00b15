package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.policy.ActionBudget;
import io.github.walnut.policy.Policy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How long steps and stages may take. */
final class Budget {

    private Budget() {}

    /**
     * The budget of one verb of one step: the action's own, else the verb's, and never less than
     * what the target itself was given plus 30 s.
     */
    static Duration of(Policy.Action action, Capability.Verb verb) {
        return ActionBudget.of(action, verb);
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

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
