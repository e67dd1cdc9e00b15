package io.github.walnut.store;

import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Which runs are asked for. Null and empty lists mean any.
 *
 * @param from creation, inclusive
 * @param to creation, exclusive
 * @param hostId a host on which a step acts
 * @param target id or name of a target on which a step acts
 */
public record RunFilter(
        Instant from,
        Instant to,
        List<RunState> states,
        Run.Mode mode,
        UUID policyId,
        String upsId,
        UUID outageId,
        UUID eventId,
        UUID correlationId,
        UUID parentRun,
        String hostId,
        String target,
        Run.Kind kind,
        String result) {

    public static final RunFilter ANY =
            new RunFilter(
                    null, null, List.of(), null, null, null, null, null, null, null, null, null,
                    null, null);

    public RunFilter {
        states = List.copyOf(states);
    }

    Where where() {
        return new Where()
                .and("created_at >= ?", from)
                .and("created_at < ?", to)
                .in("state", states)
                .and("mode = ?", mode)
                .and("policy_id = ?", policyId)
                .and("ups_id = ?", upsId)
                .and("outage_id = ?", outageId)
                .and("event_id = ?", eventId)
                .and("correlation_id = ?", correlationId)
                .and("parent_run = ?", parentRun)
                .and("kind = ?", kind)
                .and("result = ?", result)
                .and(step("s.host_id = ?"), hostId)
                .and(step("(s.target_id = ? OR s.target_name = ?)"), target, target);
    }

    private static String step(String condition) {
        return "EXISTS (SELECT 1 FROM policy_actions s"
                + " WHERE s.execution_id = policy_executions.id AND "
                + condition
                + ")";
    }
}
