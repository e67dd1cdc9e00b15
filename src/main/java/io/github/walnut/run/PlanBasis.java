package io.github.walnut.run;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a plan is made on.
 *
 * @param readings of the hosts whose targets had to be read
 * @param missing hosts that have not told theirs yet: their actions are planned later
 */
public record PlanBasis(List<HostReading> readings, Set<String> missing) {

    public PlanBasis {
        readings = List.copyOf(readings);
        missing = Set.copyOf(missing);
    }

    /** Every host has told its targets, or none had to. */
    public static PlanBasis complete(Collection<HostReading> readings) {
        return new PlanBasis(List.copyOf(readings), Set.of());
    }

    boolean stale(String hostId) {
        return readings.stream().anyMatch(r -> r.stale() && r.hostId().equals(hostId));
    }
}
