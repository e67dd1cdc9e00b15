package io.github.walnut.road;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Tells a session which runs keep their policies from matching again, and for how long. */
final class MatchObstacles {

    private final PolicySession session;
    private final Function<UUID, StoredPolicy> policies;

    /**
     * @param policies null for one that is gone
     */
    MatchObstacles(PolicySession session, Function<UUID, StoredPolicy> policies) {
        this.session = session;
        this.policies = policies;
    }

    /**
     * All that the store holds.
     *
     * @return the runs whose windows of suppression may still be open
     */
    List<Run> restore(MatchingMemory memory, Collection<StoredPolicy> known, Instant now) {
        memory.openRuns().forEach(this::opened);
        List<Run> last = memory.lastDispatches(now.minus(longest(known)));
        last.forEach(this::suppress);
        memory.cancelled().forEach(this::bar);
        return last;
    }

    static Duration longest(Collection<StoredPolicy> policies) {
        return policies.stream()
                .map(policy -> policy.policy().suppression())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /**
     * Somebody tries a policy or an event out, or starts what was stopped: that holds no match
     * back.
     */
    static boolean none(Run run) {
        boolean live = run.mode() == Run.Mode.LIVE;
        boolean madeUp = run.event() != null && run.event().synthetic();
        return run.policyId() == null
                || run.kind() == Run.Kind.RECOVERY
                || (!live && (run.kind() == Run.Kind.MANUAL || madeUp));
    }

    void opened(Run run) {
        if (!none(run) && !run.state().terminal()) {
            boolean ofMatch = run.kind() == Run.Kind.EVENT;
            session.runOpen(run.policyId(), run.upsId(), run.id().toString(), ofMatch);
        }
    }

    void ended(Run run) {
        if (run.cutShort()) {
            bar(run);
        } else {
            suppress(run);
        }
        session.runClosed(run.policyId(), run.id().toString());
    }

    /** Null when its policy is gone. */
    Instant windowEnd(Run run) {
        StoredPolicy policy = policies.apply(run.policyId());
        return policy == null ? null : run.createdAt().plus(policy.policy().suppression());
    }

    private void suppress(Run run) {
        Instant until = windowEnd(run);
        if (until != null
                && !none(run)
                && run.kind() == Run.Kind.EVENT
                && run.firstDispatchAt() != null) {
            String id = run.id().toString();
            session.suppress(run.policyId(), run.upsId(), id, run.mode().word(), until);
        }
    }

    private void bar(Run run) {
        if (!none(run)
                && run.kind() == Run.Kind.EVENT
                && "cancelled".equals(run.result())
                && run.outageId() != null) {
            String id = run.id().toString();
            session.bar(run.policyId(), run.upsId(), id, run.outageId(), run.endedAt());
        }
    }
}
