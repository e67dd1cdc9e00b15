package io.github.walnut.policy;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.UpsFacts;
import java.util.Map;
import java.util.UUID;

/**
 * What conditions are checked on; it does not change while they are.
 *
 * @param ups every UPS by id
 * @param outages the latest of each UPS, by the id of the outage
 */
public record ConditionFacts(
        Map<String, UpsFacts> ups, Inventory inventory, Map<UUID, Outage> outages) {

    /**
     * The UPS that a condition is about: the one it names, the one that matched, or the only one.
     */
    UpsFacts of(Condition condition, String subject) {
        if (condition.ups() != null) {
            return ups.entrySet().stream()
                    .filter(entry -> Trigger.UpsScope.matches(condition.ups(), entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        if (subject != null) {
            return ups.get(subject);
        }
        return ups.size() == 1 ? ups.values().iterator().next() : null;
    }
}
