package io.github.walnut.api;

import java.time.Instant;

/** The global switch between dry runs and acting for real. */
public interface Arming {

    /**
     * @param reason of the last change, or null before the first
     */
    record State(boolean armed, String reason, Instant changedAt, String changedBy) {}

    State state();

    /** In force and stored when it returns. */
    State set(boolean armed, String reason, String actor);
}
