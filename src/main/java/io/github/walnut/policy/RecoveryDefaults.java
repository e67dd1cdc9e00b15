package io.github.walnut.policy;

import java.time.Duration;

/**
 * What a recovery waits for where its policy does not say.
 *
 * @param mainsStable how long the UPSs must have been on mains
 * @param minChargePercent 0…100, of every UPS on which the policy's run depended
 */
public record RecoveryDefaults(Duration mainsStable, int minChargePercent) {

    public static final RecoveryDefaults BUILT_IN = new RecoveryDefaults(Duration.ofMinutes(5), 40);
}
