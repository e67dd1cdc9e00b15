package io.github.walnut.run;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Which policies and hosts are in maintenance. Asking must not block. */
@FunctionalInterface
public interface Maintenance {

    Maintenance NONE = at -> List.of();

    List<MaintenanceWindow> active(Instant at);

    /** Matches of the policy are only rehearsed. */
    default boolean ofPolicy(UUID policyId, Instant at) {
        return active(at).stream().anyMatch(window -> window.covers(policyId));
    }

    /** The host is left out of runs that begin now. */
    default boolean ofHost(String hostId, Instant at) {
        return active(at).stream().anyMatch(window -> window.hosts().contains(hostId));
    }
}
