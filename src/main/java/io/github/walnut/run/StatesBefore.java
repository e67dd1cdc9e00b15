package io.github.walnut.run;

import io.github.walnut.inventory.Target;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** In which states targets were when an outage began, as far as anybody looked. */
@FunctionalInterface
public interface StatesBefore {

    StatesBefore NOBODY_LOOKED = (outageId, target) -> Optional.empty();

    Optional<String> of(UUID outageId, Target target);

    /** Seen right before the target was to be stopped; the first such state of an outage counts. */
    default void checked(UUID outageId, Target target, String state, Instant at) {}
}
