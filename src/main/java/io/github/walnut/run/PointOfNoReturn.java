package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.util.Optional;

/** Steps after which the sequence cannot be stopped any more. */
final class PointOfNoReturn {

    private PointOfNoReturn() {}

    static boolean is(Step step, Optional<Capability.Verb> verb) {
        return verb.map(v -> v.pointOfNoReturn() || step.target().self() && v.disruptive())
                .orElse(false);
    }
}
