package io.github.walnut.policy;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;

/** Which UPSs make a policy act. */
public final class PolicyUps {

    private final Inventory inventory;

    public PolicyUps(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * Whether a trigger is about the UPS: by its id, because it is about all, or as one that feeds
     * a host of the policy. Other triggers, such as timers, are about none.
     *
     * @param ups its id
     */
    public boolean listens(Policy policy, String ups) {
        return policy.triggers().stream()
                .filter(Trigger::aboutUps)
                .anyMatch(trigger -> listens(policy, trigger, ups));
    }

    /** As {@link #listens(Policy, String)}, for one trigger of the policy that is about UPSs. */
    boolean listens(Policy policy, Trigger trigger, String ups) {
        return trigger.ups().feeds() ? feeds(policy, ups) : trigger.ups().includes(ups);
    }

    private boolean feeds(Policy policy, String ups) {
        return policy.actions().stream()
                .flatMap(action -> inventory.host(action.hostId()).stream())
                .map(Host::feeds)
                .anyMatch(feeds -> feeds != null && fed(feeds, ups));
    }

    private static boolean fed(Feeds feeds, String ups) {
        return feeds.sources().stream().anyMatch(ups::equalsIgnoreCase);
    }
}
