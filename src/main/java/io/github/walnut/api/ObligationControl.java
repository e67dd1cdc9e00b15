package io.github.walnut.api;

import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is owed a start, and what people may do about it. */
public interface ObligationControl {

    /** An obligation with what it waits for; without gates where nothing comes of it by itself. */
    record Owed(Obligation obligation, List<Gate> gates) {
        public Owed {
            gates = List.copyOf(gates);
        }
    }

    /** Those that are not closed, oldest first. */
    List<Owed> owed();

    /** Nothing will be done about it any more; empty while a recovery run is at it. */
    Optional<Obligation> dismiss(UUID id, String reason, String actor);

    /** One that has failed is open again; empty when it has not failed. */
    Optional<Obligation> retry(UUID id, String actor);

    /**
     * Starts what this run stopped.
     *
     * @param gates false: mains and charge are not waited for
     * @return the recovery run, in the journal
     * @throws Problem with code {@link ProblemCode#CONFLICT} when nothing may be started now
     */
    UUID recover(UUID runId, boolean gates, String actor);
}
