package io.github.walnut.run;

import io.github.walnut.policy.Policy;
import java.time.Duration;

/**
 * What a run needs of its policy after planning.
 *
 * @param idempotency how long an equal order is not repeated
 */
public record RunTerms(Duration idempotency) {

    public static final RunTerms NONE = new RunTerms(Duration.ZERO);

    public static RunTerms of(Policy policy) {
        return new RunTerms(policy.idempotency() == null ? Duration.ZERO : policy.idempotency());
    }
}
