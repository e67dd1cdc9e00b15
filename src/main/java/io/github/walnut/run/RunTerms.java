package io.github.walnut.run;

import io.github.walnut.policy.Policy;
import java.time.Duration;

/**
 * What a run needs of its policy after planning.
 *
 * @param idempotency how long an equal order is not repeated
 * @param repeats it orders again what was ordered within that time and is over
 * @param globalLock runs that name the same one never dispatch at the same time; null for none
 * @param power on whose power it depends
 * @param restart of a recovery run; null for any other
 */
public record RunTerms(
        Duration idempotency,
        boolean repeats,
        String globalLock,
        PowerBond power,
        RestartTerms restart) {

    public static final RunTerms NONE =
            new RunTerms(Duration.ZERO, false, null, PowerBond.NONE, null);

    /** Of a recovery run: it knows neither lock nor suppression. */
    public static RunTerms of(RestartTerms restart) {
        return new RunTerms(Duration.ZERO, false, null, PowerBond.NONE, restart);
    }

    /** Of a single step that is tried again: an equal order before it is no reason to wait. */
    public static RunTerms ofRetry(Policy policy) {
        return new RunTerms(Duration.ZERO, false, policy.globalLock(), PowerBond.NONE, null);
    }

    public static RunTerms of(Policy policy, Run run) {
        if (run.kind() == Run.Kind.RETRY) {
            return ofRetry(policy);
        }
        return new RunTerms(
                policy.idempotency() == null ? Duration.ZERO : policy.idempotency(),
                run.course().forced(),
                policy.globalLock(),
                PowerBond.of(policy, run),
                null);
    }
}
