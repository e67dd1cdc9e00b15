package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether policies can be judged, and whether those that they need are there. */
final class WorkHealth implements Supplier<List<Component>> {

    private final Supplier<List<StoredPolicy>> policies;
    private final Inventory inventory;

    WorkHealth(Supplier<List<StoredPolicy>> policies, Inventory inventory) {
        this.policies = policies;
        this.inventory = inventory;
    }

    @Override
    public List<Component> get() {
        List<StoredPolicy> all = policies.get();
        return List.of(rules(all), integrations(all));
    }

    private static Component rules(List<StoredPolicy> all) {
        long invalid = all.stream().filter(p -> p.status() == StoredPolicy.Status.INVALID).count();
        return new Component(
                "rules",
                invalid == 0 ? "ok" : "error",
                invalid == 0 ? null : invalid + " policies are invalid",
                null,
                Map.of());
    }

    /** One that was never asked is not known to be away. */
    private Component integrations(List<StoredPolicy> all) {
        Set<String> away =
                all.stream()
                        .filter(policy -> policy.status() == StoredPolicy.Status.ENABLED)
                        .filter(policy -> policy.policy() != null)
                        .flatMap(policy -> policy.policy().actions().stream())
                        .map(Policy.Action::hostId)
                        .filter(
                                host ->
                                        inventory
                                                .contact(host)
                                                .filter(contact -> !contact.reachable())
                                                .isPresent())
                        .collect(Collectors.toCollection(TreeSet::new));
        return new Component(
                "integrations",
                away.isEmpty() ? "ok" : "degraded",
                away.isEmpty() ? null : "Not connected: " + String.join(", ", away),
                null,
                Map.of());
    }
}
