package io.github.walnut.policy;

import io.github.walnut.inventory.Target;
import java.util.Map;
import java.util.Optional;

/** What live runs have shown of how long targets take to stop and to start. */
@FunctionalInterface
public interface LearnedTimes {

    /** Nothing was learned yet. */
    LearnedTimes NONE = (target, capability, verb, params) -> Optional.empty();

    /**
     * Empty while there are too few samples.
     *
     * @param verb with which the order begins; what it escalates to counts into its time
     * @param params of the order; others are another order
     */
    Optional<LearnedTime> of(
            Target target, String capability, String verb, Map<String, Object> params);
}
