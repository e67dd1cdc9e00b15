package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A time in which somebody works on hosts, or does not want policies to act.
 *
 * @param all every policy, and with it every host
 * @param hosts that are left out of runs which begin in it
 * @param policies that only rehearse
 */
public record MaintenanceWindow(
        UUID id,
        Instant startsAt,
        Instant until,
        String reason,
        String by,
        boolean all,
        Set<String> hosts,
        Set<UUID> policies,
        Instant createdAt) {

    /** A window that somebody forgets protects nothing, so it cannot be longer. */
    public static final Duration LONGEST = Duration.ofHours(24);

    public MaintenanceWindow {
        hosts = Set.copyOf(hosts);
        policies = Set.copyOf(policies);
    }

    public boolean active(Instant at) {
        return !at.isBefore(startsAt) && at.isBefore(until);
    }

    boolean covers(UUID policyId) {
        return all || policies.contains(policyId);
    }
}
