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
 */
public record TriggerGroup(List<Integer> indexes, Span span) {

    /** What one judgement is about. */
    public enum Span {
        /** Once for each UPS. */
        ONE_UPS,
        /** Once, over several UPSs together. */
        SEVERAL,
        /** Once for each host of the policy, over the UPSs that feed it. */
        HOST,
        /** Once, without any UPS: timers and webhooks. */
        NONE
    }

    public TriggerGroup {
        indexes = List.copyOf(indexes);
    }

    /**
     * All triggers must be met by one and the same UPS, unless they name different ones or ask for
     * several; of any trigger, those that are about the same kind of subject stand together.
     */
    public static List<TriggerGroup> of(Policy policy) {
        List<Trigger> triggers = policy.triggers();
        List<Integer> every = IntStream.range(0, triggers.size()).boxed().toList();
        if (policy.logic() == Policy.Logic.ALL) {
            return List.of(new TriggerGroup(every, ofAll(triggers)));
        }
        List<TriggerGroup> groups = new ArrayList<>();
        for (Span span : Span.values()) {
            List<Integer> indexes =
                    every.stream().filter(i -> span(triggers.get(i)) == span).toList();
            if (!indexes.isEmpty()) {
                groups.add(new TriggerGroup(indexes, span));
            }
        }
        return groups;
    }

    private static Span ofAll(List<Trigger> triggers) {
        List<Trigger> ofUps = triggers.stream().filter(Trigger::aboutUps).toList();
        if (ofUps.isEmpty()) {
            return Span.NONE;
        }
        if (ofUps.stream().anyMatch(trigger -> trigger.ups().feeds())) {
            return Span.HOST;
        }
        boolean several = ofUps.stream().anyMatch(trigger -> trigger.ups().atLeast() > 1);
        return several || names(ofUps).size() > 1 ? Span.SEVERAL : Span.ONE_UPS;
    }

    private static Span span(Trigger trigger) {
        if (!trigger.aboutUps()) {
            return Span.NONE;
        }
        if (trigger.ups().feeds()) {
            return Span.HOST;
        }
        return trigger.ups().atLeast() > 1 ? Span.SEVERAL : Span.ONE_UPS;
    }

    /** What they name; one that names none is about the same UPS as the others. */
    private static Set<Set<String>> names(List<Trigger> triggers) {
        return triggers.stream()
                .filter(trigger -> !trigger.ups().names().isEmpty())
                .map(
                        trigger ->
                                trigger.ups().names().stream()
                                        .map(name -> name.toLowerCase(Locale.ROOT))
                                        .collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }
}
