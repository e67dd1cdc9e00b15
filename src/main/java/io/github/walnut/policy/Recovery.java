package io.github.walnut.policy;

import java.time.Duration;

/**
 * How what a policy stopped is started again after the outage.
 *
 * @param mainsStable how long the UPSs must have been on mains; null: as the settings say
 * @param minChargePercent 0…100, of every UPS on which the policy's run depended; null likewise
 * @param goIfChargeUnknown start although the charge is not known
 * @param stagger between two starts on one host
 * @param timeout for each target
 * @param retries after the first try
 * @param maxWait how long the gates may stay shut before somebody is told
 */
public record Recovery(
        boolean enabled,
        Duration mainsStable,
        Integer minChargePercent,
        boolean goIfChargeUnknown,
        Order order,
        Duration stagger,
        Duration timeout,
        int retries,
        Duration maxWait,
        OnSecondOutage onSecondOutage) {

    /** The same with nothing left to the settings. */
    public Recovery with(RecoveryDefaults settings) {
        return new Recovery(
                enabled,
                mainsStable == null ? settings.mainsStable() : mainsStable,
                minChargePercent == null ? settings.minChargePercent() : minChargePercent,
                goIfChargeUnknown,
                order,
                stagger,
                timeout,
                retries,
                maxWait,
                onSecondOutage);
    }

    public enum Order {
        REVERSE,
        LISTED
    }

    /** What becomes of a recovery when mains fail again. */
    public enum OnSecondOutage {
        /** Nothing new is started. */
        STOP,
        /** The wave under way is completed. */
        FINISH
    }
}
