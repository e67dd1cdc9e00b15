package io.github.walnut.api;

import io.github.walnut.policy.Condition;
import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.policy.TriggerTrial;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Why policies did or did not match. */
public interface DecisionReads {

    /** Newest first. */
    List<Decision> of(UUID policyId, int limit);

    /** All that an event led to, in their order. */
    List<Decision> ofEvent(UUID eventId);

    /** All of an outage, in their order. */
    List<Decision> ofOutage(UUID outageId);

    /**
     * How it stands with a policy now.
     *
     * @param triggers empty while the policy is not in force
     * @param holds all conditions together
     */
    record Prospect(List<TriggerState> triggers, List<Condition.Result> conditions, boolean holds) {
        public Prospect {
            triggers = List.copyOf(triggers);
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * @param upsId that would match, or null
     */
    Prospect prospect(StoredPolicy policy, String upsId);

    /** How conditions come out now, of a policy that need not be stored. */
    ConditionEvaluator.Outcome conditions(Policy policy, String upsId);

    /**
     * Whether a trigger, which no policy need have, is met now by the facts alone.
     *
     * @param upsId null for a trigger that is about no UPS
     */
    TriggerTrial.Result trial(Trigger trigger, String upsId);

    /** When the policy will match next unless something changes. */
    Optional<Instant> dueAt(UUID policyId);
}
