package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.policy.ActionBudget;
import io.github.walnut.policy.LearnedTimes;
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
        return ofStage(steps, LearnedTimes.NONE);
    }

    /** The same as an estimate: where the target has shown how long it takes, that counts. */
    static Duration ofStage(List<Step> steps, LearnedTimes learned) {
        return steps.stream()
                .map(step -> step.delay().plus(time(step, learned)))
                .reduce(Duration.ZERO, Budget::longer);
    }

    private static Duration time(Step step, LearnedTimes learned) {
        Duration declared = step.budget().multipliedBy(verbs(step));
        return learned.of(step.target(), step.capability(), step.verb(), step.params())
                .map(time -> time.within(declared))
                .orElse(declared);
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
