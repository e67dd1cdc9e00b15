package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.inventory.HostContact;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether policies can be judged, and whether those that they need are there. */
final class WorkHealth implements Supplier<List<Component>> {

    private final Supplier<List<StoredPolicy>> policies;
    private final Inventory inventory;
    private final Supplier<Instant> overrun;
    private final Unknowns unknowns;

    /**
     * @param overrun when rules did not come to an end, or null
     */
    WorkHealth(
            Supplier<List<StoredPolicy>> policies,
            Inventory inventory,
            Supplier<Instant> overrun,
            Clock clock) {
        this.overrun = overrun;
        this.unknowns = new Unknowns(clock);
        this.policies = policies;
        this.inventory = inventory;
    }

    @Override
    public List<Component> get() {
        List<StoredPolicy> all = policies.get();
        return List.of(rules(all), integrations(all));
    }

    private Component rules(List<StoredPolicy> all) {
        List<String> messages = new ArrayList<>();
        long invalid = all.stream().filter(p -> p.status() == StoredPolicy.Status.INVALID).count();
        if (invalid > 0) {
            messages.add(invalid + " policies are invalid");
        }
        Instant at = overrun.get();
        if (at != null) {
            messages.add("The rules did not come to an end and were set up anew, at " + at);
        }
        return new Component(
                "rules",
                messages.isEmpty() ? "ok" : "error",
                messages.isEmpty() ? null : String.join("; ", messages),
                null,
                Map.of());
    }

    /** One that was never asked is not known to be away, as some cannot be asked. */
    private Component integrations(List<StoredPolicy> all) {
        Set<String> needed =
                all.stream()
                        .filter(policy -> policy.status() == StoredPolicy.Status.ENABLED)
                        .filter(policy -> policy.policy() != null)
                        .flatMap(policy -> policy.policy().actions().stream())
                        .map(Policy.Action::hostId)
                        .collect(Collectors.toCollection(TreeSet::new));
        List<String> away = new ArrayList<>();
        List<String> unheard = new ArrayList<>();
        for (String host : needed) {
            Optional<HostContact> contact = inventory.contact(host);
            if (unknowns.patient(host, contact.isEmpty())) {
                unheard.add(host);
            } else if (contact.filter(known -> !known.reachable()).isPresent()) {
                away.add(host);
            }
        }
        List<String> messages = new ArrayList<>();
        if (!away.isEmpty()) {
            messages.add("Not connected: " + String.join(", ", away));
        }
        if (!unheard.isEmpty()) {
            messages.add("Nothing was heard yet of: " + String.join(", ", unheard));
        }
        return new Component(
                "integrations",
                messages.isEmpty() ? "ok" : "degraded",
                messages.isEmpty() ? null : String.join("; ", messages),
                null,
                Map.of());
    }
}
