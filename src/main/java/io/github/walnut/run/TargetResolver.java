package io.github.walnut.run;

import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy;
import java.util.List;

/** Tells which targets an action means, at the moment of planning. */
@FunctionalInterface
public interface TargetResolver {

    /**
     * @param stale the targets of the host are old: ids are kept unverified, and nothing else is
     *     found that is not known
     */
    Resolution resolve(Policy.Action action, boolean stale);

    /**
     * @param targets in the order in which they are to be acted on
     * @param stale the inventory behind it was older than allowed
     * @param notes what a reader of the run should know, one sentence each
     */
    record Resolution(List<Target> targets, boolean stale, List<String> notes) {
        public Resolution {
            targets = List.copyOf(targets);
            notes = List.copyOf(notes);
        }
    }
}
