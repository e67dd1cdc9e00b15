package io.github.walnut.virtual;

import io.github.walnut.dispatch.Settings;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.UpsConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What stands in a laboratory when it opens.
 *
 * @param tick how often walNUT hears that time has passed
 * @param armed the system's switch
 * @param seed of ids, of pauses between repeats, and of every chance
 */
public record LaboratoryPlan(
        Instant start,
        Inventory inventory,
        List<StoredPolicy> policies,
        List<VirtualUps> ups,
        Settings settings,
        UpsConfig config,
        Duration tick,
        boolean armed,
        long seed) {

    public LaboratoryPlan {
        policies = List.copyOf(policies);
        ups = List.copyOf(ups);
    }
}
