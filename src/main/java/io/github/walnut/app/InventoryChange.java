package io.github.walnut.app;

import io.github.walnut.inventory.Target;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a reading of a host's targets made different.
 *
 * @param added how many targets it tells that it did not tell before
 * @param removed how many are gone
 * @param changed how many are told differently
 * @param firstOfType a type of targets was read for the first time
 */
record InventoryChange(int added, int removed, int changed, boolean firstOfType) {

    static InventoryChange between(
            Map<String, List<Target>> before,
            Map<String, List<Target>> after,
            Map<String, Instant> readBefore,
            Map<String, Instant> readAfter) {
        Map<String, Target> old = active(before.values());
        int added = 0;
        int changed = 0;
        for (Target target : active(after.values()).values()) {
            Target known = old.remove(target.id());
            if (known == null) {
                added++;
            } else if (!known.equals(target)) {
                changed++;
            }
        }
        Set<String> types = readBefore.keySet();
        return new InventoryChange(
                added, old.size(), changed, !types.containsAll(readAfter.keySet()));
    }

    private static Map<String, Target> active(Collection<List<Target>> targets) {
        return targets.stream()
                .flatMap(List::stream)
                .filter(Target::active)
                .collect(Collectors.toMap(Target::id, target -> target, (a, b) -> b, HashMap::new));
    }

    /** Nobody who looks at the targets sees a difference. */
    boolean nothing() {
        return added == 0 && removed == 0 && changed == 0;
    }
}
