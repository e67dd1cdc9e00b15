package io.github.walnut.dispatch;

import io.github.walnut.run.Hold;
import java.util.Optional;

/** Where the hold of all runs is kept, so that it outlives a restart. */
public interface HoldMemory {

    Optional<Hold> load();

    /**
     * Stored when it returns.
     *
     * @param hold null when there is none any more
     */
    void save(Hold hold);
}
