package io.github.walnut.api;

import java.util.UUID;

/** What people may do to runs. */
@FunctionalInterface
public interface RunControl {

    enum Outcome {
        DONE,
        /** It was over already. */
        CLOSED,
        /** It has passed the point of no return. */
        COMMITTED
    }

    /** The run is known to exist. */
    Outcome cancel(UUID runId, String reason, String actor);
}
