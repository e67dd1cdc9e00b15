package io.github.walnut.run;

import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One action on one target: one row of the journal.
 *
 * @param position order in the plan, from 0
 * @param after ids of the actions that must be terminal first
 * @param delay from the moment the step could start
 * @param budget per verb: queueing, sending and confirmation
 * @param verb the present one; escalation replaces it
 * @param onPowerReturn what becomes of it when power returns before the run is over
 * @param reason why it was skipped, failed or timed out, else null
 * @param attempt number of the latest attempt, 0 before the first
 * @param stateBefore of the target, or null when unknown
 */
public record Step(
        UUID id,
        UUID runId,
        int position,
        String actionId,
        int stage,
        List<String> after,
        Duration delay,
        Duration budget,
        Target target,
        String capability,
        String verb,
        List<String> escalate,
        Map<String, Object> params,
        boolean continueOnError,
        OnPowerReturn onPowerReturn,
        String idempotencyKey,
        StepState state,
        String reason,
        int attempt,
        List<Attempt> attempts,
        String stateBefore,
        String stateAfter,
        List<DriverResult.Check> preconditions,
        List<Map<String, Object>> evidence,
        List<Object> preview,
        boolean would,
        Instant deadlineAt,
        Instant intentAt,
        Instant sentAt,
        Instant acceptedAt,
        Instant endedAt) {

    /** One that nobody has begun; its position comes with its place in the plan. */
    static Step planned(
            UUID id,
            UUID runId,
            String actionId,
            int stage,
            List<String> after,
            Duration delay,
            Duration budget,
            Target target,
            String capability,
            String verb,
            List<String> escalate,
            Map<String, Object> params,
            boolean continueOnError,
            OnPowerReturn onPowerReturn,
            String idempotencyKey) {
        return new Step(
                id,
                runId,
                0,
                actionId,
                stage,
                after,
                delay,
                budget,
                target,
                capability,
                verb,
                escalate,
                params,
                continueOnError,
                onPowerReturn,
                idempotencyKey,
                StepState.PLANNED,
                null,
                0,
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                false,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * @param task the target's job handle, or null; @param error code and message, or null
     */
    public record Attempt(
            int n, String verb, Instant sentAt, Instant acceptedAt, String task, String error) {}

    /** The target is where it should be: taken there, or there already. */
    public boolean succeeded() {
        return state == StepState.CONFIRMED
                || state == StepState.SKIPPED && Reasons.ALREADY.equals(reason);
    }

    /** Its present verb followed a milder one that led to nothing. */
    public boolean escalated() {
        return attempts.stream().anyMatch(attempt -> !attempt.verb().equals(verb));
    }

    public Step {
        after = List.copyOf(after);
        escalate = List.copyOf(escalate);
        params = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(params));
        attempts = List.copyOf(attempts);
        preconditions = List.copyOf(preconditions);
        evidence = List.copyOf(evidence);
        preview = List.copyOf(preview);
    }
}
