package io.github.walnut.api;

import io.github.walnut.policy.Decision;
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

    /** When the policy will match next unless something changes. */
    Optional<Instant> dueAt(UUID policyId);
}
