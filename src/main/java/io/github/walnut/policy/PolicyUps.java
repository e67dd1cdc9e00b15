package io.github.walnut.policy;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Trigger.UpsScope;

/** Which UPSs make a policy act. */
public final class PolicyUps {

    private final Inventory inventory;

    public PolicyUps(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * Whether a trigger is about the UPS: by name, because it is about all, or as one that feeds a
     * host of the policy. Other triggers, such as timers, are about none.
     *
     * @param ups its id, or its bare name
     */
    public boolean listens(Policy policy, String ups) {
        return policy.triggers().stream()
                .filter(Trigger::aboutUps)
                .map(Trigger::ups)
                .anyMatch(scope -> scope.feeds() ? feeds(policy, ups) : about(scope, ups));
    }

    private static boolean about(UpsScope scope, String ups) {
        return scope.names().isEmpty() || scope.names().stream().anyMatch(name -> same(name, ups));
    }

    private boolean feeds(Policy policy, String ups) {
        return policy.actions().stream()
                .flatMap(action -> inventory.host(action.hostId()).stream())
                .map(Host::feeds)
                .anyMatch(feeds -> feeds != null && fed(feeds, ups));
    }

    private static boolean fed(Feeds feeds, String ups) {
        return feeds.sources().stream().anyMatch(source -> same(source, ups));
    }

    private static boolean same(String a, String b) {
        return UpsScope.matches(a, b) || UpsScope.matches(b, a);
    }
}
