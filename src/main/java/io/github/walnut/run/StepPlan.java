package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The steps of one action, as they stand in a new plan. */
record StepPlan(UUID runId, Policy.Action action, Optional<Capability.Verb> verb, Instant now) {

    /**
     * @param skipped why nothing is done to the target, or null
     */
    Step step(UUID id, Target target, String skipped) {
        if (skipped != null) {
            return ended(id, target, StepState.SKIPPED, skipped);
        }
        if (verb.isEmpty()) {
            return ended(id, target, StepState.FAILED, Reasons.UNSUPPORTED);
        }
        if (target.guarded() && verb.get().disruptive()) {
            return ended(id, target, StepState.FAILED, Reasons.PROTECTED);
        }
        return planned(id, target);
    }

    /** One row that tells that nothing was selected; its target has no external id. */
    Step empty(UUID id, String hostId) {
        Target nothing =
                new Target(
                        hostId,
                        action.targetType(),
                        "",
                        "",
                        "unknown",
                        Map.of(),
                        Map.of(),
                        false,
                        false,
                        false);
        return ended(id, nothing, StepState.SKIPPED, Reasons.EMPTY_SELECTION);
    }

    private Step ended(UUID id, Target target, StepState state, String reason) {
        return new StepDraft(planned(id, target)).state(state).reason(reason).endedAt(now).done();
    }

    private Step planned(UUID id, Target target) {
        return Step.planned(
                id,
                runId,
                action.id(),
                action.stage(),
                action.after(),
                action.delay(),
                verb.map(v -> Budget.of(action, v)).orElse(Duration.ZERO),
                target,
                action.capability(),
                action.verb(),
                action.escalate(),
                action.params(),
                action.continueOnError(),
                action.onPowerReturn(),
                verb.map(v -> key(v, target)).orElse(""));
    }

    private String key(Capability.Verb v, Target target) {
        return IdempotencyKey.of(action.capability(), v, target, action.params(), action.keyHint());
    }
}
