package io.github.walnut.run;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What can be learned from a step of a live run about the time that its target takes. */
public final class StepTime {

    private StepTime() {}

    /**
     * From the first sending to the confirmation, with retries and harsher verbs between them.
     * Empty unless this step began with this verb and parameters, and its target was seen to have
     * changed its state: only then it was a stop or a start that took place.
     */
    public static Optional<Duration> of(Step step, String verb, Map<String, Object> params) {
        boolean moved = step.stateAfter() != null && !step.stateAfter().equals(step.stateBefore());
        if (step.state() != StepState.CONFIRMED || !moved || step.attempts().isEmpty()) {
            return Optional.empty();
        }
        Step.Attempt first = step.attempts().get(0);
        boolean same =
                first.verb().equals(verb)
                        && CanonicalJson.of(step.params()).equals(CanonicalJson.of(params));
        return same && first.sentAt() != null && step.endedAt() != null
                ? Optional.of(Duration.between(first.sentAt(), step.endedAt()))
                        .filter(time -> !time.isNegative())
                : Optional.empty();
    }
}
