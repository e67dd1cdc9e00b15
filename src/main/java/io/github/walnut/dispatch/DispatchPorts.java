package io.github.walnut.dispatch;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Policy;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligations;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.ups.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the dispatcher stands on.
 *
 * @param publishing runs the listeners, one task after the other in the order in which they came
 * @param policies of resumed runs, read from the documents that they carry
 * @param stillMet whether the match of a run that has waited for its lock would still be made; it
 *     may take as long as an evaluation
 * @param obligations belongs to the dispatcher from now on
 * @param holds where the hold of all runs outlives a restart
 * @param present policies as they stand now, and whether they may act
 */
public record DispatchPorts(
        Inventory inventory,
        TargetReadings targets,
        Journal journal,
        CallRunner calls,
        Clock clock,
        Scheduler scheduler,
        List<RunListener> listeners,
        Executor publishing,
        DispatchWatch watch,
        Function<Run, Optional<Policy>> policies,
        Predicate<Run> stillMet,
        Obligations obligations,
        HoldMemory holds,
        PresentPolicies present) {

    public DispatchPorts {
        listeners = List.copyOf(listeners);
    }
}
