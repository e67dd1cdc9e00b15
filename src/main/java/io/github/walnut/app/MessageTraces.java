package io.github.walnut.app;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Correlation ids of the newest messages of routes. What becomes of them must not make a route send
 * the next one.
 */
final class MessageTraces {

    private static final int MOST = 4_096;

    private final Set<UUID> newest =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>() {
                                private static final long serialVersionUID = 1;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<UUID, Boolean> eldest) {
                                    return size() > MOST;
                                }
                            }));

    void add(UUID correlation) {
        newest.add(correlation);
    }

    boolean holds(UUID correlation) {
        return correlation != null && newest.contains(correlation);
    }
}
