package io.github.walnut.ups;

import java.time.Duration;
import java.util.Set;

/**
 * What the question "is this UPS critical?" depends on.
 *
 * @param known false when the UPS was never heard
 * @param flags those reported last
 * @param excused OB and LB are true only because of a test
 * @param silence age of the last good poll
 * @param lowBatteryFor how long OB and LB have been reported together, zero when they are not
 * @param criticalBefore the answer while there still was contact
 */
public record CriticalInput(
        boolean known,
        Set<UpsState> flags,
        boolean excused,
        boolean contactLost,
        Duration silence,
        Duration overFor,
        Duration offFor,
        Duration lowBatteryFor,
        boolean criticalBefore) {

    public CriticalInput {
        flags = Set.copyOf(flags);
    }

    boolean has(UpsState state) {
        return flags.contains(state);
    }
}
