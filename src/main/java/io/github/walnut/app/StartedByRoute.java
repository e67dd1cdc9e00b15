package io.github.walnut.app;

import io.github.walnut.component.walnut.PolicyStarter;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Run;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Starts policies for routes of operators, as a match would: an enabled policy only, for real only
 * when it may act now, and not again within its suppression window.
 */
final class StartedByRoute implements PolicyStarter {

    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private final Function<UUID, Optional<StoredPolicy>> policies;
    private final StartedByHand starts;
    private final Clock clock;
    private final Map<UUID, Instant> last = new ConcurrentHashMap<>();

    StartedByRoute(
            Function<UUID, Optional<StoredPolicy>> policies, StartedByHand starts, Clock clock) {
        this.policies = policies;
        this.starts = starts;
        this.clock = clock;
    }

    @Override
    public UUID start(String routeId, UUID policyId, String upsId) {
        StoredPolicy policy =
                policies.apply(policyId)
                        .filter(known -> known.policy() != null && known.enabled())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "policy " + policyId + " is gone or not enabled"));
        Duration window = policy.policy().suppression();
        hold(policyId, window.compareTo(SHORTEST) > 0 ? window : SHORTEST);
        Run.Mode mode = starts.mode(policy).live() ? Run.Mode.LIVE : Run.Mode.DRY_RUN;
        return starts.begin(policy, upsId, mode, "route " + routeId, "by route " + routeId);
    }

    private void hold(UUID policyId, Duration window) {
        Instant now = clock.now();
        last.compute(
                policyId,
                (id, before) -> {
                    if (before != null && before.plus(window).isAfter(now)) {
                        throw new IllegalStateException(
                                "policy "
                                        + policyId
                                        + " was started by a route at "
                                        + before
                                        + " and is held back for "
                                        + window);
                    }
                    return now;
                });
    }
}
