package io.github.walnut.app;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.Trigger.UpsScope;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Who counts on a UPS: enabled policies that name it, and hosts that it feeds. */
final class UpsUsers {

    private final Supplier<List<StoredPolicy>> policies;
    private final Inventory inventory;

    UpsUsers(Supplier<List<StoredPolicy>> policies, Inventory inventory) {
        this.policies = policies;
        this.inventory = inventory;
    }

    /** In words for a person; empty when nobody does. */
    Optional<String> of(String upsId) {
        Stream<String> naming =
                policies.get().stream()
                        .filter(policy -> policy.status() != StoredPolicy.Status.DISABLED)
                        .map(StoredPolicy::policy)
                        .filter(Objects::nonNull)
                        .filter(policy -> names(policy).anyMatch(n -> UpsScope.matches(n, upsId)))
                        .map(policy -> "policy '" + policy.name() + "' names " + upsId);
        Stream<String> fed =
                inventory.hosts().stream()
                        .filter(host -> feeds(host.feeds(), upsId))
                        .map(host -> "host '" + host.id() + "' is fed by " + upsId);
        return Stream.concat(naming, fed).findFirst();
    }

    private static Stream<String> names(Policy policy) {
        return Stream.concat(
                policy.triggers().stream()
                        .map(Trigger::ups)
                        .filter(Objects::nonNull)
                        .flatMap(scope -> scope.names().stream()),
                Stream.concat(policy.all().stream(), policy.any().stream())
                        .map(Condition::ups)
                        .filter(Objects::nonNull));
    }

    private static boolean feeds(Feeds feeds, String upsId) {
        return feeds != null
                && feeds.sources().stream().anyMatch(name -> UpsScope.matches(name, upsId));
    }
}
