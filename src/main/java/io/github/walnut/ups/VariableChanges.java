package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Raw variables as changes against the sample before: most stay what they are for hours. A null
 * value stands for a variable that is gone.
 */
public final class VariableChanges {

    private static final Duration COMPLETE_EVERY = Duration.ofMinutes(5);

    private VariableChanges() {}

    /** What leads from one map to the other; values may be null. */
    public static Map<String, String> between(Map<String, String> before, Map<String, String> now) {
        Map<String, String> changes = new TreeMap<>();
        now.forEach(
                (name, value) -> {
                    if (!value.equals(before.get(name))) {
                        changes.put(name, value);
                    }
                });
        before.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> changes.put(name, null));
        return Collections.unmodifiableMap(changes);
    }

    /** The complete map that the changes lead to. */
    public static Map<String, String> apply(
            Map<String, String> before, Map<String, String> changes) {
        Map<String, String> now = new HashMap<>(before);
        changes.forEach(
                (name, value) -> {
                    if (value == null) {
                        now.remove(name);
                    } else {
                        now.put(name, value);
                    }
                });
        return now;
    }

    /**
     * Whether the next map has to be kept complete.
     *
     * @param lastComplete when a complete one was kept, or null
     */
    public static boolean completeIsDue(Instant lastComplete, Instant now) {
        return lastComplete == null || !now.isBefore(lastComplete.plus(COMPLETE_EVERY));
    }
}
