package io.github.walnut.store;

import java.util.Map;
import java.util.TreeMap;

/** Raw variables as differences: a null value means that the variable went away. */
final class VariableChanges {

    private VariableChanges() {}

    /**
     * @param complete {@code now} holds everything, so that what is missing went away
     */
    static Map<String, String> between(
            Map<String, String> before, Map<String, String> now, boolean complete) {
        Map<String, String> changes = new TreeMap<>();
        now.forEach(
                (name, value) -> {
                    if (!value.equals(before.get(name))) {
                        changes.put(name, value);
                    }
                });
        if (complete) {
            before.keySet().stream()
                    .filter(name -> !now.containsKey(name))
                    .forEach(name -> changes.put(name, null));
        }
        return changes;
    }

    static Map<String, String> apply(Map<String, String> before, Map<String, String> changes) {
        Map<String, String> after = new TreeMap<>(before);
        changes.forEach(
                (name, value) -> {
                    if (value == null) {
                        after.remove(name);
                    } else {
                        after.put(name, value);
                    }
                });
        return after;
    }
}
