package io.github.walnut.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Numbers policies anew after somebody moved some of them. */
public final class PolicyOrder {

    private static final int STEP = 10;
    private static final int MOST = 1000;

    private PolicyOrder() {}

    /**
     * Those that were moved come first, by what was asked and then as they stood; the others follow
     * as they stood.
     *
     * @param present every policy in its present order
     * @param wanted of some of them
     * @return priorities in the new order
     */
    public static Map<UUID, Integer> priorities(List<UUID> present, Map<UUID, Integer> wanted) {
        List<UUID> order = new ArrayList<>(present);
        order.sort(
                Comparator.comparing((UUID id) -> !wanted.containsKey(id))
                        .thenComparing(id -> wanted.getOrDefault(id, 0)));
        int step = Math.max(1, Math.min(STEP, MOST / Math.max(1, order.size())));
        Map<UUID, Integer> priorities = new LinkedHashMap<>();
        for (UUID id : order) {
            priorities.put(id, Math.min(MOST, step * (priorities.size() + 1)));
        }
        return priorities;
    }
}
