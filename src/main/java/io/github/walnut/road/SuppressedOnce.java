package io.github.walnut.road;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Tells which suppressed matches are still to be recorded: one for each window and trigger. */
final class SuppressedOnce {

    private record Key(UUID policyId, String subject, Instant until, List<Integer> triggers) {}

    private final Set<Key> recorded = new HashSet<>();

    boolean isFirst(Decision decision) {
        if (decision.kind() != Decision.Kind.SUPPRESSED_WINDOW) {
            return false;
        }
        recorded.removeIf(key -> !key.until().isAfter(decision.at()));
        List<Integer> met =
                decision.triggers().stream()
                        .filter(state -> state.state() == Trigger.State.MET)
                        .map(TriggerState::index)
                        .distinct()
                        .toList();
        return recorded.add(
                new Key(decision.policyId(), decision.subject(), decision.until(), met));
    }
}
