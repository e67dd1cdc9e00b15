package io.github.walnut.road;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.run.Run;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Tells which suppressed matches are still to be recorded: one for each window and trigger. */
final class SuppressedOnce {

    private record Key(UUID policyId, String subject, Instant until, int trigger) {}

    private final Set<Key> recorded = new HashSet<>();

    boolean isFirst(Decision decision) {
        if (decision.kind() != Decision.Kind.SUPPRESSED_WINDOW) {
            return false;
        }
        recorded.removeIf(key -> !key.until().isAfter(decision.at()));
        return recorded.addAll(
                decision.triggers().stream()
                        .filter(state -> state.state() == Trigger.State.MET)
                        .map(state -> key(decision, state))
                        .toList());
    }

    /**
     * One that was recorded before a restart.
     *
     * @param until end of the window that held it back
     */
    void remember(Run suppressedRun, Instant until) {
        suppressedRun.triggers().stream()
                .filter(state -> state.state() == Trigger.State.MET)
                .forEach(
                        met ->
                                recorded.add(
                                        new Key(
                                                suppressedRun.policyId(),
                                                suppressedRun.upsId(),
                                                until,
                                                met.index())));
    }

    private static Key key(Decision decision, TriggerState met) {
        return new Key(decision.policyId(), decision.subject(), decision.until(), met.index());
    }
}
