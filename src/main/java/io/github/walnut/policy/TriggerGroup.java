package io.github.walnut.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Triggers of a policy that are judged together.
 *
 * @param indexes of the triggers
 * @param joint over several UPSs at once; else once for each UPS
 */
public record TriggerGroup(List<Integer> indexes, boolean joint) {
    public TriggerGroup {
        indexes = List.copyOf(indexes);
    }

    /**
     * All triggers must be met by one and the same UPS, unless they name different ones or ask for
     * several; of any trigger, those that ask for several UPSs stand apart.
     */
    public static List<TriggerGroup> of(Policy policy) {
        List<Trigger> triggers = policy.triggers();
        List<Integer> every = IntStream.range(0, triggers.size()).boxed().toList();
        if (policy.logic() == Policy.Logic.ALL) {
            boolean joint =
                    names(triggers).size() > 1 || triggers.stream().anyMatch(TriggerGroup::several);
            return List.of(new TriggerGroup(every, joint));
        }
        List<TriggerGroup> groups = new ArrayList<>();
        for (boolean joint : new boolean[] {false, true}) {
            List<Integer> indexes =
                    every.stream().filter(i -> several(triggers.get(i)) == joint).toList();
            if (!indexes.isEmpty()) {
                groups.add(new TriggerGroup(indexes, joint));
            }
        }
        return groups;
    }

    private static boolean several(Trigger trigger) {
        return trigger.ups().atLeast() > 1;
    }

    private static Set<Set<String>> names(List<Trigger> triggers) {
        return triggers.stream()
                .map(
                        trigger ->
                                trigger.ups().names().stream()
                                        .map(name -> name.toLowerCase(Locale.ROOT))
                                        .collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }
}
