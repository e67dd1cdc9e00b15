package io.github.walnut.policy;

import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What was found out about a stored policy last; each is null before the first time.
 *
 * @param validatedAt when its document was last checked against its surroundings
 */
public record PolicyChecks(Instant validatedAt, DryRun lastDryRun, Preflight lastPreflight) {

    public static final PolicyChecks NONE = new PolicyChecks(null, null, null);

    private static final Duration PREFLIGHT_LASTS = Duration.ofHours(24);

    /**
     * @param transcriptId the run that it is recorded as
     */
    public record DryRun(Instant ts, Severity severity, UUID transcriptId, int versionInt) {}

    /**
     * @param behaviourHash of what was tried
     */
    public record Preflight(
            Instant ts, String behaviourHash, Severity severity, List<Finding> findings) {
        public Preflight {
            findings = List.copyOf(findings);
        }

        /** Whether arming may rely on it: nothing else was tried, not long ago, without error. */
        public boolean covers(StoredPolicy policy, Instant now) {
            return behaviourHash.equals(policy.behaviourHash())
                    && !severity.atLeast(Severity.ERROR)
                    && !ts.isBefore(now.minus(PREFLIGHT_LASTS));
        }
    }
}
