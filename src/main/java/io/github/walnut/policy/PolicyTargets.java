package io.github.walnut.policy;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.SelectorResolver;
import io.github.walnut.inventory.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a policy would act on, as the inventory is now. */
public final class PolicyTargets {

    private final Inventory inventory;
    private final SelectorResolver selectors;

    public PolicyTargets(Inventory inventory) {
        this.inventory = inventory;
        this.selectors = new SelectorResolver(inventory);
    }

    /** Each as {@code host/target}, once however many actions name it; excluded hosts left out. */
    public Set<String> of(Policy policy) {
        Set<String> targets = new LinkedHashSet<>();
        for (Policy.Action action : actions(policy)) {
            of(action).forEach(target -> targets.add(target.hostId() + "/" + target.id()));
        }
        return targets;
    }

    /** What it would do: actions that are switched on, on hosts that are not excluded. */
    public List<Policy.Action> actions(Policy policy) {
        return policy.actions().stream()
                .filter(action -> action.enabled() && !excluded(inventory, policy, action.hostId()))
                .toList();
    }

    List<Target> of(Policy.Action action) {
        return selectors.resolve(action.selector(), action.hostId(), action.targetType()).targets();
    }

    /** Whether the policy never touches this host, whatever its actions say. */
    public static boolean excluded(Inventory inventory, Policy policy, String hostId) {
        return excluded(inventory, policy.neverHosts(), hostId);
    }

    /**
     * @param neverHosts by id or by number
     */
    public static boolean excluded(Inventory inventory, List<String> neverHosts, String hostId) {
        return neverHosts.stream()
                .map(never -> inventory.host(never).map(Host::id).orElse(never))
                .anyMatch(hostId::equals);
    }
}
