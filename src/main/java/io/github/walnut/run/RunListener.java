package io.github.walnut.run;

import java.util.List;
import java.util.UUID;

/** Hears each change of a run after it is journaled, in order per run. It must not block. */
public interface RunListener {

    /**
     * @param type {@code run.created}, {@code run.state}, {@code run.plan_compressed}, {@code
     *     step.state} or {@code run.closed}
     * @param changed the steps that changed with it
     */
    void changed(String type, Run run, List<Step> changed);

    /**
     * What is owed a start came to another status ({@code recovery.state}).
     *
     * @param run that led to it; of a person's decision, the one that had stopped the target
     */
    default void owed(Run run, List<Obligation> changed) {}

    /**
     * A gate shut, or one that had been shut opened ({@code recovery.gate}).
     *
     * @param stopped the latest run that stopped what waits there
     * @param hostId of which alone it is a gate, or null
     */
    default void gate(Run stopped, String hostId, Gate gate) {}

    /**
     * The ends of what the run waits for have changed ({@code run.countdown}).
     *
     * @param ends all there are; none when it waits for nothing that ends by itself
     */
    default void countdown(Run run, List<Countdown> ends) {}

    /** A match behind a policy that has something to do: there will be no run of it. */
    default void stopped(RunRequest match, UUID byPolicy) {}
}
