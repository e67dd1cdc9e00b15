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

    /** A match behind a policy that has something to do: there will be no run of it. */
    default void stopped(RunRequest match, UUID byPolicy) {}
}
