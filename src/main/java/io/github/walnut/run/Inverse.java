package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.policy.ActionForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What undoes a stop: another verb, or the same one with another value.
 *
 * @param params that the verb needs
 */
record Inverse(String verb, Map<String, Object> params) {

    /** The values of stops that are undone by a parameter, and what they are turned to. */
    private static final Map<String, Map<Object, Object>> TURNED =
            Map.of("state", Map.of("off", "on"), "admin", Map.of("down", "up"));

    /** Empty for a verb that stops nothing, or that nothing undoes. */
    static Optional<Inverse> of(Step step, Verbs verbs) {
        Optional<Capability.Verb> stop = verbs.of(step).filter(Capability.Verb::disruptive);
        if (stop.isEmpty() || stop.get().inverse() == null) {
            return Optional.empty();
        }
        return stop.get().inverseByParams()
                ? byParams(step, stop.get())
                : verbs.find(step.target().hostId(), step.capability(), stop.get().inverse())
                        .map(start -> new Inverse(start.name(), needed(step, start)));
    }

    private static Optional<Inverse> byParams(Step step, Capability.Verb verb) {
        Map<String, Object> turned = new LinkedHashMap<>(step.params());
        TURNED.forEach(
                (name, values) ->
                        turned.computeIfPresent(
                                name, (key, value) -> values.getOrDefault(value, value)));
        return turned.equals(step.params())
                ? Optional.empty()
                : Optional.of(new Inverse(step.verb(), ActionForm.confirmed(verb, turned)));
    }

    /** What the start cannot do without, taken from the stop. */
    private static Map<String, Object> needed(Step step, Capability.Verb start) {
        Map<String, Object> params = new LinkedHashMap<>();
        if (start.params().get("required") instanceof List<?> names) {
            names.forEach(
                    name -> {
                        Object value = step.params().get(String.valueOf(name));
                        if (value != null) {
                            params.put(String.valueOf(name), value);
                        }
                    });
        }
        return ActionForm.confirmed(start, params);
    }
}
