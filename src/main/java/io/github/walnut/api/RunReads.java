package io.github.walnut.api;

import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import java.util.Optional;
import java.util.UUID;

/** Runs with their steps, as journaled. */
public interface RunReads {

    /**
     * Newest first by creation. A cursor that belongs to another filter, or is too old, is a {@link
     * Problem} with code {@link ProblemCode#INVALID_CURSOR}.
     *
     * @param cursor of the page before, or null
     */
    Page<Journal.Entry> page(RunFilter filter, String cursor, int limit);

    /** How many there are on all pages. */
    long count(RunFilter filter);

    Optional<Journal.Entry> find(UUID id);

    /** The newest of a policy, without its steps. */
    Optional<Run> last(UUID policyId);
}
