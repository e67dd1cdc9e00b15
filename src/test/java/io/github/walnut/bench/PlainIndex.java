package io.github.walnut.bench;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.UpsFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The least that matching can cost: policies in a map by UPS, and a loop over those of one UPS that
 * compares its state with the one before. It knows state triggers only, no windows, no suppression,
 * no order.
 */
final class PlainIndex {

    private final Map<String, List<StoredPolicy>> byUps = new HashMap<>();
    private final List<StoredPolicy> policies;
    private final Set<UUID> met = new HashSet<>();

    PlainIndex(List<StoredPolicy> policies) {
        this.policies = policies;
    }

    /** How many policies changed their mind. */
    int decide(UpsFacts latest) {
        int changed = 0;
        for (StoredPolicy policy : byUps.computeIfAbsent(latest.upsId(), this::concerned)) {
            boolean holds = holds(policy, latest);
            if (holds ? met.add(policy.id()) : met.remove(policy.id())) {
                changed++;
            }
        }
        return changed;
    }

    private static boolean holds(StoredPolicy policy, UpsFacts latest) {
        for (Trigger trigger : policy.policy().triggers()) {
            if (trigger instanceof Trigger.InState in && latest.holds(in.state())) {
                return true;
            }
        }
        return false;
    }

    private List<StoredPolicy> concerned(String upsId) {
        List<StoredPolicy> found = new ArrayList<>();
        for (StoredPolicy policy : policies) {
            if (policy.policy().triggers().stream().anyMatch(t -> t.ups().includes(upsId))) {
                found.add(policy);
            }
        }
        return found;
    }
}
