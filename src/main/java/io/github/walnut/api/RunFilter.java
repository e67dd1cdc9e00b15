package io.github.walnut.api;

import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import java.time.Instant;
import java.util.UUID;

/**
 * Which runs are asked for; a null member does not narrow.
 *
 * @param hostId some step is on this host
 * @param open true for those that are not over, false for those that are
 */
public record RunFilter(
        UUID policyId,
        String hostId,
        String upsId,
        UUID outageId,
        UUID eventId,
        Run.Kind kind,
        RunState state,
        String result,
        Run.Mode mode,
        Instant from,
        Instant to,
        Boolean open) {

    public static RunFilter ofPolicy(UUID policyId) {
        return new RunFilter(
                policyId, null, null, null, null, null, null, null, null, null, null, null);
    }

    static RunFilter ofOutage(UUID outageId) {
        return new RunFilter(
                null, null, null, outageId, null, null, null, null, null, null, null, null);
    }

    static RunFilter ofEvent(UUID eventId) {
        return new RunFilter(
                null, null, null, null, eventId, null, null, null, null, null, null, null);
    }

    static RunFilter ofMode(UUID policyId, Run.Mode mode) {
        return new RunFilter(
                policyId, null, null, null, null, null, null, null, mode, null, null, null);
    }

    static RunFilter unfinished() {
        return new RunFilter(
                null, null, null, null, null, null, null, null, null, null, null, true);
    }
}
