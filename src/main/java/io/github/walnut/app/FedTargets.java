package io.github.walnut.app;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyUps;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Verbs;
import io.github.walnut.run.VerifiedOff;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** The targets that belong to a UPS: those that enabled policies stop because of it. */
final class FedTargets {

    private final Supplier<List<StoredPolicy>> policies;
    private final Function<UUID, List<Journal.Entry>> runs;
    private final PolicyUps listening;
    private final Verbs verbs;
    private final VerifiedOff verified;

    /**
     * @param runs of an outage
     */
    FedTargets(
            Supplier<List<StoredPolicy>> policies,
            Function<UUID, List<Journal.Entry>> runs,
            Inventory inventory) {
        this.policies = policies;
        this.runs = runs;
        this.listening = new PolicyUps(inventory);
        this.verbs = new Verbs(inventory);
        this.verified = new VerifiedOff(verbs);
    }

    /** All of them were seen off in this outage; false as well when there are none. */
    boolean off(String upsId, UUID outageId) {
        List<UUID> stopping =
                of(upsId).stream()
                        .filter(policy -> stops(policy.policy()))
                        .map(StoredPolicy::id)
                        .toList();
        if (stopping.isEmpty()) {
            return false;
        }
        List<Journal.Entry> all = runs.apply(outageId);
        return stopping.stream()
                .allMatch(
                        id ->
                                verified.of(
                                        all.stream()
                                                .filter(entry -> id.equals(entry.run().policyId()))
                                                .toList()));
    }

    /** The enabled policies that act because of a UPS. */
    List<StoredPolicy> of(String upsId) {
        return policies.get().stream()
                .filter(policy -> policy.status() == StoredPolicy.Status.ENABLED)
                .filter(policy -> policy.policy() != null)
                .filter(policy -> listening.listens(policy.policy(), upsId))
                .toList();
    }

    private boolean stops(Policy policy) {
        return policy.actions().stream()
                .map(action -> verbs.find(action.hostId(), action.capability(), action.verb()))
                .flatMap(Optional::stream)
                .anyMatch(Capability.Verb::disruptive);
    }
}
