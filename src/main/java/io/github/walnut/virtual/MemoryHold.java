package io.github.walnut.virtual;

import io.github.walnut.dispatch.HoldMemory;
import io.github.walnut.run.Hold;
import java.util.Optional;

/** Keeps the hold of all runs in memory; it outlives a virtual crash. */
public final class MemoryHold implements HoldMemory {

    private Hold hold;

    @Override
    public Optional<Hold> load() {
        return Optional.ofNullable(hold);
    }

    @Override
    public void save(Hold next) {
        hold = next;
    }
}
