package io.github.walnut.publish;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What each policy would do at present, and how its last live run ended. */
public final class PolicyMetrics implements RunListener {

    private static final String POLICY = "policy";

    private final Supplier<List<StoredPolicy>> policies;
    private final Map<UUID, Run> last = new ConcurrentHashMap<>();
    private final Map<UUID, Fit> fits = new ConcurrentHashMap<>();

    /**
     * What a dry run found; both are null while it is not known how long the battery lasts.
     *
     * @param slackSeconds what the battery had left at its end
     */
    public record Fit(Boolean fits, Double slackSeconds) {}

    /**
     * @param earlier live runs that ended before the start, one of each policy
     */
    public PolicyMetrics(Supplier<List<StoredPolicy>> policies, Collection<Run> earlier) {
        this.policies = policies;
        earlier.forEach(run -> last.put(run.policyId(), run));
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        boolean counts =
                type.equals("run.closed")
                        && run.mode() == Run.Mode.LIVE
                        && (run.kind() == Run.Kind.EVENT || run.kind() == Run.Kind.MANUAL);
        if (counts && run.endedAt() != null) {
            last.put(run.policyId(), run);
        }
    }

    /**
     * What the last dry run of a policy found.
     *
     * @param fits null while it is not known how long the battery lasts
     */
    public void rehearsed(UUID policyId, Boolean fits, Double slackSeconds) {
        this.fits.put(policyId, new Fit(fits, slackSeconds));
    }

    /** What the last dry run of a policy since the start found. */
    public Optional<Fit> fit(UUID policyId) {
        return Optional.ofNullable(fits.get(policyId));
    }

    public List<MetricFamily> families() {
        MetricFamily info = MetricFamily.info("walnut_policy", "The policies by id and name");
        MetricFamily state =
                MetricFamily.gauge(
                        "walnut_policy_state",
                        "1 for what the policy is at present: off, dry_run, live or invalid");
        MetricFamily at =
                MetricFamily.gauge(
                        "walnut_policy_last_run_timestamp_seconds", "When its last live run ended");
        MetricFamily success =
                MetricFamily.gauge(
                        "walnut_policy_last_run_success", "1 when its last live run succeeded");
        MetricFamily fit =
                MetricFamily.gauge(
                        "walnut_policy_fits", "1 when its last dry run ended before the battery");
        MetricFamily slack =
                MetricFamily.gauge(
                        "walnut_policy_slack_seconds",
                        "What the battery had left when its last dry run ended");
        List<StoredPolicy> present = policies.get();
        fits.keySet().retainAll(present.stream().map(StoredPolicy::id).toList());
        last.keySet().retainAll(present.stream().map(StoredPolicy::id).toList());
        for (StoredPolicy policy : present) {
            String id = policy.id().toString();
            String name = policy.policy() == null ? "" : policy.policy().name();
            info.add(Map.of(POLICY, id, "name", name), 1);
            state.add(Map.of(POLICY, id, "state", state(policy)), 1);
            Fit found = fits.get(policy.id());
            if (found != null && found.fits() != null) {
                fit.add(POLICY, id, found.fits() ? 1 : 0);
                slack.add(POLICY, id, found.slackSeconds());
            }
            Run run = last.get(policy.id());
            if (run != null) {
                at.add(POLICY, id, run.endedAt().toEpochMilli() / 1000.0);
                success.add(POLICY, id, "succeeded".equals(run.result()) ? 1 : 0);
            }
        }
        return List.of(info, state, at, success, fit, slack);
    }

    private static String state(StoredPolicy policy) {
        return switch (policy.status()) {
            case INVALID -> "invalid";
            case DISABLED -> "off";
            case ENABLED -> policy.armed() ? "live" : "dry_run";
        };
    }
}
