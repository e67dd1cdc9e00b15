package io.github.walnut.dispatch;

import io.github.walnut.run.Hold;
import io.github.walnut.run.Journal;
import java.util.Optional;

/** Where the hold of all runs is kept, so that it outlives a restart. */
public interface HoldMemory {

    Optional<Hold> load();

    /**
     * Stored when it returns, which it does within two seconds.
     *
     * @param hold null when there is none any more
     * @throws Journal.UnavailableException when it could not be stored
     */
    void save(Hold hold);
}
