package io.github.walnut.run;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.Event;
import java.time.Instant;

/**
 * Whether a run acts for real, decided once at its start: whatever is armed or disarmed later does
 * not change it.
 *
 * @param reason why it does not, or null
 */
public record RunMode(Run.Mode mode, String reason) {

    private static final String MAINTENANCE = "maintenance";
    private static final RunMode LIVE = new RunMode(Run.Mode.LIVE, null);

    /**
     * @param event that led to the match, or null
     */
    public static RunMode of(
            StoredPolicy policy,
            boolean systemArmed,
            Maintenance maintenance,
            Event event,
            Instant now) {
        if (!policy.armed()) {
            return dry("policy_not_armed");
        }
        if (!policy.inForce()) {
            return dry("policy_not_enabled");
        }
        if (!systemArmed) {
            return dry("system_not_armed");
        }
        if (event != null && event.synthetic()) {
            return dry("synthetic");
        }
        return maintenance.ofPolicy(policy.id(), now) ? dry(MAINTENANCE) : LIVE;
    }

    public boolean live() {
        return mode == Run.Mode.LIVE;
    }

    /** Only a window of maintenance keeps it from acting for real. */
    public boolean maintenance() {
        return MAINTENANCE.equals(reason);
    }

    private static RunMode dry(String reason) {
        return new RunMode(Run.Mode.DRY_RUN, reason);
    }
}
